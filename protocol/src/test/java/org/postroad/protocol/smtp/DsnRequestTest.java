package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.smtp.Notify.Condition;

/// The parameters of RFC 3461, §4 for what they look like and §6.1 for where they must not stand.
class DsnRequestTest {

  private static final ReversePath SENDER = new ReversePath.Sender(Mailbox.of("a@example.org"));
  private static final ReversePath NOBODY = new ReversePath.Nobody();
  private static final Mailbox TO = Mailbox.of("b@example.com");

  @ParameterizedTest(name = "{0} as xtext")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QQ314159           | QQ314159               | nothing to encode
          a+b                | a+2Bb                  | the escape itself
          a=b                | a+3Db                  | esmtp-value has no =
          a b                | a+20b                  | nor a blank
          +2B                | +2B2B                  | what looks encoded is not
          !"#$%&'()*,-./~{}  | !"#$%&'()*,-./~{}      | all others from 33 to 126 may stand
          """)
  void xtextEscapesWhatAParameterCannotHold(String text, String encoded, String why) {
    assertThat(Xtext.encode(text)).as(why).isEqualTo(encoded);
  }

  @Test
  void anythingPrintableSurvivesXtext() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(40), ' ', '~' + 1)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String encoded = Xtext.encode(text);
      assertThat(encoded).as("seed " + seed).matches("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*");
      assertThat(decoded(encoded)).as("seed " + seed).isEqualTo(text);
    }
  }

  @Test
  void injectorOfCommandsFindsNoWayIntoAnEnvelopeId() {
    for (String text :
        List.of("a\r\nRCPT TO:<x@y>", "a\nb", "a\u0000", "a\tb", "\u00fc", "a\u007f")) {
      assertThat(EnvelopeId.parse(text)).isInstanceOf(EnvelopeId.Parsed.Invalid.class);
      assertThatThrownBy(() -> Xtext.encode(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEnvelopeIdIsBoundedAsItGoesOut() { // §4.4, §5.4
    assertThat(new EnvelopeId("x".repeat(100)).encoded()).hasSize(100);
    assertThat(EnvelopeId.parse("x".repeat(101)))
        .isEqualTo(new EnvelopeId.Parsed.Invalid("101 characters once encoded, at most 100"));
    assertThat(EnvelopeId.parse("+".repeat(34)))
        .isEqualTo(new EnvelopeId.Parsed.Invalid("102 characters once encoded, at most 100"));
    assertThat(EnvelopeId.parse("")).isEqualTo(new EnvelopeId.Parsed.Invalid("empty"));
  }

  @Test
  void notifyNamesItsConditionsAndNeverStandsAlone() { // §4.1
    assertThat(Notify.NEVER.text()).isEqualTo("NEVER");
    assertThat(Notify.of(Condition.FAILURE).text()).isEqualTo("FAILURE");
    assertThat(Notify.of(Condition.DELAY, Condition.FAILURE, Condition.SUCCESS).text())
        .isEqualTo("SUCCESS,FAILURE,DELAY")
        .hasSizeLessThanOrEqualTo(28); // §5.4
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bob@example.com          | rfc822;bob@example.com               | §4.2
          Bob+news@example.com     | rfc822;Bob+2Bnews@example.com        | case is kept
          a=b@example.com          | rfc822;a+3Db@example.com             | as xtext
          a'b@example.com          | rfc822;a'b@example.com               | nothing else
          b\u00fccher@example.com  | utf-8;b\u00fccher@example.com        | RFC 6533 §3: as they are
          b\u00fc+x=@example.com   | utf-8;b\u00fc\\x{2B}x\\x{3D}@example.com | what cannot stand there
          """)
  void anOriginalRecipientIsTheAddressOfRcpt(String address, String value, String why) {
    assertThat(OriginalRecipient.parameter(Mailbox.of(address))).as(why).hasValue("ORCPT=" + value);
  }

  @Test
  void aQuotedLocalPartIsEncodedToo() {
    assertThat(OriginalRecipient.parameter(Mailbox.of("\"a b\"@example.com")))
        .hasValue("ORCPT=rfc822;\"a+20b\"@example.com");
  }

  @Test
  void theParameterIsNeverTooLong() { // §4.2: 500 characters
    String host = "@" + ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
    for (String local : List.of("+".repeat(64), "\"" + " ".repeat(62) + "\"")) {
      assertThat(OriginalRecipient.parameter(Mailbox.of(local + host)).orElseThrow())
          .as("every address in ASCII has room")
          .hasSizeLessThanOrEqualTo(500);
    }
    assertThat(OriginalRecipient.parameter(Mailbox.of("\u00fc" + "+".repeat(62) + host))).isEmpty();
  }

  @Test
  void whatIsNotAskedForIsNotThere() { // §5.2.1: MUST NOT be supplied
    assertThat(new Envelope(SENDER, List.of(TO)).noticesOfMail()).isEmpty();
    assertThat(new Envelope(SENDER, List.of(TO)).noticesOfRcpt(TO)).isEmpty();
    assertThat(DsnRequest.NONE.isNone()).isTrue();
    assertThat(DsnRequest.NONE.wantsSuccess()).isFalse();
  }

  @Test
  void everythingAtOnce() {
    Envelope envelope =
        new Envelope(SENDER, List.of(TO))
            .asking(
                DsnRequest.NONE
                    .notifying(Notify.of(Condition.SUCCESS))
                    .returning(ReturnOfContent.FULL)
                    .identifiedBy(new EnvelopeId("id 1"))
                    .withOriginalRecipients());

    assertThat(envelope.noticesOfMail()).containsExactly("RET=FULL", "ENVID=id+201");
    assertThat(envelope.noticesOfRcpt(TO))
        .containsExactly("NOTIFY=SUCCESS", "ORCPT=rfc822;b@example.com");
    assertThat(envelope.to(List.of(TO)).notices()).isEqualTo(envelope.notices());
  }

  @Test
  void aMessageThatRequiresTlsNeverComesBackWhole() { // RFC 8689 §5
    Envelope envelope =
        new Envelope(SENDER, List.of(TO))
            .asking(DsnRequest.NONE.returning(ReturnOfContent.FULL))
            .requiringTls();

    assertThat(envelope.noticesOfMail()).containsExactly("RET=HDRS");
  }

  @Test
  void aNoticeAsksForNoNotice() { // §6.1
    assertThat(DsnRequest.NONE.returning(ReturnOfContent.HDRS).fault(NOBODY)).isPresent();
    assertThat(DsnRequest.NONE.notifying(Notify.of(Condition.FAILURE)).fault(NOBODY)).isPresent();
    DsnRequest allowed =
        DsnRequest.NONE
            .notifying(Notify.NEVER)
            .identifiedBy(new EnvelopeId("1"))
            .withOriginalRecipients();
    assertThat(allowed.fault(NOBODY)).isEmpty();
    assertThat(DsnRequest.NONE.returning(ReturnOfContent.HDRS).fault(SENDER)).isEmpty();
    assertThatThrownBy(
            () ->
                new Envelope(NOBODY, List.of(TO))
                    .asking(DsnRequest.NONE.returning(ReturnOfContent.HDRS)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String decoded(String xtext) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < xtext.length(); i++) {
      boolean escape = xtext.charAt(i) == '+';
      text.append(
          escape ? (char) Integer.parseInt(xtext.substring(i + 1, i + 3), 16) : xtext.charAt(i));
      i += escape ? 2 : 0;
    }
    return text.toString();
  }
}
