package org.postroad.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0.0.0 | this network",
        "0.1.2.3 | this network",
        "10.0.0.1 | private (RFC 1918)",
        "100.64.0.1 | carrier-grade",
        "100.127.255.255 | carrier-grade",
        "127.0.0.1 | loopback",
        "127.255.255.254 | loopback",
        "169.254.169.254 | link-local",
        "172.16.0.1 | private (RFC 1918)",
        "172.31.255.255 | private (RFC 1918)",
        "192.0.0.1 | protocol assignment",
        "192.0.2.1 | documentation",
        "192.31.196.1 | AS112",
        "192.52.193.1 | multicast tunnels",
        "192.88.99.1 | 6to4",
        "192.168.1.1 | private (RFC 1918)",
        "192.175.48.1 | AS112",
        "198.18.0.1 | benchmarks",
        "198.19.255.255 | benchmarks",
        "198.51.100.1 | documentation",
        "203.0.113.1 | documentation",
        "224.0.0.1 | multicast",
        "239.255.255.255 | multicast",
        "240.0.0.1 | reserved",
        "255.255.255.255 | broadcast",
        ":: | unspecified",
        "::1 | loopback",
        "::7f00:1 | compatible",
        "::ffff:127.0.0.1 | loopback",
        "::ffff:10.0.0.1 | private (RFC 1918)",
        "64:ff9b::7f00:1 | translated (RFC 6052)",
        "64:ff9b:1::1 | translated locally",
        "100::1 | discarded",
        "100:0:0:1::1 | outside global unicast",
        "2001::1 | Teredo",
        "2001:2::1 | benchmarks",
        "2001:20::1 | protocol assignment",
        "2001:1ff::1 | protocol assignment",
        "2001:db8::1 | documentation",
        "2002:7f00:1::1 | 6to4",
        "2620:4f:8000::1 | AS112",
        "3fff:fff::1 | documentation",
        "5f00::1 | segment routing",
        "4000::1 | outside global unicast",
        "fc00::1 | unique local",
        "fdff::1 | unique local",
        "fe80::1 | link-local",
        "febf::1 | link-local",
        "fec0::1 | site-local",
        "ff02::1 | multicast",
      })
  void publicOnlyRefusesEverySpecialAddressAndSaysWhatItIs(String text, String kind) {
    assertThat(AddressGuard.PUBLIC_ONLY.refusal(InetAddress.ofLiteral(text)))
        .hasValueSatisfying(why -> assertThat(why).contains(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "2001:200::1",
        "2001:db7:ffff::1",
        "2001:db9::1",
        "2003::1",
        "2606:4700::1111",
        "3ffe::1",
      })
  void publicOnlyAllowsTheNeighboursOfSpecialBlocks(String text) {
    assertThat(AddressGuard.PUBLIC_ONLY.refusal(InetAddress.ofLiteral(text))).isEmpty();
    assertThat(AddressGuard.PUBLIC_ONLY.allows(InetAddress.ofLiteral(text))).isTrue();
  }

  @Test
  void anyRefusesNothing() throws UnknownHostException {
    assertThat(AddressGuard.ANY.allows(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
        .isTrue();
  }
}
