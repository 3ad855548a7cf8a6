package org.postroad.lab.mx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.Loudly;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.ConnectMap;
import org.postroad.lab.net.Gate;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;

class LabMxTest {

  private static final String HOST = "mx.example.org";
  private static final Duration LONG = Duration.ofSeconds(10);

  private final LabCa ca = LabCa.create("Lab root", Instant.now());
  private final Network network = new Network(Placing.virtual());
  private final LabMx mx = new LabMx(HOST, ca.issue(Leaf.of(HOST)));
  private final InetSocketAddress address =
      new InetSocketAddress(network.allot(Quarter.EXCHANGERS), 25);

  @BeforeEach
  void open() {
    network.open(address, mx);
  }

  @AfterEach
  void close() {
    network.close();
    assertThat(network.atWork()).as("threads left behind").isZero();
  }

  @Test
  void messageInClearIsRemembered() throws Exception {
    try (Client client = new Client()) {
      assertThat(client.greeting()).containsExactly("220 mx.example.org ESMTP");
      assertThat(client.ask("EHLO client.example"))
          .startsWith("250-mx.example.org")
          .contains("250-PIPELINING")
          .endsWith("250 STARTTLS");
      client.send("a@sender.example", "b@example.org", "Subject: hi\r\n\r\n..dots\r\n.\r\n");
      assertThat(client.ask("QUIT").getFirst()).startsWith("221 ");
    }
    ReceivedMail mail = mx.messages().await(1);
    assertThat(mail.from()).isEqualTo("a@sender.example");
    assertThat(mail.mailParameters()).containsExactly("SIZE=100");
    assertThat(mail.to()).containsExactly("b@example.org");
    assertThat(mail.data()).isEqualTo("Subject: hi\r\n\r\n.dots\r\n");
    assertThat(mail.inClear()).isTrue();
    assertThat(mail.server()).isEqualTo(HOST);
    assertThat(mail.greetings()).containsExactly("client.example");
    SmtpVisit visit = mx.visits().await(1);
    assertThat(visit.commands())
        .containsExactly(
            "EHLO client.example",
            "MAIL FROM:<a@sender.example> SIZE=100",
            "RCPT TO:<b@example.org>",
            "DATA",
            "QUIT");
    assertThat(visit.commandsInClear()).isEqualTo(5);
  }

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

  @ParameterizedTest
  @MethodSource
  void stageAnswersWhatItIsTold(Stage stage, String command, SmtpReply reply) throws Exception {
    mx.conduct(MxConduct.honest().answering(stage, reply));
    try (Client client = new Client()) {
      List<String> greeting = client.greeting();
      if (stage == Stage.CONNECT) {
        assertThat(greeting).containsExactly("451-one", "451 4.3.0 two");
        return;
      }
      List<String> script =
          List.of(
              "EHLO x",
              "HELO x",
              "MAIL FROM:<a@b.example>",
              "RCPT TO:<c@d.example>",
              "DATA",
              "text\r\n.",
              "QUIT");
      for (String line : script) {
        List<String> answer = client.ask(line);
        if (line.startsWith(command)) {
          assertThat(answer).containsExactly("451-one", "451 4.3.0 two");
          return;
        }
      }
    }
    throw new AssertionError("never asked: " + command);
  }

  static Stream<Arguments> stageAnswersWhatItIsTold() {
    SmtpReply reply = SmtpReply.of(451, "one", "4.3.0 two");
    return Stream.of(
        Arguments.of(Stage.CONNECT, "", reply),
        Arguments.of(Stage.EHLO, "EHLO", reply),
        Arguments.of(Stage.HELO, "HELO", reply),
        Arguments.of(Stage.MAIL, "MAIL", reply),
        Arguments.of(Stage.RCPT, "RCPT", reply),
        Arguments.of(Stage.DATA, "DATA", reply),
        Arguments.of(Stage.MESSAGE, "text", reply),
        Arguments.of(Stage.QUIT, "QUIT", reply));
  }

  @Test
  void refusedMessageIsNotTaken() throws Exception {
    mx.conduct(
        MxConduct.honest()
            .answering(
                Stage.MESSAGE,
                SmtpReply.inTurn(SmtpReply.of(554, "5.6.0 no"), new SmtpReply.Usual())));
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.send("a@b.example", "c@d.example", "first\r\n.\r\n");
      client.send("a@b.example", "c@d.example", "second\r\n.\r\n");
    }
    assertThat(mx.messages().entries())
        .extracting(ReceivedMail::data)
        .containsExactly("second\r\n");
  }

  @Test
  void greylistingTurnsEachPairAwayOnce() throws Exception {
    mx.conduct(MxConduct.honest().greylisting());
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.ask("MAIL FROM:<a@b.example>");
      assertThat(client.ask("RCPT TO:<c@d.example>").getFirst()).startsWith("451 4.7.1");
      assertThat(client.ask("RCPT TO:<c@d.example>").getFirst())
          .as("asking again at once does not help")
          .startsWith("451 4.7.1");
    }
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.ask("MAIL FROM:<a@b.example>");
      assertThat(client.ask("RCPT TO:<c@d.example>").getFirst()).startsWith("250 ");
    }
  }

  @Test
  void serverThatDemandsTlsTakesNothingInClear() throws Exception {
    mx.conduct(MxConduct.honest().demandingTls());
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      assertThat(client.ask("MAIL FROM:<a@b.example>").getFirst()).startsWith("530 5.7.0");
      client.startTls(HOST);
      client.ask("EHLO x");
      client.send("a@b.example", "c@d.example", "hi\r\n.\r\n");
    }
    assertThat(mx.messages().total()).isEqualTo(1);
  }

  @Test
  void extensionsCanDifferBeforeAndUnderTls() throws Exception {
    mx.conduct(
        MxConduct.honest()
            .offering("SMTPUTF8")
            .offeringInClear("XCLEAR")
            .offeringUnderTls("REQUIRETLS"));
    try (Client client = new Client()) {
      client.greeting();
      assertThat(client.ask("EHLO x"))
          .contains("250-SMTPUTF8", "250-XCLEAR")
          .noneMatch(line -> line.contains("REQUIRETLS"));
      client.startTls(HOST);
      assertThat(client.ask("EHLO x"))
          .contains("250-SMTPUTF8", "250 REQUIRETLS")
          .noneMatch(line -> line.contains("XCLEAR"));
    }
  }

  @Test
  void silenceHangingUpAndEndlessReplies() throws Exception {
    mx.conduct(MxConduct.honest().answering(Stage.MAIL, new SmtpReply.Silent()));
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.socket.setSoTimeout(200);
      assertThatThrownBy(() -> client.ask("MAIL FROM:<a@b.example>"))
          .isInstanceOf(SocketTimeoutException.class);
    }
    mx.conduct(MxConduct.honest().answering(Stage.CONNECT, new SmtpReply.HangsUp()));
    try (Client client = new Client()) {
      assertThat(client.stream.line()).isEmpty();
    }
    mx.conduct(MxConduct.honest().answering(Stage.EHLO, new SmtpReply.Endless(250)));
    try (Client client = new Client()) {
      client.greeting();
      assertThatThrownBy(() -> client.ask("EHLO x")).hasMessageContaining("reply of more than");
    }
    mx.conduct(MxConduct.honest().answering(Stage.EHLO, SmtpReply.large(250, 3, 512)));
    try (Client client = new Client()) {
      client.greeting();
      assertThat(client.ask("EHLO x")).hasSize(3).allMatch(line -> line.length() == 512);
    }
  }

  @Test
  void heldReplyWaitsForItsGate() throws Exception {
    Gate gate = new Gate();
    mx.conduct(
        MxConduct.honest().answering(Stage.EHLO, new SmtpReply.Held(gate, new SmtpReply.Usual())));
    try (Client client = new Client()) {
      client.greeting();
      client.stream.write("EHLO x\r\n");
      gate.awaitArrival(LONG);
      gate.open();
      assertThat(client.stream.reply().getFirst()).startsWith("250-");
    }
  }

  @Test
  void pipelinedCommandsAndSmugglingAreReadAsTheyAre() throws Exception {
    try (Client client = new Client()) {
      client.greeting();
      client.stream.write(
          "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"
              + "one\n.\nMAIL FROM:<forged@example.org>\r\n.\r\nQUIT\r\n");
      while (client.stream.line().isPresent()) {
        assertThat(mx.messages().total()).isLessThanOrEqualTo(1);
      }
    }
    assertThat(mx.messages().await(1).data())
        .isEqualTo("one\n.\nMAIL FROM:<forged@example.org>\r\n");
    assertThat(mx.messages().total()).isEqualTo(1);
  }

  @Test
  void tooLargeAMessageIsRefusedAndTheNextOneTaken() throws Exception {
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.ask("MAIL FROM:<a@b.example>");
      client.ask("RCPT TO:<c@d.example>");
      client.ask("DATA");
      String line = "x".repeat(998) + "\r\n";
      assertThat(client.ask(line.repeat(1100) + ".").getFirst()).startsWith("552 5.3.4");
      client.send("a@b.example", "c@d.example", "hi\r\n.\r\n");
    }
    assertThat(mx.messages().total()).isEqualTo(1);
  }

  @Test
  void parametersOfMailAndRcptAreRemembered() throws Exception {
    mx.conduct(MxConduct.modern());
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      assertThat(client.ask("MAIL FROM:<a@b.example> REQUIRETLS").getFirst())
          .as("REQUIRETLS is offered under TLS only")
          .isEqualTo("555 5.5.4 Unsupported option: REQUIRETLS");
      client.startTls(HOST);
      assertThat(client.ask("EHLO x")).contains("250 REQUIRETLS");
      client.ask(
          "MAIL FROM:<j\u00c3\u00b6rg@b.example> SIZE=5 BODY=8BITMIME SMTPUTF8 requiretls RET=HDRS");
      client.ask("RCPT TO:<c@d.example> NOTIFY=NEVER ORCPT=rfc822;c@d.example");
      client.ask("RCPT TO:<e@d.example>");
      client.ask("DATA");
      client.ask("\u00c3\u00b6\r\n.");
    }
    ReceivedMail mail = mx.messages().await(1);
    assertThat(mail.from()).isEqualTo("j\u00f6rg@b.example");
    assertThat(mail.requiresTls()).isTrue();
    assertThat(mail.mailParameters())
        .containsExactly("SIZE=5", "BODY=8BITMIME", "SMTPUTF8", "requiretls", "RET=HDRS");
    assertThat(mail.rcptParameters())
        .containsExactly(List.of("NOTIFY=NEVER", "ORCPT=rfc822;c@d.example"), List.of());
    SmtpVisit visit = mx.visits().await(1);
    assertThat(visit.offered()).contains("DSN", "SMTPUTF8", "REQUIRETLS");
    assertThat(visit.faults()).containsExactly("used what was not offered: REQUIRETLS");
  }

  @Test
  void whatIsNotOfferedIsRefusedAndNoted() throws Exception {
    mx.conduct(MxConduct.bare());
    try (Client client = new Client()) {
      client.greeting();
      assertThat(client.ask("EHLO x")).containsExactly("250-mx.example.org", "250 STARTTLS");
      for (String parameter :
          List.of("SIZE=9", "BODY=8BITMIME", "SMTPUTF8", "RET=FULL", "ENVID=1", "X=Y")) {
        assertThat(client.ask("MAIL FROM:<a@b.example> " + parameter).getFirst())
            .startsWith("555 5.5.4 ");
      }
      client.ask("MAIL FROM:<a@b.example>");
      assertThat(client.ask("RCPT TO:<c@d.example> NOTIFY=NEVER").getFirst()).startsWith("555 ");
      client.stream.write("RCPT TO:<\u00c3\u00a9@d.example>\r\nDATA\r\n");
      client.stream.reply();
      client.stream.reply();
      client.ask("8 bit \u00c3\u00a9 and a bare\nLF\r\n" + "x".repeat(999) + "\r\n.");
    }
    assertThat(mx.visits().await(1).faults())
        .containsExactly(
            "used what was not offered: SIZE=9",
            "used what was not offered: BODY=8BITMIME",
            "used what was not offered: SMTPUTF8",
            "used what was not offered: RET=FULL",
            "used what was not offered: ENVID=1",
            "used what was not offered: X=Y",
            "used what was not offered: NOTIFY=NEVER",
            "sent on behind RCPT though PIPELINING was not offered",
            "address beyond ASCII without SMTPUTF8: \u00e9@d.example",
            "bare CR or LF in the message",
            "octets beyond ASCII in the message without BODY=8BITMIME",
            "line of 999 octets in the message");
  }

  @Test
  void pipeliningIsCountedAndItsGroupsAreMinded() throws Exception {
    try (Client client = new Client()) {
      client.greeting();
      client.ask("EHLO x");
      client.stream.write("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
      for (int i = 0; i < 3; i++) {
        client.stream.reply();
      }
      client.ask("hi\r\n.");
      client.stream.write("NOOP\r\nQUIT\r\n");
      client.stream.reply();
      client.stream.reply();
    }
    SmtpVisit visit = mx.visits().await(1);
    assertThat(visit.ahead()).isEqualTo(3);
    assertThat(visit.faults())
        .containsExactly("sent on behind NOOP without waiting for its answer");
  }

  @Test
  void announcedSizeIsTheLimit() throws Exception {
    mx.conduct(MxConduct.honest().sizeMax(20));
    try (Client client = new Client()) {
      client.greeting();
      assertThat(client.ask("EHLO x")).contains("250-SIZE 20");
      assertThat(client.ask("MAIL FROM:<a@b.example> SIZE=21").getFirst()).startsWith("552 5.3.4");
      client.ask("MAIL FROM:<a@b.example> SIZE=20");
      client.ask("RCPT TO:<c@d.example>");
      client.ask("DATA");
      assertThat(client.ask("more than was said!\r\n.").getFirst()).startsWith("552 5.3.4");
    }
    assertThat(mx.messages().isEmpty()).isTrue();
  }

  /// An SMTP client without a will of its own.
  private final class Client implements AutoCloseable {
    private Socket socket = network.dial(address, LONG);
    private SmtpStream stream;

    Client() throws IOException {
      socket.setSoTimeout((int) LONG.toMillis());
      stream = new SmtpStream(socket.getInputStream(), socket.getOutputStream());
    }

    List<String> greeting() throws IOException {
      return stream.reply();
    }

    List<String> ask(String command) throws IOException {
      stream.write(command + "\r\n");
      return stream.reply();
    }

    void send(String from, String to, String data) throws IOException {
      ask("MAIL FROM:<" + from + "> SIZE=100");
      ask("RCPT TO:<" + to + ">");
      ask("DATA");
      stream.write(data);
      stream.reply();
    }

    String startTls(String sni) throws IOException {
      assertThat(ask("STARTTLS").getFirst()).startsWith("220 ");
      return handshake(sni, (int) LONG.toMillis());
    }

    /// @return the subject of the server's certificate
    String handshake(String sni, int timeout) throws IOException {
      SSLSocket tls =
          (SSLSocket) ca.clientContext().getSocketFactory().createSocket(socket, HOST, 25, true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(sni)));
      tls.setSSLParameters(parameters);
      tls.setSoTimeout(timeout);
      tls.startHandshake();
      tls.setSoTimeout((int) LONG.toMillis());
      socket = tls;
      stream = new SmtpStream(tls.getInputStream(), tls.getOutputStream());
      return tls.getSession().getPeerPrincipal().getName();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
