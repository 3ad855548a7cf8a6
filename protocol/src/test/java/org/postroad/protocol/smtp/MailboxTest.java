package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          a@example.com              | a@example.com               | plain
          A.b+c@Example.COM          | A.b+c@example.com           | the domain's case does not count
          a@example.com.             | a@example.com               | a final dot
          "a b"@example.com          | "a b"@example.com           | quoted
          "a@b"@example.com          | "a@b"@example.com           | an @ within quotes
          "\\""@example.com          | "\\""@example.com           | quoted pairs
          ""@example.com             | ""@example.com              | an empty quoted string
          a@faß.de                   | a@xn--fa-hia.de             | IDNA2008, not 2003
          a@[192.0.2.1]              | a@[192.0.2.1]               | an address literal
          a@[IPv6:2001:db8::1]       | a@[IPv6:2001:db8:0:0:0:0:0:1] | one of IPv6
          a@localhost                | a@localhost                 | one label
          jürgen.groß@example.com    | jürgen.groß@example.com     | RFC 6531 §3.3: atext beyond ASCII
          用户@例子.example          | 用户@xn--fsqu00a.example    | its domain as A-labels
          "a ü"@example.com          | "a ü"@example.com           | quoted, beyond ASCII
          می\u200cخوا@example.com    | می\u200cخوا@example.com     | a joiner that its script needs
          """)
  void anAddressIsReadAsRfc5321HasIt(String text, String canonical, String why) {
    assertThat(Mailbox.of(text.strip()).text()).as(why).isEqualTo(canonical);
    assertThat(Mailbox.of(canonical).text()).isEqualTo(canonical);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          example.com               | no @
          @example.com              | nothing before the @
          a@                        | empty name
          a@.                       | the root
          .a@example.com            | not a local part
          a.@example.com            | not a local part
          a..b@example.com          | not a local part
          a b@example.com           | not a local part
          <a@example.com            | not a local part
          a>@example.com            | not a local part
          "a@example.com            | not a local part
          "a"b"@example.com         | not a local part
          a@b@example.com           | not a local part
          "\\ü"@example.com          | not a local part
          ü.@example.com            | not a local part
          a@ex_ample.com            | not a domain
          a@-example.com            | not a domain
          a@example.com>            | character not allowed
          a@exam ple.com            | character not allowed
          a@[192.0.2.256]           | not an address literal
          a@[192.0.2]               | not an address literal
          a@[0300.0.2.1]            | not an address literal
          a@[192.0.2.1              | not an address literal
          a@[2001:db8::1]           | not an address literal
          a@[IPv6:fe80::1%eth0]     | not an address literal
          a@[IPv6:1.2.3.4]          | not an address literal
          """)
  void whatIsNoAddressIsRefusedWithTheReason(String text, String why) {
    assertThat(Mailbox.parse(text.strip()))
        .isInstanceOfSatisfying(
            Mailbox.Parsed.Invalid.class, bad -> assertThat(bad.why()).contains(why));
  }

  @Test
  void aLongLocalPartIsRefused() {
    assertThat(Mailbox.parse("a".repeat(64) + "@example.com"))
        .isInstanceOf(Mailbox.Parsed.Valid.class);
    assertThat(Mailbox.parse("a".repeat(65) + "@example.com"))
        .isInstanceOf(Mailbox.Parsed.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0x80, 0x85, 0xa0, 0x200b, 0x200e, 0x2028, 0x202e, 0x2066, 0xd800, 0xe000, 0xfffd})
  void forgerOfLooksFindsNoInvisibleCharacter(int c) {
    assertThat(Mailbox.parse("a" + Character.toString(c) + "b@example.com"))
        .isEqualTo(
            new Mailbox.Parsed.Invalid(
                String.format("character U+%04X not allowed in a local part", c)));
  }

  @Test
  void aLongLocalPartIsCountedInOctets() {
    assertThat(Mailbox.parse("ü".repeat(32) + "@example.com"))
        .isInstanceOf(Mailbox.Parsed.Valid.class);
    assertThat(Mailbox.parse("ü".repeat(33) + "@example.com"))
        .isEqualTo(new Mailbox.Parsed.Invalid("local part of 66 octets, at most 64"));
  }

  @ParameterizedTest
  @CsvSource({"a@example.com, false", "a@bücher.example, false", "ü@example.com, true"})
  void onlyTheLocalPartNeedsSmtputf8(String text, boolean needs) { // RFC 6531 §3.2
    assertThat(Mailbox.of(text).needsUtf8()).isEqualTo(needs);
    assertThat(new ReversePath.Sender(Mailbox.of(text)).needsUtf8()).isEqualTo(needs);
    assertThat(new ReversePath.Nobody().needsUtf8()).isFalse();
  }

  @Test
  void injectorOfCommandsFindsNoAddressThatEndsACommand() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "ab.@\"\\<> \r\n\t\u0000[]:-äß\u0085\u2028";
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (Mailbox.parse(text.toString()) instanceof Mailbox.Parsed.Valid(Mailbox mailbox)) {
        accepted++;
        assertThat(mailbox.text().chars())
            .as("seed " + seed)
            .allMatch(c -> c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f));
        assertThat(outsideQuotes(mailbox.text())).as("seed " + seed).doesNotContain("<", ">", " ");
        assertThat(Mailbox.of(mailbox.text())).as("seed " + seed).isEqualTo(mailbox);
      }
    }
    assertThat(accepted).as("the generator reaches good addresses, seed " + seed).isPositive();
  }

  private static String outsideQuotes(String text) {
    return text.startsWith("\"") ? text.substring(text.lastIndexOf('"')) : text;
  }
}
