package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
          ä@example.com             | needs SMTPUTF8
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

  @Test
  void injectorOfCommandsFindsNoAddressThatEndsACommand() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "ab.@\"\\<> \r\n\t\u0000[]:-ä";
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (Mailbox.parse(text.toString()) instanceof Mailbox.Parsed.Valid(Mailbox mailbox)) {
        accepted++;
        assertThat(mailbox.text().chars()).as("seed " + seed).allMatch(c -> c >= ' ' && c <= '~');
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
