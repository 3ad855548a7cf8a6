package org.postroad.lab.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.net.Gate;

/// The exchanger answers as it is told.
class LabMxConductTest extends AtLabMx {

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
}
