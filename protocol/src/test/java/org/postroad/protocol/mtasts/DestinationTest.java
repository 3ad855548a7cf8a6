package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.dns.DomainName;

/// What Postfix sends as a next hop: the port is part of the owner name of TLSA records (RFC 7672
/// §2.2.3), and a host in brackets has no MX.
class DestinationTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, false, 25, example.com",
    "Example.COM., example.com, false, 25, example.com",
    "example.com:25, example.com, false, 25, example.com",
    "example.com:smtp, example.com, false, 25, example.com",
    "example.com:0025, example.com, false, 25, example.com",
    "example.com:587, example.com, false, 587, example.com:587",
    "example.com:submission, example.com, false, 587, example.com:587",
    "example.com:Submission, example.com, false, 587, example.com:587",
    "[mx.example.com], mx.example.com, true, 25, [mx.example.com]",
    "[mx.example.com]:smtp, mx.example.com, true, 25, [mx.example.com]",
    "[MX.example.com]:587, mx.example.com, true, 587, [mx.example.com]:587",
    "[mx.example.com]:submission, mx.example.com, true, 587, [mx.example.com]:587",
    "[mx.example.com]:submissions, mx.example.com, true, 465, [mx.example.com]:465",
    "[mx.example.com]:smtps, mx.example.com, true, 465, [mx.example.com]:465",
    "[mx.example.com]:lmtp, mx.example.com, true, 24, [mx.example.com]:24",
    "[mx.example.com]:65535, mx.example.com, true, 65535, [mx.example.com]:65535",
    "faß.de:587, xn--fa-hia.de, false, 587, xn--fa-hia.de:587",
    "_x.example.com, _x.example.com, false, 25, _x.example.com",
  })
  void nextHopIsReadWithItsPort(
      String nextHop, String name, boolean bracketed, int port, String key) {
    Destination destination = parsed(nextHop);
    assertThat(destination.name()).isEqualTo(DomainName.of(name));
    assertThat(destination.bracketed()).isEqualTo(bracketed);
    assertThat(destination.port()).isEqualTo(OptionalInt.of(port));
    assertThat(destination.key()).isEqualTo(key);
    assertThat(destination.isPlain()).isEqualTo(key.equals(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail-relay", "0", "65536", "123456", "99999999999999999999"})
  void portOfAServiceThatNobodyToldUsIsNotGuessed(String service) {
    Destination destination = parsed("[mx.example.com]:" + service);
    assertThat(destination.port()).isEmpty();
    assertThat(destination.isPlain()).isFalse();
    assertThat(destination.key()).isEqualTo("[mx.example.com]:" + service);
  }

  @Test
  void domainIsADestinationAtTheUsualPort() {
    assertThat(Destination.of(DomainName.of("example.com"))).isEqualTo(parsed("example.com"));
  }

  private static Destination parsed(String nextHop) {
    return ((Destination.Parsed.Named) Destination.parse(nextHop)).destination();
  }
}
