package org.postroad.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.net.Deadline;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.protocol.dns.DomainName;

/// Handshakes on real sockets. What certificates are worth is tried elsewhere.
class TlsClientTest {

  private static final DomainName NAME = DomainName.of("mx.example.org");

  private final Network network = new Network(Placing.virtual());
  private final LabCa ca = LabCa.create("Lab CA", Instant.now());
  private final LabPolicyHost server = new LabPolicyHost();
  private final InetSocketAddress address =
      new InetSocketAddress(network.allot(Quarter.POLICY_HOSTS), 443);
  private final TlsClient client =
      new TlsClient(
          new CertificateVerifier(
              TrustAnchors.of("the lab", List.of(ca.root())), InstantSource.system()));

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void verifiedHandshakeHasItsFacts() throws IOException {
    serve(Leaf.of(NAME.text()), Conduct.policy("x"));
    TlsOutcome outcome = handshake(TlsRequest.verified(NAME).offering("http/1.1"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TlsOutcome.Established.class,
            established -> {
              assertThat(established.facts().version()).isEqualTo("TLSv1.3");
              assertThat(established.facts().cipher()).startsWith("TLS_");
              assertThat(established.facts().chain()).isNotEmpty();
              assertThat(established.verdict()).isInstanceOf(CertificateVerdict.Verified.class);
              write(established.socket());
            });
    assertThat(server.visits().entries().getLast().sni()).contains(NAME.text());
  }

  @Test
  void nameOfAnExchangerWithAnUnderscoreIsSentAsItIs() throws IOException {
    serve(Leaf.of(NAME.text()), new Conduct.HangsUpInHandshake());
    handshake(TlsRequest.verified(DomainName.of("_mx.example.org")));
    assertThat(server.visits().entries().getLast().sni()).contains("_mx.example.org");
  }

  @Test
  void opportunisticHandshakeTakesAnyCertificateAndSaysWhatItIsWorth() throws IOException {
    for (Leaf leaf :
        List.of(
            Leaf.of("other.example"),
            Leaf.of(NAME.text()).expired(),
            Leaf.of(NAME.text()).selfSigned(),
            Leaf.of(NAME.text()).signedWithSha1())) {
      serve(leaf, Conduct.policy("x"));
      assertThat(handshake(TlsRequest.opportunistic(NAME)))
          .isInstanceOfSatisfying(
              TlsOutcome.Established.class,
              established -> {
                assertThat(established.verdict()).isInstanceOf(CertificateVerdict.Refused.class);
                write(established.socket());
              });
      assertThat(handshake(TlsRequest.verified(NAME)))
          .isInstanceOf(TlsOutcome.CertificateRefused.class);
    }
  }

  @Test
  void attackerCannotHaveAnUnverifiedSessionResumedAsAVerifiedOne() throws IOException {
    server.versions("TLSv1.2"); // sessions of TLS 1.2 are resumed most readily
    serve(Leaf.of("other.example"), Conduct.policy("x"));
    for (int i = 0; i < 3; i++) {
      if (handshake(TlsRequest.opportunistic(NAME))
          instanceof TlsOutcome.Established(var s, var _, var _)) {
        write(s);
      }
      assertThat(handshake(TlsRequest.verified(NAME)))
          .isInstanceOf(TlsOutcome.CertificateRefused.class);
    }
  }

  @Test
  void whatIsNoTlsIsNamed() throws IOException {
    serve(Leaf.of(NAME.text()), new Conduct.HangsUpInHandshake());
    assertThat(why(handshake(TlsRequest.verified(NAME)))).contains("cut off");
    serve(Leaf.of(NAME.text()), new Conduct.SpeaksPlain("220 hello\r\n"));
    assertThat(why(handshake(TlsRequest.verified(NAME)))).contains("TLS handshake failed: ");
    serve(Leaf.of(NAME.text()), new Conduct.Alerts(40));
    assertThat(why(handshake(TlsRequest.verified(NAME)))).contains("handshake_failure");
  }

  @Test
  void silentServerIsLeftAtTheDeadlineAndTheConnectionIsClosed() throws IOException {
    serve(Leaf.of(NAME.text()), new Conduct.SilentInHandshake());
    Socket tcp = connect();
    long start = System.nanoTime();
    assertThat(
            client.handshake(
                tcp, TlsRequest.verified(NAME), Deadline.after(Duration.ofMillis(300))))
        .isInstanceOf(TlsOutcome.TimedOut.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(250), Duration.ofSeconds(4));
    assertThat(tcp.isClosed()).isTrue();
  }

  private void serve(Leaf leaf, Conduct conduct) {
    server.serve(NAME.text(), ca.issue(leaf), conduct);
    if (network.door(address).isEmpty()) {
      network.open(address, server);
    }
  }

  private TlsOutcome handshake(TlsRequest request) throws IOException {
    return client.handshake(connect(), request, Deadline.after(Duration.ofSeconds(10)));
  }

  private Socket connect() throws IOException {
    return network.dial(address, Duration.ofSeconds(5));
  }

  private static void write(SSLSocket socket) {
    try (socket) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isPositive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String why(TlsOutcome outcome) {
    return ((TlsOutcome.Failure) outcome).why();
  }
}
