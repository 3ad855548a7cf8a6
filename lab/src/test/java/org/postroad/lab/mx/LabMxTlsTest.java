package org.postroad.lab.mx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.Loudly;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.ConnectMap;

/// STARTTLS at the exchanger, and what can go wrong with it.
class LabMxTlsTest extends AtLabMx {

  @Test
  void messageUnderTlsIsRememberedWithWhatTheClientSaid() throws Exception {
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO in.clear.example");
      client.startTls(HOST);
      assertThat(client.ask("MAIL FROM:<a@sender.example>").getFirst())
          .as("EHLO is asked again")
          .startsWith("503 ");
      assertThat(client.ask("EHLO under.tls.example")).noneMatch(l -> l.contains("STARTTLS"));
      client.send("a@sender.example", "b@example.org", "hi\r\n.\r\n");
    }
    ReceivedMail mail = mx.messages().await(1);
    assertThat(mail.inClear()).isFalse();
    assertThat(mail.tls().orElseThrow().version()).isEqualTo("TLSv1.3");
    assertThat(mail.tls().orElseThrow().sni()).contains(HOST);
    assertThat(mail.greetings()).containsExactly("in.clear.example", "under.tls.example");
    SmtpVisit visit = mx.visits().await(1);
    assertThat(visit.commandsInClear()).isEqualTo(2);
    assertThat(visit.pipelined()).isEmpty();
  }

  @Test
  void serverOfOldSpeaksTls10AloneAndThisProcessDoesNot() throws Exception {
    mx.conduct(MxConduct.honest().tlsVersions("TLSv1"));
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      assertThatThrownBy(() -> client.startTls(HOST)).isInstanceOf(SSLException.class);
    }
    assertThat(mx.visits().await(1).tlsFailure()).isPresent();
    Loudly.needs("/usr/bin/openssl");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "s_client",
                "-connect",
                ConnectMap.text(network.connectMap().real(address)),
                "-starttls",
                "smtp",
                "-tls1",
                "-cipher",
                "ALL:@SECLEVEL=0",
                "-quiet")
            .redirectErrorStream(true)
            .start();
    openssl.getOutputStream().write("EHLO y\r\nQUIT\r\n".getBytes(US_ASCII));
    openssl.getOutputStream().flush();
    String output = new String(openssl.getInputStream().readAllBytes(), US_ASCII);
    assertThat(output).contains("221 2.0.0 Bye");
    SmtpVisit visit = mx.visits().await(2);
    assertThat(visit.tls().orElseThrow().version()).isEqualTo("TLSv1");
    assertThat(visit.commands()).endsWith("EHLO y", "QUIT");
  }

  @Test
  void certificateFollowsSni() throws Exception {
    mx.credential("other.example", ca.issue(Leaf.of("other.example")));
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      assertThat(client.startTls("other.example")).isEqualTo("CN=other.example");
    }
    mx.credential(ca.issue(Leaf.of("changed.example")));
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      assertThat(client.startTls(HOST)).isEqualTo("CN=changed.example");
    }
  }

  @ParameterizedTest
  @MethodSource
  void startTlsThatComesToNothing(String why, StartTls startTls, String reply) throws Exception {
    mx.conduct(MxConduct.honest().startTls(startTls));
    try (Client client = new Client()) {
      client.greeting();
      boolean offered = client.ask("EHLO x").stream().anyMatch(line -> line.endsWith("STARTTLS"));
      assertThat(offered).as(why).isEqualTo(!(startTls instanceof StartTls.NotOffered));
      client.stream.write("STARTTLS\r\n");
      assertThat(client.stream.line()).contains(reply);
      if (reply.startsWith("220")) {
        assertThatThrownBy(() -> client.handshake(HOST, 300)).isInstanceOf(IOException.class);
      } else {
        assertThat(client.ask("NOOP").getFirst()).startsWith("250 ");
      }
    }
    assertThat(mx.visits().await(1).tls()).isEmpty();
  }

  static Stream<Arguments> startTlsThatComesToNothing() {
    String ready = "220 2.0.0 Ready to start TLS";
    return Stream.of(
        Arguments.of(
            "not offered", new StartTls.NotOffered(), "502 5.5.1 Error: command not implemented"),
        Arguments.of(
            "refused", StartTls.refused(), "454 4.7.0 TLS not available due to local problem"),
        Arguments.of(
            "junk", new StartTls.AnswersJunk("\u00ff\u0000what?\r\n"), "\u00ff\u0000what?"),
        Arguments.of("hangs up", new StartTls.HangsUp(), ready),
        Arguments.of("silent", new StartTls.Silent(), ready),
        Arguments.of("alert", new StartTls.Alerts(40), ready));
  }

  @Test
  void injectedRepliesStandAroundThe220() throws Exception {
    mx.conduct(
        MxConduct.honest().startTls(new StartTls.Injects("250 before\r\n", "250 after\r\n")));
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.stream.write("STARTTLS\r\n");
      assertThat(client.stream.line()).contains("250 before");
      assertThat(client.stream.line()).contains("220 2.0.0 Ready to start TLS");
      assertThat(client.stream.pending()).isEqualTo("250 after\r\n");
      client.handshake(HOST, 10_000);
      assertThat(client.ask("EHLO x").getFirst()).isEqualTo("250-mx.example.org");
    }
  }

  @Test
  void commandsPipelinedBehindStartTlsAreThrownAwayAndRemembered() throws Exception {
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.stream.write("STARTTLS\r\nRSET\r\n");
      client.stream.reply();
      client.handshake(HOST, 10_000);
      assertThat(client.ask("NOOP").getFirst()).isEqualTo("250 2.0.0 Ok");
    }
    SmtpVisit visit = mx.visits().await(1);
    assertThat(visit.pipelined()).isEqualTo("RSET\r\n");
    assertThat(visit.commands()).doesNotContain("RSET");
  }

  @Test
  void clientsRefusalOfTheCertificateIsSeen() throws Exception {
    mx.credential(LabCa.create("Stranger", Instant.now()).issue(Leaf.of(HOST)));
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      mx.conduct(MxConduct.honest().tlsVersions(version));
      try (Client client = new Client()) {
        client.greeting();
        client.ask("EHLO x");
        assertThatThrownBy(() -> client.startTls(HOST)).isInstanceOf(IOException.class);
      }
    }
    assertThat(mx.visits().await(LONG, all -> all.size() == 2))
        .allMatch(visit -> visit.tlsFailure().isPresent());
  }
}
