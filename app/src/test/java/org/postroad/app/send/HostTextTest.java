package org.postroad.app.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.net.ReverseName;
import org.postroad.protocol.dns.DomainName;

class HostTextTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, [192.0.2.1]",
    "198.51.100.255, [198.51.100.255]",
    "2001:db8::1, [IPv6:2001:db8:0:0:0:0:0:1]",
    "2001:db8:1234:5678:9abc:def0:1:ff, [IPv6:2001:db8:1234:5678:9abc:def0:1:ff]"
  })
  void anAddressIsCalledByItself(String address, String text) throws UnknownHostException {
    assertThat(HostText.of(ReverseName.of(InetAddress.getByName(address)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example.org", // a name
    "1.2.192.in-addr.arpa", // a network
    "999.2.0.192.in-addr.arpa", // of no address
    "mx.1.2.0.192.in-addr.arpa", // below one
    "0.1.ip6.arpa" // a network
  })
  void everythingElseByItsName(String name) {
    assertThat(HostText.of(DomainName.of(name))).isEqualTo(name);
  }
}
