package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.dns.DomainName;

/// RFC 8461 §4.1: "*.example.com" matches "mail.example.com" but not "example.com" or
/// "foo.bar.example.com".
class MxPatternTest {

  @ParameterizedTest
  @CsvSource({
    "mail.example.com, mail.example.com, true",
    "MAIL.Example.Com, mail.example.com, true",
    "mail.example.com, mail2.example.com, false",
    "mail.example.com, a.mail.example.com, false",
    "*.example.com, mail.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, foo.bar.example.com, false",
    "*.example.com, mail.example.net, false",
    "*.example.com, mailexample.com, false",
    "*.com, example.com, true",
    "192.0.2.1, 192.0.2.1, false",
    "*.0.2.1, 192.0.2.1, false",
    "a.c, abc, false",
  })
  void matchesOneWholeLabelOrTheName(String pattern, String host, boolean matches) {
    assertThat(pattern(pattern).matches(DomainName.of(host))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "*", "'*.'", "**.example.com", "*.*.example.com", "a*.example.com", "*a.example.com",
    "a.*.example.com", "'.example.com'", "example..com", "example.com.", "-a.example", "a-.example",
    "a_b.example", "[192.0.2.1]", "2001:db8::1", "user@example.com", "'a b'", "''",
  })
  void refusedPatterns(String text) {
    assertThat(MxPattern.parse(text)).isInstanceOf(MxPattern.Parsed.Invalid.class);
  }

  @Test
  void nameThatDnsCannotHoldMatchesNothing() {
    String longLabel = "a".repeat(64) + ".example";
    assertThat(pattern(longLabel)).isInstanceOf(MxPattern.Unmatchable.class);
    assertThat(pattern(longLabel).matches(DomainName.of("a.example"))).isFalse();
  }

  private static MxPattern pattern(String text) {
    MxPattern.Parsed parsed = MxPattern.parse(text);
    assertThat(parsed).as(text).isInstanceOf(MxPattern.Parsed.Valid.class);
    return ((MxPattern.Parsed.Valid) parsed).pattern();
  }
}
