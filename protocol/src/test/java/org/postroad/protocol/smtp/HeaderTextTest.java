package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 6531 §3.2: header fields beyond ASCII, at any level of the MIME structure.
class HeaderTextTest {

  private static final String MIXED = "Content-Type: multipart/mixed; boundary=b~~";

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Subject: a~~b~                                         | ASCII   | nothing beyond",
        "Subject: a~~ü~                                         | ASCII   | in the body only",
        "Subject: ü~~b~                                         | UTF8    | in a field",
        "Subject: a~ ü~~b~                                      | UTF8    | in a folded line",
        "Subject: a~~b~Subject: ü~~c~                           | ASCII   | a body that looks so",
        "Subject: ü                                             | UTF8    | no body at all",
        "Subject: %~~b~                                         | OTHER | Latin-1 in a field",
        "Subject: a~~%~                                         | ASCII   | Latin-1 in the body",
        "{M}--b~X: ü~~c~--b--~                                  | UTF8    | in a part",
        "{M}--b~X: a~~ü~--b--~                                  | ASCII   | in the body of a part",
        "{M}ü~--b~X: a~~c~--b--~ü~                              | ASCII   | before and after all parts",
        "{M}--c~X: ü~~c~--b--~                                  | ASCII   | another boundary",
        "{M}--b ~X: ü~~c~--b--~                                 | UTF8    | a blank behind it",
        "{M}--b~X: %~~c~--b--~                                  | OTHER | Latin-1 in a part",
        "{M}--b~Content-Type: message/rfc822~~X: ü~~c~--b--~    | UTF8    | a message within",
        "{M}--b~Content-Type: message/rfc822~~X: a~~ü~--b--~    | ASCII   | its body",
        "{M}--b~content-type:~ Message/Global;~ x=y~~X: ü~~--b-- | UTF8   | folded, RFC 6532 §3.7",
        "{M}--b~Content-Type: multipart/x; boundary=c~~--c~X: ü~~d~--c--~--b--~ | UTF8 | two levels",
        "Content-Type: multipart/digest;~ Boundary=\"b c\"~~--b c~~X: ü~~d~--b c--~ | UTF8 | RFC 2046 §5.1.5",
        "Content-Type: multipart/mixed;~ boundary=\"b c\"~~--b c~~X: ü~~d~--b c--~ | ASCII | no digest",
        "Content-Type: message/rfc822~~X: ü~~c                  | UTF8    | nothing but a message",
        "Content-Type: message/delivery-status~~X: ü~~c         | ASCII   | a body of fields",
      })
  void isFoundAtAnyLevel(String text, HeaderText expected, String why) {
    String whole = text.replace("{M}", MIXED).replace("~", "\r\n");
    byte[] octets =
        whole
            .replace("ü", "\u00c3\u00bc") // as UTF-8
            .replace('%', '\u00fc') // as ISO 8859-1
            .getBytes(StandardCharsets.ISO_8859_1);
    MessageBytes message = ((MessageBytes.Parsed.Valid) MessageBytes.parse(octets)).message();
    assertThat(message.headerText()).as(why).isEqualTo(expected);
  }

  @Test
  void noMessageMakesTheReaderFail() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "Content-Type: multipart/mixed",
      "; boundary=b",
      "\"",
      "--b",
      "--b--",
      "--",
      "\r\n",
      "\r\n",
      " ",
      "message/rfc822",
      "Content-Type:",
      "\u00c3\u00bc",
      "\u00fc",
      "x",
      ":",
      "digest",
      ";boundary=\"\""
    };
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      HeaderText found = HeaderText.of(octets);
      if (text.chars().allMatch(c -> c < 0x80)) {
        assertThat(found).as("seed " + seed).isEqualTo(HeaderText.ASCII);
      }
    }
  }
}
