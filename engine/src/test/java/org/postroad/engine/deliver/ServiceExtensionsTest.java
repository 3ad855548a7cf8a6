package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpVisit;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;

/// Messages that need more of a server than RFC 5321, against servers that offer more or less; a
/// server of the lab notes whatever it was sent without having offered it.
class ServiceExtensionsTest {

  private static final String MX = "mx1.example.org";
  private static final String PLAIN = "to@example.org";
  private static final String BEYOND = "b\u00fccher@example.org";

  private final LabRoad road = new LabRoad().mx("10 " + MX);
  private final LabMx mx = road.exchanger(MX);

  @AfterEach
  void close() {
    road.close();
  }

  @ParameterizedTest(name = "{0} from {1} to {2} where {3} is missing")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a     | ascii  | ascii  | nothing   | SIZE=17                            | nothing else is needed
          a     | ascii  | ascii  | PIPELINING | SIZE=17                           | one by one
          a     | ascii  | ascii  | SIZE      |                                    | RFC 1870 §6
          a     | ascii  | ascii  | all       |                                    | a server of old
          body  | ascii  | ascii  | nothing   | SIZE=19 BODY=8BITMIME              | RFC 6152 §3
          body  | ascii  | ascii  | SMTPUTF8  | SIZE=19 BODY=8BITMIME              | which a body does not need
          body  | ascii  | ascii  | 8BITMIME  | 5.6.3                              | a permanent error
          head  | ascii  | ascii  | nothing   | SIZE=19 BODY=8BITMIME SMTPUTF8     | RFC 6531 §3.4
          head  | ascii  | ascii  | SMTPUTF8  | 5.6.7                              | RFC 6531 §3.2
          latin | ascii  | ascii  | nothing   | SIZE=17 BODY=8BITMIME              | RFC 5321 §3.3: no reason to refuse it
          latin | ascii  | ascii  | SMTPUTF8  | SIZE=17 BODY=8BITMIME              | it is no UTF-8
          latin | ascii  | ascii  | 8BITMIME  | 5.6.3                              | RFC 6152 §3: not under any circumstances
          latin | ascii  | beyond | nothing   | SIZE=17 BODY=8BITMIME SMTPUTF8     | the recipient needs it
          a     | beyond | ascii  | nothing   | SIZE=17 SMTPUTF8                   | the sender needs it
          a     | beyond | ascii  | SMTPUTF8  | 5.6.7                              | RFC 6531 §3.2
          a     | ascii  | beyond | nothing   | SIZE=17 SMTPUTF8                   | the recipient needs it
          a     | ascii  | beyond | 8BITMIME  | SIZE=17 SMTPUTF8                   | the message does not need that one
          a     | ascii  | beyond | SMTPUTF8  | 5.6.7                              | RFC 6531 §3.2
          a     | ascii  | beyond | all       | 5.6.7                              | RFC 6531 §3.2
          """)
  void nothingIsUsedThatIsNotOfferedAndNothingSentThatCannotBeTaken(
      String text, String from, String to, String without, String outcome, String why)
      throws InterruptedException {
    mx.conduct(
        without.equals("all")
            ? MxConduct.bare()
            : MxConduct.modern().without(without.equals("nothing") ? "X" : without));
    DeliveryReport report =
        road.deliver(NO_POLICY, envelope(address(from), address(to)), message(text));

    String wanted = outcome == null ? "" : outcome; // an empty cell
    if (wanted.startsWith("5.")) {
      assertThat(report.recipients().getFirst())
          .as(why)
          .isInstanceOfSatisfying(
              RecipientOutcome.Failed.class,
              failed -> assertThat(failed.reason().status().text()).isEqualTo(wanted));
      assertThat(mx.messages().isEmpty()).isTrue();
      assertThat(visit().commands()).noneMatch(line -> line.startsWith("MAIL"));
    } else {
      assertThat(road.taken().mailParameters())
          .as(why)
          .isEqualTo(Arrays.stream(wanted.split(" ")).filter(word -> !word.isEmpty()).toList());
      assertThat(road.taken().rcptParameters()).containsExactly(List.of());
      assertThat(road.taken().to()).containsExactly(address(to));
      assertThat(road.taken().from()).isEqualTo(address(from));
    }
    assertThat(visit().faults()).as(why).isEmpty();
    assertThat(visit().ahead() > 0)
        .as("pipelined only where it is offered, and never EHLO, STARTTLS or DATA")
        .isEqualTo(!wanted.startsWith("5.") && !List.of("all", "PIPELINING").contains(without));
  }

  @Test
  void aHeaderInAnotherCharsetArrivesAsItIs() {
    road.deliver(NO_POLICY, envelope(PLAIN, PLAIN), message("latin"));

    assertThat(road.taken().data()).isEqualTo("Subject: \u00fc\r\n\r\nb\r\n");
  }

  @Test
  void whoNeedsWhatIsNotOfferedDoesNotHarmTheOthers() throws InterruptedException {
    mx.conduct(MxConduct.honest());
    DeliveryReport report = road.deliver(NO_POLICY, envelope(PLAIN, BEYOND, PLAIN), message("a"));

    assertThat(report.recipients())
        .satisfiesExactly(
            beyond -> assertThat(beyond).isInstanceOf(RecipientOutcome.Failed.class),
            plain -> assertThat(plain).isInstanceOf(RecipientOutcome.Delivered.class));
    assertThat(road.taken().to()).containsExactly(PLAIN);
    assertThat(road.taken().mailParameters()).doesNotContain("SMTPUTF8");
    assertThat(visit().faults()).isEmpty();
  }

  @Test
  void aMessageLargerThanTheServerSaysIsNotSent() throws InterruptedException { // RFC 1870 §7
    mx.conduct(MxConduct.modern().sizeMax(16));
    DeliveryReport report = road.deliver(NO_POLICY, envelope(PLAIN, PLAIN), message("a"));

    assertThat(report.recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Failed.class,
            failed -> assertThat(failed.reason().status().text()).isEqualTo("5.3.4"));
    assertThat(visit().commands()).noneMatch(line -> line.startsWith("MAIL"));
    mx.conduct(MxConduct.modern().sizeMax(17));
    road.deliver(NO_POLICY, envelope(PLAIN, PLAIN), message("a"));
    assertThat(road.taken().mailParameters()).containsExactly("SIZE=17");
  }

  private SmtpVisit visit() throws InterruptedException {
    return mx.visits().await(1);
  }

  private static String address(String word) {
    return word.equals("beyond") ? BEYOND : PLAIN;
  }

  private static Envelope envelope(String from, String... to) {
    return new Envelope(
        new ReversePath.Sender(Mailbox.of(from)), Arrays.stream(to).map(Mailbox::of).toList());
  }

  /// 17 octets, or 19 with a letter beyond ASCII.
  private static MessageBytes message(String kind) {
    byte[] octets =
        switch (kind) {
          case "body" -> "Subject: a\r\n\r\nb\u00fc\r\n".getBytes(StandardCharsets.UTF_8);
          case "head" -> "Subject: a\u00fc\r\n\r\nb\r\n".getBytes(StandardCharsets.UTF_8);
          case "latin" -> "Subject: \u00fc\r\n\r\nb\r\n".getBytes(StandardCharsets.ISO_8859_1);
          default -> "Subject: a\r\n\r\nb\r\n".getBytes(StandardCharsets.US_ASCII);
        };
    return ((MessageBytes.Parsed.Valid) MessageBytes.parse(octets)).message();
  }
}
