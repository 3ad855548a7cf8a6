package org.postroad.engine.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;

class SmtpSessionTest {

  private static final TlsRequest TLS = TlsRequest.verified(DomainName.of("mx.example.com"));
  private static final Mailbox A = Mailbox.of("a@example.com");
  private static final Mailbox B = Mailbox.of("b@example.com");

  /// More than goes out at once.
  private static final String LARGE = ("x".repeat(900) + "\n").repeat(200);

  private final ScriptedServer server = new ScriptedServer();

  @Test
  void aWholeSessionIsHeldInStep() {
    SmtpSession session = session();
    session.greeting();
    session.hello();
    assertThat(session.startTls(TLS)).isInstanceOf(StartTls.Secured.class);
    session.hello();
    Map<Mailbox, RecipientVerdict> verdicts = session.transmit(to(A, B), message("hi\n.\n"));
    session.quit();

    assertThat(server.received())
        .containsExactly(
            "EHLO client.example.org",
            "STARTTLS",
            "TLS",
            "EHLO client.example.org",
            "MAIL FROM:<from@example.org> SIZE=7",
            "RCPT TO:<a@example.com>",
            "RCPT TO:<b@example.com>",
            "DATA",
            "hi\r\n..\r\n.\r\n",
            "QUIT");
    assertThat(verdicts.values()).allMatch(RecipientVerdict.Accepted.class::isInstance);
    assertThat(verdicts.keySet()).containsExactly(A, B);
  }

  @Test
  void whatWasOfferedInClearIsForgottenInTls() { // RFC 3207 §4.2
    server.on("EHLO in TLS", "250 mx.example.com~");
    SmtpSession session = welcomed();
    session.startTls(TLS);

    assertThat(session.offered().parameters()).isEmpty();
    assertThatThrownBy(() -> session.transmit(to(A), message("hi")))
        .isInstanceOf(IllegalStateException.class);
    session.hello();
    assertThat(session.offered().offers("8BITMIME")).isFalse();
  }

  @Test
  void aServerWithoutEhloGetsHelo() {
    server.on("EHLO", "502 no~").on("HELO", "250 mx~");

    SmtpSession session = welcomed();
    assertThat(session.offered().parameters()).isEmpty();
    assertThat(session.withoutEhlo().orElseThrow().summary()).isEqualTo("502 no");
    assertThat(server.received().getLast()).isEqualTo("HELO client.example.org");
  }

  @Test
  void aServerThatIsBusyDoesNotGetHelo() {
    server.on("EHLO", "421 later~");
    SmtpSession session = session();
    session.greeting();

    assertThat(session.hello()).isInstanceOf(Step.Unwilling.class);
    assertThat(server.received()).containsExactly("EHLO client.example.org");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (hangs up)          | LOST      | connection closed by the server instead of the greeting
          220 mx              | TIMED_OUT | timed out waiting for the greeting
          HTTP/1.1 400 Bad~   | JUNK      | junk instead of the greeting: no reply code in line 1, "H"
          220-a~221 b~        | JUNK      | junk instead of the greeting: code 221 in line 2 of a reply of code 220, "220-a\\x0d\\x0a221 b\\x0d\\x0a"
          250 mx~             | JUNK      | greeted with 250 mx
          354 mx~             | JUNK      | no reply to be expected for the greeting: 354 mx
          """)
  void aGreetingThatIsNoneHasItsReason(String greeting, Step.Cause cause, String detail) {
    server.on("greeting", greeting);

    assertThat(session().greeting()).isEqualTo(new Step.Broken(cause, detail));
  }

  @Test
  void injectorOfResponsesAfterStartTlsIsFoundOut() { // CVE-2011-0411 turned at clients
    server.on("STARTTLS", "220 go~250-evil~250 SIZE 1~");
    SmtpSession session = welcomed();

    assertThat(session.startTls(TLS))
        .isEqualTo(
            new StartTls.Injected(
                "unasked octets after the answer to STARTTLS: \"250-evil\\x0d\\x0a250 SIZE 1\""));
    assertThat(server.received()).doesNotContain("TLS");
  }

  @Test
  void injectorOfResponsesBeforeStartTlsIsFoundOut() {
    server.on("EHLO", "250-mx~250 STARTTLS~220 go~");
    SmtpSession session = welcomed();

    assertThat(session.startTls(TLS)).isInstanceOf(StartTls.Injected.class);
    assertThat(server.received()).containsExactly("EHLO client.example.org");
  }

  @Test
  void injectorOfRepliesInClearIsFoundOut() {
    server.on("MAIL FROM", "250 ok~250 ok~250 ok~354 go~250 queued~");

    assertThat(welcomed().transmit(to(A), message("hi")).get(A))
        .isEqualTo(
            new RecipientVerdict.Unfinished(
                new Step.Broken(
                    Step.Cause.JUNK, "a reply that nobody asked for, before RCPT TO: 250 ok"),
                false));
  }

  @ParameterizedTest
  @CsvSource({"454 later~", "501 what~", "250 ok~", "354 go~"})
  void onlyTwoHundredTwentyStartsTls(String answer) { // RFC 3207 §4
    server.on("STARTTLS", answer);

    assertThat(welcomed().startTls(TLS)).isInstanceOf(StartTls.Refused.class);
    assertThat(server.received()).doesNotContain("TLS");
  }

  @Test
  void aServerThatCloses421InBetweenIsUnderstood() {
    server.on("EHLO", "250 mx~421 4.3.2 shutting down~" + ScriptedServer.HANG_UP);
    SmtpSession session = session();
    session.greeting();
    session.hello();

    assertThat(session.transmit(to(A, B), message("hi")).get(B))
        .isInstanceOfSatisfying(
            RecipientVerdict.Rejected.class,
            rejected -> assertThat(rejected.reply().code()).isEqualTo(421));
  }

  @ParameterizedTest(name = "{0} answered {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL FROM | 451 later~           | MAIL FROM   | false | not now
          MAIL FROM | 550 5.7.1 no~        | MAIL FROM   | true  | not ever
          RCPT TO   | 450 4.2.1 greylisted~| RCPT TO     | false | not now
          RCPT TO   | 550 5.1.1 nobody~    | RCPT TO     | true  | not ever
          RCPT TO   | 552 too many~        | RCPT TO     | false | RFC 5321 §4.5.3.1.10
          RCPT TO   | 552 5.5.3 too many~  | RCPT TO     | false | the same, with its status
          RCPT TO   | 552 5.3.4 too big~   | RCPT TO     | true  | RFC 1870 §6.4
          RCPT TO   | 552 5.2.3 too big~   | RCPT TO     | true  | for this one
          RCPT TO   | 452 4.3.4 no space~  | RCPT TO     | false | RFC 1870 §6.4
          DATA      | 451 later~           | DATA        | false | not now
          DATA      | 554 no~              | DATA        | true  | not ever
          message   | 452 full~            | the message | false | not now
          message   | 552 too big~         | the message | true  | a 552 about the message is final
          """)
  void aRefusalIsKnownByWhatItAnswers(
      String command, String answer, String to, boolean permanent, String why) {
    server.on(command, answer);

    assertThat(welcomed().transmit(to(A), message("hi")).get(A))
        .isInstanceOfSatisfying(
            RecipientVerdict.Rejected.class,
            rejected -> {
              assertThat(rejected.to()).isEqualTo(to);
              assertThat(rejected.isPermanent()).as(why).isEqualTo(permanent);
            });
  }

  @Test
  void silenceAfterTheFinalDotDoesNotMeanNo() {
    server.on("message", ScriptedServer.HANG_UP);

    assertThat(welcomed().transmit(to(A), message("hi")).get(A))
        .isInstanceOfSatisfying(
            RecipientVerdict.Unfinished.class, u -> assertThat(u.mayHaveArrived()).isTrue());
  }

  @Test
  void silenceBeforeTheFinalDotDoes() {
    server.on("DATA", ScriptedServer.SILENCE);

    assertThat(welcomed().transmit(to(A), message("hi")).get(A))
        .isInstanceOfSatisfying(
            RecipientVerdict.Unfinished.class,
            u -> {
              assertThat(u.mayHaveArrived()).isFalse();
              assertThat(u.broken().cause()).isEqualTo(Step.Cause.TIMED_OUT);
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          552 5.3.4 too big~            | it reads on
          552 5.3.4 too big~(hangs up)  | it hangs up
          452 4.3.1 full~               | for now
          250 2.0.0 queued~             | the same holds for a yes
          """)
  void aReplyAmidTheMessageDecidesNothing(String early, String why) { // RFC 5321 §4.2.5
    server.on("EHLO", "250 mx~").on("half a message", early);
    SmtpSession session = welcomed();

    assertThat(session.transmit(to(A), message(LARGE)).get(A))
        .as(why)
        .isEqualTo(
            new RecipientVerdict.Unfinished(
                new Step.Broken(
                    Step.Cause.JUNK,
                    "a reply that nobody asked for, before the message: "
                        + early.substring(0, early.indexOf('~'))),
                false));
    assertThat(server.hasMessage()).isFalse();
  }

  @Test
  void whatAServerSaysBeforeItHangsUpIsPassedOn() {
    server.on("EHLO", "250 mx~").on("half a message", "552 5.3.4 too big~");
    SmtpSession session =
        session(
            new ForwardingTransport(server) {
              @Override
              public void write(byte[] octets, int from, int length, Deadline deadline)
                  throws IOException {
                super.write(octets, from, Math.min(length, 1000), deadline);
                if (length > 1000) {
                  throw new IOException("broken pipe");
                }
              }
            });
    session.greeting();
    session.hello();

    assertThat(session.transmit(to(A), message(LARGE)).get(A))
        .isEqualTo(
            new RecipientVerdict.Unfinished(
                new Step.Broken(
                    Step.Cause.LOST,
                    "connection lost while sending the message: broken pipe; it said"
                        + " \"552 5.3.4 too big\""),
                false));
  }

  @Test
  void oneRefusedRecipientDoesNotHarmTheOther() {
    server.on("RCPT TO:<a@", "550 5.1.1 nobody~");
    Map<Mailbox, RecipientVerdict> verdicts = welcomed().transmit(to(A, B), message("hi"));

    assertThat(verdicts.get(A)).isInstanceOf(RecipientVerdict.Rejected.class);
    assertThat(verdicts.get(B)).isInstanceOf(RecipientVerdict.Accepted.class);
  }

  @Test
  void whatTheServerCannotTakeIsNotSent() {
    SmtpSession session = welcomed();
    assertThat(session.transmit(to(A), message("x".repeat(999))).get(A))
        .isEqualTo(
            new RecipientVerdict.Unsendable(
                status("5.3.4"), "message of 1001 octets, the server takes 1000"));
    server.on("EHLO", "250 mx~");
    session.hello();
    assertThat(session.transmit(to(A), message("\n\u00e4")).get(A))
        .isEqualTo(
            new RecipientVerdict.Unsendable(
                status("5.6.3"), "8-bit message, and the server does not offer 8BITMIME"));
    assertThat(server.received()).noneMatch(command -> command.startsWith("MAIL"));
  }

  @Test
  void eightBitIsDeclared() { // RFC 6152 §2
    welcomed().transmit(to(A), message("\n\u00e4"));

    assertThat(server.received()).contains("MAIL FROM:<from@example.org> SIZE=5 BODY=8BITMIME");
  }

  @Test
  void manyRecipientsAreServedAHundredAtATime() { // RFC 5321 §4.5.3.1.8
    List<Mailbox> many =
        IntStream.range(0, 250).mapToObj(i -> Mailbox.of("u" + i + "@example.com")).toList();
    Map<Mailbox, RecipientVerdict> verdicts =
        welcomed().transmit(new Envelope(new ReversePath.Nobody(), many), message("hi"));

    assertThat(verdicts.keySet()).containsExactlyElementsOf(many);
    assertThat(verdicts.values()).allMatch(RecipientVerdict.Accepted.class::isInstance);
    assertThat(server.received().stream().filter(c -> c.startsWith("MAIL FROM:<>"))).hasSize(3);
  }

  @Test
  void aRefusedTransactionIsResetBeforeTheNext() {
    server.on("DATA", "451 later~");
    List<Mailbox> many =
        IntStream.range(0, 101).mapToObj(i -> Mailbox.of("u" + i + "@example.com")).toList();
    welcomed().transmit(new Envelope(new ReversePath.Nobody(), many), message("hi"));

    assertThat(server.received()).containsOnlyOnce("RSET");
  }

  @Test
  void repliesInPiecesAreStillReplies() {
    server.inChunksOf(1);

    assertThat(welcomed().transmit(to(A), message("hi")).get(A))
        .isInstanceOf(RecipientVerdict.Accepted.class);
  }

  @Test
  void noServerMakesTheSessionThrow() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> keys = List.of("greeting", "EHLO", "HELO", "STARTTLS", "MAIL FROM", "RCPT TO");
    List<String> more = List.of("DATA", "message", "QUIT", "EHLO in TLS", "RSET");
    List<String> said =
        List.of("220 a~", "250 a~", "250-a~250 STARTTLS~", "354 a~", "421 a~", "550 a~", "x", "");
    for (int i = 0; i < 5_000; i++) {
      ScriptedServer hostile = new ScriptedServer().inChunksOf(random.nextInt(1, 9));
      for (int n = random.nextInt(4); n > 0; n--) {
        List<String> of = random.nextBoolean() ? keys : more;
        String answer = said.get(random.nextInt(said.size()));
        if (random.nextInt(4) == 0) {
          answer += random.nextBoolean() ? ScriptedServer.HANG_UP : "250 b~";
        }
        hostile.on(of.get(random.nextInt(of.size())), answer);
      }
      SmtpSession session = session(hostile);
      if (session.greeting() instanceof Step.Done
          && session.hello() instanceof Step.Done
          && (!(session.startTls(TLS) instanceof StartTls.Secured)
              || session.hello() instanceof Step.Done)) {
        assertThat(session.transmit(to(A, B), message("hi"))).as("seed " + seed).hasSize(2);
        session.quit();
      }
    }
  }

  private SmtpSession welcomed() {
    SmtpSession session = session();
    assertThat(session.greeting()).isInstanceOf(Step.Done.class);
    assertThat(session.hello()).isInstanceOf(Step.Done.class);
    return session;
  }

  private SmtpSession session() {
    return session(server);
  }

  private static SmtpSession session(SmtpTransport server) {
    return new SmtpSession(
        server,
        new MailHost.Named(DomainName.of("client.example.org")),
        SmtpTimeouts.rfc5321(),
        Deadline.after(Duration.ofMinutes(1)));
  }

  private static Envelope to(Mailbox... recipients) {
    return new Envelope(
        new ReversePath.Sender(Mailbox.of("from@example.org")), List.of(recipients));
  }

  private static MessageBytes message(String text) {
    return ((MessageBytes.Parsed.Valid)
            MessageBytes.parse(text.getBytes(StandardCharsets.ISO_8859_1)))
        .message();
  }

  private static EnhancedStatus status(String text) {
    return EnhancedStatus.parse(text).orElseThrow();
  }
}
