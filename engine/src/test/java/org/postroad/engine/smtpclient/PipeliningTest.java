package org.postroad.engine.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;

/// Commands that go out together (RFC 2920), and answers that still belong to one each.
class PipeliningTest {

  private static final TlsRequest TLS = TlsRequest.verified(DomainName.of("mx.example.com"));
  private static final Mailbox A = Mailbox.of("a@example.com");
  private static final Mailbox B = Mailbox.of("b@example.com");
  private static final String OFFER = "250-mx.example.com~250-STARTTLS~250 PIPELINING~";
  private static final String NO_OFFER = "250-mx.example.com~250 STARTTLS~";
  private static final String FROM = "MAIL FROM:<from@example.org>";
  private static final String TO_A = "RCPT TO:<a@example.com>";
  private static final String TO_B = "RCPT TO:<b@example.com>";

  private final ScriptedServer server = new ScriptedServer().on("EHLO", OFFER);

  @Test
  void whereOfferedTheEnvelopeGoesOutInOneGoAndTheMessageAfterItsAnswer() {
    assertThat(transmit(server).values()).allMatch(RecipientVerdict.Accepted.class::isInstance);
    assertThat(server.groups())
        .containsExactly(
            List.of("EHLO client.example.org"), List.of(FROM, TO_A, TO_B, "DATA"), List.of());
    assertThat(server.received().getLast()).isEqualTo("hi\r\n.\r\n");
  }

  @Test
  void whereNotOfferedOneGoesOutAtATime() {
    transmit(server.on("EHLO", NO_OFFER));

    assertThat(server.groups()).allMatch(group -> group.size() <= 1);
    assertThat(server.received()).contains(FROM, TO_A, TO_B, "DATA");
  }

  @Test
  void injectorFindsNothingBesideEhloAndStarttls() { // RFC 3207 §4, RFC 2920 §3.1
    server.on("EHLO in TLS", NO_OFFER);
    SmtpSession session = welcomed(server);
    session.startTls(TLS);
    session.hello();
    session.transmit(to(A, B), message("hi"));

    assertThat(server.groups())
        .as("what was offered in clear does not count in TLS")
        .allMatch(group -> group.size() <= 1);
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          250 | 250 | 250 | 354     | Accepted            | Accepted            | message  | as it should be
          250 | 550 | 250 | 354     | Rejected RCPT TO    | Accepted            | message  | one refused
          250 | 250 | 450 | 354     | Accepted            | Rejected RCPT TO    | message  | the other greylisted
          250 | 550 | 550 | 503     | Rejected RCPT TO    | Rejected RCPT TO    | nothing  | nobody, and DATA refused
          250 | 550 | 450 | 354     | Rejected RCPT TO    | Rejected RCPT TO    | a dot    | RFC 2920 §3.1: DATA taken for nobody
          550 | 503 | 503 | 503     | Rejected MAIL FROM  | Rejected MAIL FROM  | nothing  | the sender refused
          550 | 503 | 503 | 354     | Rejected MAIL FROM  | Rejected MAIL FROM  | a dot    | DATA taken all the same
          550 | 250 | 250 | 354     | Rejected MAIL FROM  | Rejected MAIL FROM  | a dot    | the others count for nothing then
          250 | 250 | 250 | 451     | Rejected DATA       | Rejected DATA       | nothing  | not now
          250 | 550 | 250 | 554     | Rejected RCPT TO    | Rejected DATA       | nothing  | each its own
          250 | 250 | 250 | 250     | Unfinished JUNK     | Unfinished JUNK     | nothing  | no answer to DATA
          250 | 550 | 250 | 250     | Rejected RCPT TO    | Unfinished JUNK     | nothing  | what was heard before it stands
          250 | 354 | 250 | 250     | Unfinished JUNK     | Unfinished JUNK     | nothing  | no answer to RCPT
          354 | 250 | 250 | 250     | Unfinished JUNK     | Unfinished JUNK     | nothing  | no answer to MAIL
          550 | 354 | 250 | 354     | Rejected MAIL FROM  | Rejected MAIL FROM  | a dot    | what follows a refused MAIL decides nothing
          421 |     |     |         | Rejected MAIL FROM  | Rejected MAIL FROM  | nothing  | closing
          250 | 550 | 421 |         | Rejected RCPT TO    | Rejected RCPT TO    | nothing  | closing in between
          250 | 250 | 421 |         | Rejected RCPT TO    | Rejected RCPT TO    | nothing  | who was taken has nothing
          250 | 250 | 250 | 421     | Rejected DATA       | Rejected DATA       | nothing  | closing at the end
          250 | 250 |     |         | Unfinished TIMED_OUT | Unfinished TIMED_OUT | nothing | two answers are missing
          """)
  void eachAnswerBelongsToItsCommand(
      String mail,
      String a,
      String b,
      String data,
      String verdictA,
      String verdictB,
      String then,
      String why) {
    server.on("MAIL FROM", answer(mail)).on("RCPT TO:<a@", answer(a)).on("DATA", answer(data));
    Map<Mailbox, RecipientVerdict> verdicts = transmit(server.on("RCPT TO:<b@", answer(b)));

    assertThat(shapes(verdicts)).as(why).containsExactly(verdictA, verdictB);
    assertThat(server.received().stream().filter(line -> line.endsWith("\r\n")))
        .as(why)
        .containsExactlyElementsOf(
            switch (then) {
              case "message" -> List.of("hi\r\n.\r\n");
              case "a dot" -> List.of(".\r\n");
              default -> List.of();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {OFFER, NO_OFFER})
  void injectorOfAnAnswerToTheMessageIsFoundOutBeforeItIsSent(String offer) {
    server.on("EHLO", offer).on("DATA", "354 go~250 2.0.0 queued~");

    assertThat(transmit(server).get(A))
        .isEqualTo(
            new RecipientVerdict.Unfinished(
                new Step.Broken(
                    Step.Cause.JUNK,
                    "a reply that nobody asked for, before the message: 250 2.0.0 queued"),
                false));
    assertThat(server.hasMessage()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO", "MAIL FROM", "RCPT TO:<a@", "RCPT TO:<b@", "DATA"})
  void injectorOfOneAnswerTooManyGetsNoMessage(String command) {
    String usual = command.equals("EHLO") ? OFFER : command.equals("DATA") ? "354 a~" : "250 a~";
    server.on(command, usual + "250 b~");

    assertThat(transmit(server).get(A)).isInstanceOf(RecipientVerdict.Unfinished.class);
    assertThat(server.hasMessage()).isFalse();
  }

  @Test
  void anAnswerAmidTheMessageEndsTheSessionBeforeTheDot() {
    server.on("half a message", "250 2.0.0 queued~");
    SmtpSession session = welcomed(server);
    Map<Mailbox, RecipientVerdict> verdicts =
        session.transmit(to(A), message("\n" + ("x".repeat(900) + "\n").repeat(200)));

    assertThat(shapes(verdicts)).containsExactly("Unfinished JUNK");
    assertThat(verdicts.get(A))
        .isInstanceOfSatisfying(
            RecipientVerdict.Unfinished.class, u -> assertThat(u.mayHaveArrived()).isFalse());
    assertThat(server.hasMessage()).isFalse();
  }

  @Test
  void aServerThatClosesAmidTheMessageIsUnderstood() {
    server.on("half a message", "421 4.3.2 shutting down~" + ScriptedServer.HANG_UP);

    SmtpSession session = welcomed(server);

    assertThat(
            shapes(session.transmit(to(A), message("\n" + ("x".repeat(900) + "\n").repeat(200)))))
        .containsExactly("Rejected the message");
  }

  @Test
  void nothingIsSaidWhereAnswersAreMissing() {
    server.on("RCPT TO", "421 4.7.0 too many~");
    SmtpSession session = welcomed(server);
    session.transmit(to(A, B), message("hi"));
    session.quit();

    assertThat(server.received().getLast()).isEqualTo("DATA");
  }

  @Test
  void noGroupIsLargerThanTheSmallestWindow() { // RFC 2920 §3.1
    List<Mailbox> many =
        IntStream.range(0, 250)
            .mapToObj(i -> Mailbox.of("u" + i + "x".repeat(i % 60) + "@example.com"))
            .toList();
    Map<Mailbox, RecipientVerdict> verdicts =
        welcomed(server).transmit(new Envelope(new ReversePath.Nobody(), many), message("hi"));

    assertThat(verdicts.values()).allMatch(RecipientVerdict.Accepted.class::isInstance);
    assertThat(server.groups())
        .allMatch(group -> group.stream().mapToInt(line -> line.length() + 2).sum() <= 4096)
        .anyMatch(group -> group.size() > 40);
    assertThat(server.received().stream().filter(line -> line.startsWith("RCPT")).toList())
        .isEqualTo(many.stream().map(to -> "RCPT TO:<" + to + ">").toList());
    assertThat(server.received().stream().filter("DATA"::equals)).hasSize(3);
  }

  @Test
  void theOrderOfAnswersGivesTheSameVerdictsAsOneByOne() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> said = List.of("250 a~", "250 a~", "250 a~", "450 a~", "550 a~", "354 a~");
    List<String> rare = List.of("421 a~" + ScriptedServer.HANG_UP, "x", "220-a~221 b~", "553 a~");
    for (int i = 0; i < 5_000; i++) {
      ScriptedServer grouped = new ScriptedServer().inChunksOf(random.nextInt(1, 40));
      ScriptedServer single = new ScriptedServer();
      for (String command : List.of("MAIL FROM", "RCPT TO:<a@", "RCPT TO:<b@", "DATA", "message")) {
        List<String> of = random.nextInt(12) == 0 ? rare : said;
        String answer = of.get(random.nextInt(of.size()));
        answer = command.equals("DATA") && random.nextBoolean() ? "354 go~" : answer;
        grouped.on(command, answer);
        single.on(command, answer);
      }
      Map<Mailbox, RecipientVerdict> verdicts = transmit(grouped.on("EHLO", OFFER));
      assertThat(shapes(verdicts))
          .as("seed " + seed)
          .isEqualTo(shapes(transmit(single.on("EHLO", NO_OFFER))));
      assertThat(grouped.hasMessage()).as("seed " + seed).isEqualTo(single.hasMessage());
    }
  }

  @Test
  void injectorOfAnswersAnywhereIsNeverBelievedThatAMessageArrived() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> keys =
        List.of("EHLO", "MAIL FROM", "RCPT TO:<a@", "RCPT TO:<b@", "DATA", "nothing at all");
    List<String> said = List.of("250 a~", "354 a~", "550 a~", "250 2.0.0 queued~", "421 a~", "");
    int arrived = 0;
    for (int i = 0; i < 5_000; i++) {
      ScriptedServer hostile =
          new ScriptedServer().on("EHLO", OFFER).inChunksOf(random.nextInt(1, 40));
      for (int n = random.nextInt(4); n > 0; n--) {
        String key = keys.get(random.nextInt(keys.size()));
        StringBuilder answer = new StringBuilder(key.equals("EHLO") ? OFFER : "");
        for (int more = random.nextInt(4); more > 0; more--) {
          answer.append(said.get(random.nextInt(said.size())));
        }
        hostile.on(key, answer.toString());
      }
      boolean believed =
          transmit(hostile).values().stream().anyMatch(RecipientVerdict.Accepted.class::isInstance);
      assertThat(believed && !hostile.hasMessage()).as("seed " + seed).isFalse();
      assertThat(hostile.groups())
          .as("DATA is the last of its group, seed " + seed)
          .allMatch(group -> group.indexOf("DATA") == -1 || group.getLast().equals("DATA"));
      arrived += believed ? 1 : 0;
    }
    assertThat(arrived).as("some are honest, seed " + seed).isPositive();
  }

  private static List<String> shapes(Map<Mailbox, RecipientVerdict> verdicts) {
    return verdicts.values().stream().map(PipeliningTest::text).toList();
  }

  /// `Rejected RCPT TO`, `Unfinished JUNK`.
  private static String text(RecipientVerdict verdict) {
    return switch (verdict) {
      case RecipientVerdict.Accepted accepted -> "Accepted";
      case RecipientVerdict.Rejected(var reply, String to) -> "Rejected " + to;
      case RecipientVerdict.Unsendable unsendable -> "Unsendable";
      case RecipientVerdict.Unfinished(var broken, boolean _) -> "Unfinished " + broken.cause();
    };
  }

  private static String answer(@Nullable String code) {
    if (code == null) { // an empty cell
      return ScriptedServer.SILENCE;
    }
    return code + " a~" + (code.equals("421") ? ScriptedServer.HANG_UP : "");
  }

  private static Map<Mailbox, RecipientVerdict> transmit(ScriptedServer server) {
    return welcomed(server).transmit(to(A, B), message("hi"));
  }

  private static SmtpSession welcomed(ScriptedServer server) {
    SmtpSession session =
        new SmtpSession(
            server,
            new MailHost.Named(DomainName.of("client.example.org")),
            SmtpTimeouts.rfc5321(),
            Deadline.after(Duration.ofMinutes(1)));
    assertThat(session.greeting()).isInstanceOf(Step.Done.class);
    assertThat(session.hello()).isInstanceOf(Step.Done.class);
    return session;
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
}
