package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.dns.DomainName;

/// RFC 8461 §3.4, and what Postfix sends as a next hop.
class PolicyDomainTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "Example.COM., example.com",
    "[relay.example.com], relay.example.com",
    "[relay.example.com]:587, relay.example.com",
    "relay.example.com:submission, relay.example.com",
    "relay.example.com:25, relay.example.com",
    "faß.de, xn--fa-hia.de",
    "FAß.de, xn--fa-hia.de",
    "bücher.example, xn--bcher-kva.example",
    "bücher。example, xn--bcher-kva.example",
    "xn--fa-hia.de, xn--fa-hia.de",
    "localhost, localhost",
  })
  void nextHopGivesItsDomain(String nextHop, String domain) {
    assertThat(PolicyDomain.of(nextHop))
        .isEqualTo(new PolicyDomain.Parsed.Domain(DomainName.of(domain)));
  }

  @ParameterizedTest
  @CsvSource({
    ".example.com, a parent domain",
    ".com, a parent domain",
    "192.0.2.1, an address literal",
    "[192.0.2.1], an address literal",
    "[192.0.2.1]:25, an address literal",
    "1.2.3, an address literal",
    "2001:db8::1, an address literal",
    "[2001:db8::1], an address literal",
    "[IPv6:2001:db8::1], an address literal",
    "'', empty name",
    "., a parent domain",
    "[], empty name",
    "[a, brackets do not close",
    "[a]b, brackets do not close",
    "a b, character not allowed in a name at 2",
    "a..b, empty label at 3",
    "_dmarc.example.com, not a host name",
    "-a.example, not a host name",
    "*.example.com, character not allowed in a name at 1",
    "user@example.com, character not allowed in a name at 5",
    "a.b:c:d, an address literal",
  })
  void whatIsNoDomainHasNoPolicy(String nextHop, String why) {
    PolicyDomain.Parsed parsed = PolicyDomain.of(nextHop);
    assertThat(parsed).isInstanceOf(PolicyDomain.Parsed.None.class);
    assertThat(((PolicyDomain.Parsed.None) parsed).why()).startsWith(why);
  }

  @ParameterizedTest
  @CsvSource({"244, true", "245, false"})
  void domainTooLongForItsRecordHasNoPolicy(int length, boolean has) {
    String name = ("a".repeat(60) + ".").repeat(3) + "b".repeat(length - 183);
    assertThat(PolicyDomain.of(name) instanceof PolicyDomain.Parsed.Domain).isEqualTo(has);
  }
}
