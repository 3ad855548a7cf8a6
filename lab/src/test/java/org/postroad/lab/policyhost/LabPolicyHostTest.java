package org.postroad.lab.policyhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Gate;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;

class LabPolicyHostTest {

  private static final String HOST = "mta-sts.example.org";
  private static final String POLICY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmax_age: 86400\r\n";
  private static final Duration LONG = Duration.ofSeconds(10);

  private final LabCa ca = LabCa.create("Lab root", Instant.now());
  private final Network network = new Network(Placing.virtual());
  private final LabPolicyHost host = new LabPolicyHost();
  private final InetSocketAddress address =
      new InetSocketAddress(network.allot(Quarter.POLICY_HOSTS), 443);

  @BeforeEach
  void open() {
    host.serve(HOST, ca.issue(Leaf.of(HOST)), Conduct.policy(POLICY));
    network.open(address, host);
  }

  @AfterEach
  void close() {
    network.close();
    assertThat(network.atWork()).as("threads left behind").isZero();
  }

  @ParameterizedTest
  @MethodSource
  void replyIsOnTheWireAsDescribed(String why, HttpReply reply, String expected) throws Exception {
    host.conduct(HOST, new Conduct.Replies(reply));

    assertThat(get(HOST)).as(why).isEqualTo(expected.replace("\n", "\r\n"));
  }

  static Stream<Arguments> replyIsOnTheWireAsDescribed() {
    String text = "HTTP/1.1 200 .\nContent-Type: text/plain\n";
    HttpReply good = HttpReply.policy("version: STSv1\r\n");
    return Stream.of(
        Arguments.of("good", good, text + "Content-Length: 16\n\nversion: STSv1\n"),
        Arguments.of(
            "any status",
            good.status(204),
            "HTTP/1.1 204 .\nContent-Type: text/plain\nContent-Length: 16\n\nversion: STSv1\n"),
        Arguments.of(
            "redirect",
            HttpReply.redirect(302, "https://evil.example/"),
            "HTTP/1.1 302 .\nContent-Type: text/plain\nLocation: https://evil.example/\n"
                + "Content-Length: 7\n\nmoved\n"),
        Arguments.of(
            "wrong media type",
            good.mediaType("text/html"),
            "HTTP/1.1 200 .\nContent-Type: text/html\nContent-Length: 16\n\nversion: STSv1\n"),
        Arguments.of(
            "no media type",
            good.withoutMediaType(),
            "HTTP/1.1 200 .\nContent-Length: 16\n\nversion: STSv1\n"),
        Arguments.of(
            "HTTP/1.0",
            good.http10(),
            "HTTP/1.0 200 .\nContent-Type: text/plain\nConnection: close\n\nversion: STSv1\n"),
        Arguments.of(
            "until the connection ends",
            good.untilClose(),
            text + "Connection: close\n\nversion: STSv1\n"),
        Arguments.of(
            "chunked",
            HttpReply.policy("0123456789abcdefgh").chunked(),
            text + "Transfer-Encoding: chunked\n\n10\n0123456789abcdef\n2\ngh\n0\n\n"),
        Arguments.of("empty", HttpReply.empty(), text + "Content-Length: 0\n\n"),
        Arguments.of(
            "dripped",
            good.dripped(Duration.ofMillis(1)),
            text + "Content-Length: 16\n\nversion: STSv1\n"),
        Arguments.of(
            "filled", good.filledTo(20), text + "Content-Length: 20\n\nversion: STSv1\nxxxx"));
  }

  @Test
  void gigabyteFlowsWithoutBeingHeld() throws Exception {
    long gigabyte = 1L << 30;
    host.conduct(HOST, new Conduct.Replies(HttpReply.policy(POLICY).filledTo(gigabyte)));
    try (SSLSocket socket = connect(HOST)) {
      request(socket);
      InputStream in = socket.getInputStream();
      assertThat(in.skip(4 << 20)).isPositive(); // enough to see that it goes on
    }
  }

  @Test
  void bodyThatIsCutEndsBeforeItsLength() throws Exception {
    host.conduct(HOST, new Conduct.Replies(HttpReply.policy(POLICY).cutAfter(10)));
    try (SSLSocket socket = connect(HOST)) {
      request(socket);
      assertThat(read(socket))
          .contains("Content-Length: " + POLICY.length() + "\r\n")
          .endsWith("\r\n\r\n" + POLICY.substring(0, 10));
    }
  }

  @Test
  void otherPathsAreNotThere() throws Exception {
    try (SSLSocket socket = connect(HOST)) {
      write(socket, "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      socket.shutdownOutput();
      assertThat(read(socket)).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void silentHostReadsAndSaysNothing() throws Exception {
    host.conduct(HOST, new Conduct.Silent());
    try (SSLSocket socket = connect(HOST)) {
      request(socket);
      host.visits().await(1);
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void headWithoutEndGoesOn() throws Exception {
    host.conduct(HOST, new Conduct.EndlessHead(Duration.ZERO));
    try (SSLSocket socket = connect(HOST)) {
      request(socket);
      byte[] much = socket.getInputStream().readNBytes(100_000);
      assertThat(new String(much, ISO_8859_1)).doesNotContain("\r\n\r\n").contains("X-Line-1000:");
    }
  }

  @Test
  void rawOctetsAndHangingUp() throws Exception {
    host.conduct(
        HOST, Conduct.inTurn(new Conduct.Raw("HTTP/1.1 200\u00ff\n\n"), new Conduct.HangsUp()));

    assertThat(get(HOST)).isEqualTo("HTTP/1.1 200\u00ff\n\n");
    assertThat(get(HOST)).isEmpty();
    assertThat(get(HOST)).isEmpty();
  }

  @Test
  void handshakesThatComeToNothing() throws Exception {
    host.conduct(HOST, new Conduct.HangsUpInHandshake());
    assertThatThrownBy(() -> connect(HOST)).isInstanceOf(IOException.class);

    host.conduct(HOST, new Conduct.Alerts(40));
    assertThatThrownBy(() -> connect(HOST))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("handshake_failure");

    host.conduct(HOST, new Conduct.SpeaksPlain("220 ftp.example.org ready\r\n"));
    assertThatThrownBy(() -> connect(HOST)).isInstanceOf(IOException.class);

    host.conduct(HOST, new Conduct.SilentInHandshake());
    assertThatThrownBy(() -> connect(HOST, 200)).isInstanceOf(IOException.class);

    assertThat(host.visits().await(LONG, all -> all.size() == 4))
        .extracting(visit -> visit.failure().orElse(""))
        .containsExactly(
            "hung up in the handshake", "alert 40", "spoke plain", "silent in the handshake");
  }

  @Test
  void clientsRefusalOfTheCertificateIsSeen() throws Exception {
    host.credential(HOST, LabCa.create("Stranger", Instant.now()).issue(Leaf.of(HOST)));
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      host.versions(version);
      assertThatThrownBy(() -> connect(HOST)).isInstanceOf(SSLHandshakeException.class);
    }
    assertThat(host.visits().await(LONG, all -> all.size() == 2))
        .allMatch(visit -> visit.failure().isPresent() && visit.request().isEmpty());
  }

  @Test
  void certificateAndPolicyFollowTheNameAskedFor() throws Exception {
    String other = "mta-sts.example.net";
    host.serve(other, ca.issue(Leaf.of(other)), Conduct.policy("other"));

    assertThat(get(other)).endsWith("other");
    try (SSLSocket socket = connect(other)) {
      assertThat(socket.getSession().getPeerPrincipal()).hasToString("CN=" + other);
    }
    try (SSLSocket socket = connect("mta-sts.unknown.example")) {
      assertThat(socket.getSession().getPeerPrincipal()).hasToString("CN=" + HOST);
    }
  }

  @Test
  void visitsTellWhatTheClientSaid() throws Exception {
    get(HOST);

    Visit visit = host.visits().await(1);
    assertThat(visit.sni()).contains(HOST);
    assertThat(visit.alpn()).containsExactly("h2", "http/1.1");
    assertThat(visit.tls().orElseThrow().version()).isEqualTo("TLSv1.3");
    Visit.Request request = visit.request().orElseThrow();
    assertThat(request.method() + " " + request.target()).isEqualTo("GET /.well-known/mta-sts.txt");
    assertThat(request.header("host")).contains(HOST);
    assertThat(host.requests(HOST)).isEqualTo(1);
  }

  @Test
  void clientOfAnotherProtocolIsTurnedAway() {
    assertThatThrownBy(() -> connect(HOST, 10_000, "h2"))
        .hasMessageContaining("no_application_protocol");
  }

  @Test
  void connectionServesSeveralRequestsAndChangesShowAtOnce() throws Exception {
    try (SSLSocket socket = connect(HOST)) {
      request(socket);
      StringBuilder first = new StringBuilder();
      while (first.indexOf("\r\n\r\n" + POLICY) < 0) {
        first.append((char) socket.getInputStream().read());
      }
      host.policy(HOST, "changed");
      request(socket);
      socket.shutdownOutput();
      assertThat(read(socket)).endsWith("changed");
    }
    assertThat(host.requests(HOST)).isEqualTo(2);
  }

  @Test
  void heldReplyWaitsForItsGate() throws Exception {
    Gate gate = new Gate();
    host.conduct(HOST, new Conduct.Held(gate, Conduct.policy(POLICY)));
    try (SSLSocket socket = connect(HOST)) {
      request(socket);
      socket.shutdownOutput();
      gate.awaitArrival(LONG);
      assertThat(host.requests(HOST)).isEqualTo(1);
      gate.open();
      assertThat(read(socket)).endsWith(POLICY);
    }
  }

  @Test
  void versionsCanBeNarrowed() throws Exception {
    host.versions("TLSv1.2");
    try (SSLSocket socket = connect(HOST)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  private String get(String name) throws IOException {
    try (SSLSocket socket = connect(name)) {
      request(socket);
      socket.shutdownOutput();
      return read(socket);
    }
  }

  private static void request(SSLSocket socket) throws IOException {
    String name =
        ((SNIHostName) socket.getSSLParameters().getServerNames().getFirst()).getAsciiName();
    write(socket, "GET " + LabPolicyHost.POLICY_PATH + " HTTP/1.1\r\nHost: " + name + "\r\n\r\n");
  }

  private static void write(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String read(SSLSocket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private SSLSocket connect(String name) throws IOException {
    return connect(name, (int) LONG.toMillis(), "h2", "http/1.1");
  }

  private SSLSocket connect(String name, int timeout) throws IOException {
    return connect(name, timeout, "http/1.1");
  }

  private SSLSocket connect(String name, int timeout, String... alpn) throws IOException {
    Socket plain = network.dial(address, LONG);
    try {
      SSLSocket socket =
          (SSLSocket) ca.clientContext().getSocketFactory().createSocket(plain, name, 443, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setApplicationProtocols(alpn);
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(timeout);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }
}
