package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpReplyTest {

  @Test
  void aReplyOfSeveralLinesIsOneReply() {
    SmtpReply reply = valid("250-First line\r\n250-\r\n250-234 Text\r\n250 The last line\r\n");

    assertThat(reply.code()).isEqualTo(250);
    assertThat(reply.lines()).containsExactly("First line", "", "234 Text", "The last line");
  }

  @Test
  void aCodeAloneMustDo() { // RFC 5321 §4.2: clients SHOULD be prepared
    assertThat(valid("354\r\n").lines()).containsExactly("");
    assertThat(valid("354 \r\n").lines()).containsExactly("");
  }

  @Test
  void anyTextMustDo() { // RFC 5321 §4.2
    assertThat(valid("550 \u00e4\u0007\u0000 no\r\n").summary())
        .isEqualTo("550 \\xe4\\x07\\x00 no");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello~                    | 1  | no reply code in line 1
          ~                         | 2  | no reply code in line 1
          25~                       | 4  | no reply code in line 1
          150 ok~                   | 1  | no reply code in line 1
          650 ok~                   | 1  | no reply code in line 1
          260 ok~                   | 2  | no reply code in line 1
          25x ok~                   | 3  | no reply code in line 1
          2500 ok~                  | 4  | neither space nor hyphen after the reply code in line 1
          250_ok~                   | 4  | neither space nor hyphen after the reply code in line 1
          250-a~251 b~              | 14 | code 251 in line 2 of a reply of code 250
          250-a~ 250 b~             | 8  | no reply code in line 2
          250 ok^                   | 7  | bare LF in line 1
          250-a~250 b^              | 13 | bare LF in line 2
          250 a<b~                  | 7  | bare CR in line 1
          250 ok                    | 7  | reply is not complete
          250-ok~                   | 9  | reply is not complete
          250 ok~250 more~          | 9  | octets after the reply
          """)
  void junkIsRefusedWithItsPlace(String text, int at, String why) {
    // ~ stands for CRLF, ^ for LF, < for CR.
    String wire = text.strip().replace("~", "\r\n").replace("^", "\n").replace("<", "\r");

    assertThat(SmtpReply.parse(bytes(wire))).isEqualTo(new SmtpReply.Parsed.Invalid(why, at));
  }

  @Test
  void limitsHold() {
    String line = "250-" + "x".repeat(ReplyReader.LINE_MAX - 6) + "\r\n";
    assertThat(why("250 " + "x".repeat(ReplyReader.LINE_MAX - 5) + "\r\n"))
        .isEqualTo("line of more than 2048 octets");
    assertThat(why(line.repeat(40))).isEqualTo("reply of more than 65536 octets");
    assertThat(why("250-\r\n".repeat(ReplyReader.LINES_MAX + 1)))
        .isEqualTo("reply of more than 200 lines");
    assertThat(valid(line + "250 end\r\n").lines()).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          250 2.1.5 ok             | 2.1.5 | of the reply's class
          550 5.1.10 null mx       | 5.1.10| two digits
          550 5.7.1                | 5.7.1 | nothing behind it
          250 5.1.1 ok             |       | of another class
          550 5.01.1 no            |       | leading zero
          550 5.1 no               |       | two parts
          550 see 5.1.1            |       | not at the start
          354 3.0.0 go             |       | there is no class 3
          """)
  void theEnhancedCodeStandsFirstAndAgreesWithTheClass(String reply, String code, String why) {
    assertThat(valid(reply.strip() + "\r\n").enhanced().map(EnhancedStatus::text))
        .as(why)
        .isEqualTo(Optional.ofNullable(code));
  }

  @Test
  void whateverIsReadComesOutTheSame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<String> lines = new ArrayList<>();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        lines.add(text(random));
      }
      int code = random.nextInt(2, 6) * 100 + random.nextInt(6) * 10 + random.nextInt(10);
      SmtpReply reply = new SmtpReply(code, lines);

      assertThat(SmtpReply.parse(reply.octets()))
          .as("seed " + seed)
          .isEqualTo(new SmtpReply.Parsed.Valid(reply));
    }
  }

  @Test
  void noOctetsMakeTheReaderThrow() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "2345012 -\r\n\r\n\r\nab\u00ff\u0000.";
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "250" : "");
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] octets = bytes(text.toString());
      switch (SmtpReply.parse(octets)) {
        case SmtpReply.Parsed.Valid(SmtpReply reply) -> {
          valid++;
          assertThat(SmtpReply.parse(reply.octets()))
              .as("seed " + seed)
              .isEqualTo(new SmtpReply.Parsed.Valid(reply));
        }
        case SmtpReply.Parsed.Invalid(String why, int at) ->
            assertThat(at).as("seed " + seed + " " + why).isBetween(1, octets.length + 1);
      }
    }
    assertThat(valid).as("the generator reaches good replies, seed " + seed).isPositive();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(30); n > 0; n--) {
      text.append((char) random.nextInt(' ', 256));
    }
    return text.toString();
  }

  private static SmtpReply valid(String text) {
    SmtpReply.Parsed parsed = SmtpReply.parse(bytes(text));
    assertThat(parsed).isInstanceOf(SmtpReply.Parsed.Valid.class);
    return ((SmtpReply.Parsed.Valid) parsed).reply();
  }

  private static String why(String text) {
    SmtpReply.Parsed parsed = SmtpReply.parse(bytes(text));
    assertThat(parsed).isInstanceOf(SmtpReply.Parsed.Invalid.class);
    return ((SmtpReply.Parsed.Invalid) parsed).why();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
