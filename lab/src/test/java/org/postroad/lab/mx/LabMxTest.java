package org.postroad.lab.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the exchanger takes, offers and remembers.
class LabMxTest extends AtLabMx {

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
}
