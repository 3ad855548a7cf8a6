package org.postroad.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.dns.DomainName;

class DnsIdTest {

  @ParameterizedTest
  @CsvSource({
    "mx.example.com, mx.example.com",
    "MX.Example.COM, mx.example.com",
    "*.example.com, mx.example.com",
    "*.EXAMPLE.com, xn--bcher-kva.example.com",
    "xn--bcher-kva.example.com, xn--bcher-kva.example.com",
    "_mx.example.com, _mx.example.com",
    "*.com, example.com",
  })
  void nameIsCovered(String id, String name) {
    assertThat(DnsId.matches(id, DomainName.of(name))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com | mx.example.com | a parent",
        "mx.example.com | example.com | a child",
        "*.example.com | example.com | a wildcard stands for one label, not none",
        "*.example.com | a.mx.example.com | not for two",
        "m*.example.com | mx.example.com | a part of a label",
        "*x.example.com | mx.example.com | a part of a label",
        "mx.*.com | mx.example.com | not the left-most label",
        "*.*.com | mx.example.com | twice",
        "* | localhost | nothing to its right",
        "*. | localhost | nothing to its right",
        "*.example.com. | mx.example.com | a final dot is no part of a DNS-ID",
        "mx.example.com. | mx.example.com | a final dot",
        "' mx.example.com' | mx.example.com | a blank",
        "mx.example.co\u212a | mx.example.cok | the Kelvin sign is no k",
        "b\u00fccher.example | xn--bcher-kva.example | a U-label",
        "'' | mx.example.com | nothing",
      })
  void nameIsNotCovered(String id, String name, String why) {
    assertThat(DnsId.matches(id, DomainName.of(name))).as(why).isFalse();
  }
}
