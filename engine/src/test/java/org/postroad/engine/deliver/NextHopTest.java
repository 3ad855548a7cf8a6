package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.net.ReverseName;
import org.postroad.protocol.dns.DomainName;

class NextHopTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com               | ByMx[domain=example.com, port=25]        | by MX
          Relay.Example.com:587     | ByMx[domain=relay.example.com, port=587] | by MX, other port
          [relay.example.com]       | Host[name=relay.example.com, port=25]    | no MX
          [relay.example.com]:587   | Host[name=relay.example.com, port=587]   | no MX, other port
          [faß.de]                  | Host[name=xn--fa-hia.de, port=25]        | A-labels
          192.0.2.1                 | Address[address=/192.0.2.1, port=25]     | an address
          192.0.2.1:2525            | Address[address=/192.0.2.1, port=2525]   | and a port
          [192.0.2.1]:2525          | Address[address=/192.0.2.1, port=2525]   | as a literal
          [IPv6:2001:db8::1]        | Address[address=/2001:db8:0:0:0:0:0:1, port=25] | IPv6 literal
          [2001:db8::1]:587         | Address[address=/2001:db8:0:0:0:0:0:1, port=587]| IPv6 in brackets
          """)
  void aSmartHostIsWrittenAsMtasWriteIt(String text, String hop, String why) {
    assertThat(NextHop.parse(text.strip()))
        .as(why)
        .isInstanceOfSatisfying(
            NextHop.Parsed.Valid.class, valid -> assertThat(valid.hop()).hasToString(hop));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [relay.example.com       | brackets do not close
          relay.example.com:smtp   | not a port
          relay.example.com:0      | not a port
          relay.example.com:99999  | not a port
          [relay.example.com]x     | not a port
          relay_1.example.com      | not a host name
          .example.com             | a parent domain
          192.0.2.999              | an address literal
          -                        | not a host name
          """)
  void whatIsNoSmartHostIsRefusedWithTheReason(String text, String why) {
    assertThat(NextHop.parse(text.strip()))
        .isInstanceOfSatisfying(
            NextHop.Parsed.Invalid.class, bad -> assertThat(bad.why()).contains(why));
  }

  @Test
  void anAddressIsNamedByItsReverseName() { // RFC 1035 §3.5, RFC 3596 §2.5
    assertThat(ReverseName.of(InetAddress.ofLiteral("192.0.2.1")))
        .isEqualTo(DomainName.of("1.2.0.192.in-addr.arpa"));
    assertThat(ReverseName.of(InetAddress.ofLiteral("4321:0:1:2:3:4:567:89ab")).text())
        .isEqualTo("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa");
  }
}
