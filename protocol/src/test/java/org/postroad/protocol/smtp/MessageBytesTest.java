package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageBytesTest {

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          S: a~~b~    | S: a~~b~.~       | as it is
          S: a^^b^    | S: a~~b~.~       | LF only is converted
          S: a~~b     | S: a~~b~.~       | a last line without an end
          ab          | ab~.~            | one line without an end
          .~          | ..~.~            | a dot alone is doubled
          a~.b~..c~   | a~..b~...c~.~    | leading dots are doubled
          a^.^b^      | a~..~b~.~        | LF.LF ends nothing
          a.~.        | a.~..~.~         | a dot at the very end
          ~           | ~.~              | an empty line
          """)
  void onlyCrlfDotCrlfEndsTheData(String message, String data, String why) {
    String block = new String(valid(wire(message)).dataBlock(), StandardCharsets.ISO_8859_1);

    assertThat(block).as(why).isEqualTo(wire(data));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a<b~        | line 1: bare CR
          a~b<        | line 2: bare CR
          a<<^b       | line 1: bare CR
          a~b^        | line 2: ends in LF, the lines before it in CRLF
          a^b~        | line 2: ends in CRLF, the lines before it in LF
          a~^.^x~     | line 2: ends in LF, the lines before it in CRLF
          a~.<~x~     | line 2: bare CR
          a^.<^x^     | line 2: ends in CRLF, the lines before it in LF
          """)
  void smugglerFindsNoMixtureThatIsSent(String message, String why) {
    assertThat(MessageBytes.parse(bytes(wire(message))))
        .isInstanceOfSatisfying(
            MessageBytes.Parsed.Invalid.class, bad -> assertThat(bad.text()).isEqualTo(why));
  }

  @Test
  void theSizeCountsCrlfButNeitherDoubledDotsNorTheEnd() {
    assertThat(valid("a\n.b\n").size()).isEqualTo(7);
    assertThat(valid("").size()).isZero();
    assertThat(new String(valid("").dataBlock(), StandardCharsets.US_ASCII)).isEqualTo(".\r\n");
  }

  @Test
  void eightBitIsSeen() {
    assertThat(valid("a\r\n").has8Bit()).isFalse();
    assertThat(valid("\u00e4\r\n").has8Bit()).isTrue();
  }

  @Test
  void whateverIsAcceptedIsReadBackAsItWas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "..\r\n\n\r\n\nab\u00e4\u0000";
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(16); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (MessageBytes.parse(bytes(text.toString()))
          instanceof MessageBytes.Parsed.Valid(MessageBytes message)) {
        accepted++;
        String block = new String(message.dataBlock(), StandardCharsets.ISO_8859_1);
        assertThat(block.replace("\r\n", "")).as("seed " + seed).doesNotContain("\r", "\n");
        assertThat(("\r\n" + block).indexOf("\r\n.\r\n"))
            .as("the end comes once, and last, seed " + seed)
            .isEqualTo(block.length() - 3);
        assertThat(received(block)).as("seed " + seed).isEqualTo(message.octets());
        assertThat(MessageBytes.parse(message.octets()))
            .as("seed " + seed)
            .isEqualTo(new MessageBytes.Parsed.Valid(message));
      }
    }
    assertThat(accepted).as("the generator reaches good messages, seed " + seed).isPositive();
  }

  /// What a receiver makes of it (RFC 5321 §4.5.2).
  private static byte[] received(String block) {
    String text = ("\r\n" + block.substring(0, block.length() - 3)).replace("\r\n.", "\r\n");
    return bytes(text.substring(2));
  }

  private static MessageBytes valid(String text) {
    MessageBytes.Parsed parsed = MessageBytes.parse(bytes(text));
    assertThat(parsed).isInstanceOf(MessageBytes.Parsed.Valid.class);
    return ((MessageBytes.Parsed.Valid) parsed).message();
  }

  /// ~ stands for CRLF, ^ for LF, < for CR.
  private static String wire(String text) {
    return text.strip().replace("~", "\r\n").replace("^", "\n").replace("<", "\r");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
