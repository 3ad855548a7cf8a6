package org.postroad.protocol.dane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.DomainName;

/// RFC 7672 §2.1.2, §2.2.2 and §2.2.3, case by case.
class HostTlsaTest {

  private static final DomainName HOST = DomainName.of("mx.example.com");

  @Test
  void aSignedHostIsAskedForItsTlsaRecordsAfterItsAddresses() {
    LiteralDns dns =
        LiteralDns.of(
            """
            mx.example.com A secure 192.0.2.1
            _25._tcp.mx.example.com TLSA secure 3 1 1
            """);
    assertThat(words(dns)).isEqualTo("usable at _25._tcp.mx.example.com");
    assertThat(dns.asked())
        .containsExactly("mx.example.com AAAA", "mx.example.com A", "_25._tcp.mx.example.com TLSA");
  }

  @Test
  void thePortIsInTheOwnerName() {
    LiteralDns dns =
        LiteralDns.of(
            """
            mx.example.com A secure 192.0.2.1
            _25._tcp.mx.example.com TLSA secure 3 1 1
            _587._tcp.mx.example.com TLSA secure 2 1 1
            """);
    assertThat(HostTlsa.of(HOST, 587, dns))
        .isInstanceOfSatisfying(
            HostTlsa.Usable.class,
            usable -> {
              assertThat(usable.base()).isEqualTo(new TlsaBaseDomain(HOST, 587));
              assertThat(usable.records().usable().getFirst().usage()).isEqualTo(2);
            });
  }

  @Test
  void anUnsignedHostIsNotAskedForTlsaRecords() { // name servers that fail on them
    LiteralDns dns =
        LiteralDns.of(
            """
            mx.example.com A insecure 192.0.2.1
            _25._tcp.mx.example.com TLSA failed
            """);
    assertThat(words(dns)).isEqualTo("none: addresses of mx.example.com are not signed");
    assertThat(dns.asked()).containsExactly("mx.example.com AAAA", "mx.example.com A");
  }

  @Test
  void aSignedAliasIsAskedForAtItsTargetThenAtItself() {
    String both =
        """
        mx.example.com A secure 192.0.2.1 canonical mx.example.net
        _25._tcp.mx.example.com TLSA secure 3 1 1
        """;
    LiteralDns dns = LiteralDns.of(both + "_25._tcp.mx.example.net TLSA secure 3 1 1\n");
    assertThat(words(dns)).isEqualTo("usable at _25._tcp.mx.example.net");

    dns = LiteralDns.of(both);
    assertThat(words(dns)).isEqualTo("usable at _25._tcp.mx.example.com");
    assertThat(dns.asked())
        .endsWith("_25._tcp.mx.example.net TLSA", "_25._tcp.mx.example.com TLSA");

    assertThat(words(LiteralDns.of(both + "_25._tcp.mx.example.net TLSA insecure 3 1 1\n")))
        .as("insecure records there count no more than none")
        .isEqualTo("usable at _25._tcp.mx.example.com");
    assertThat(words(LiteralDns.of(both + "_25._tcp.mx.example.net TLSA secure nxdomain\n")))
        .isEqualTo("usable at _25._tcp.mx.example.com");
  }

  @Test
  void aFailureAtTheTargetOfAnAliasIsNotPassedOver() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A secure 192.0.2.1 canonical mx.example.net
                    _25._tcp.mx.example.net TLSA failed
                    _25._tcp.mx.example.com TLSA secure 3 1 1
                    """)))
        .isEqualTo(
            "failed: TLSA records at _25._tcp.mx.example.net unknown: signature does not verify");
  }

  @Test
  void unusableRecordsAtTheTargetEndTheSearchToo() { // §2.2.3: the first secure RRset
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A secure 192.0.2.1 canonical mx.example.net
                    _25._tcp.mx.example.net TLSA secure 1 1 1
                    _25._tcp.mx.example.com TLSA secure 3 1 1
                    """)))
        .isEqualTo("unusable at _25._tcp.mx.example.net");
  }

  @Test
  void aSignedAliasOfAnUnsignedHostIsAskedForAtItsOwnNameOnly() {
    LiteralDns dns =
        LiteralDns.of(
            """
            mx.example.com A insecure 192.0.2.1 canonical mx.provider.example
            mx.example.com CNAME secure mx.provider.example
            _25._tcp.mx.example.com TLSA secure 3 1 1
            _25._tcp.mx.provider.example TLSA failed
            """);
    assertThat(words(dns)).isEqualTo("usable at _25._tcp.mx.example.com");
    assertThat(dns.asked())
        .containsExactly(
            "mx.example.com AAAA",
            "mx.example.com A",
            "mx.example.com CNAME",
            "_25._tcp.mx.example.com TLSA");
  }

  @Test
  void anUnsignedAliasHasNone() {
    LiteralDns dns =
        LiteralDns.of(
            """
            mx.example.com A insecure 192.0.2.1 canonical mx.provider.example
            mx.example.com CNAME insecure mx.provider.example
            _25._tcp.mx.example.com TLSA secure 3 1 1
            """);
    assertThat(words(dns)).isEqualTo("none: the alias mx.example.com is not signed");
    assertThat(dns.asked()).doesNotContain("_25._tcp.mx.example.com TLSA");
  }

  @Test
  void anAliasThatCannotBeAskedForMakesTheHostUnreachable() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A insecure 192.0.2.1 canonical mx.provider.example
                    mx.example.com CNAME failed
                    """)))
        .isEqualTo("failed: CNAME of mx.example.com unknown: signature does not verify");
  }

  @Test
  void anAliasThatIsGoneWhenAskedForHasNone() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A insecure 192.0.2.1 canonical mx.provider.example
                    mx.example.com CNAME insecure nxdomain
                    """)))
        .isEqualTo("none: addresses of mx.example.com are not signed");
  }

  @Test
  void aFailedTlsaLookUpIsNeverTakenForNone() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A secure 192.0.2.1
                    _25._tcp.mx.example.com TLSA failed
                    """)))
        .isEqualTo(
            "failed: TLSA records at _25._tcp.mx.example.com unknown: signature does not verify");
  }

  @Test
  void insecureTlsaRecordsAreNone() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A secure 192.0.2.1
                    _25._tcp.mx.example.com TLSA insecure 3 1 1
                    """)))
        .isEqualTo("none: no secure TLSA records at _25._tcp.mx.example.com");
  }

  @Test
  void aFamilyThatFailsOnlyLosesItsAddresses() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A secure 192.0.2.1
                    mx.example.com AAAA failed
                    _25._tcp.mx.example.com TLSA secure 3 1 1
                    """)))
        .isEqualTo("usable at _25._tcp.mx.example.com");
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A failed
                    mx.example.com AAAA insecure 2001:db8::1
                    """)))
        .isEqualTo("none: addresses of mx.example.com are not signed");
  }

  @Test
  void whereTheFamiliesDifferTheSecureOneCounts() {
    for (String answers :
        List.of(
            "mx.example.com A secure 192.0.2.1\nmx.example.com AAAA insecure 2001:db8::1\n",
            "mx.example.com A insecure 192.0.2.1\nmx.example.com AAAA secure 2001:db8::1\n")) {
      assertThat(words(LiteralDns.of(answers + "_25._tcp.mx.example.com TLSA secure 3 1 1\n")))
          .isEqualTo("usable at _25._tcp.mx.example.com");
    }
  }

  @Test
  void aHostWithoutAddressesIsAskedForNothingElse() {
    LiteralDns dns = LiteralDns.of("_25._tcp.mx.example.com TLSA secure 3 1 1");
    assertThat(words(dns)).isEqualTo("no address: mx.example.com has no address");
    assertThat(dns.asked()).hasSize(2);
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A insecure nxdomain
                    mx.example.com AAAA insecure nxdomain
                    """)))
        .isEqualTo("no address: mx.example.com has no address");
  }

  @Test
  void oneFamilyWithoutAddressesAndTheOtherFailedIsNotNone() {
    assertThat(
            words(
                LiteralDns.of(
                    """
                    mx.example.com A secure nodata
                    mx.example.com AAAA failed
                    """)))
        .isEqualTo("address failed: address of mx.example.com unknown: signature does not verify");
  }

  @Test
  void addressesOfBothFamiliesComeByTurns() {
    HostTlsa host =
        HostTlsa.of(
            HOST,
            25,
            LiteralDns.of(
                """
                mx.example.com A secure 192.0.2.1
                mx.example.com AAAA secure 2001:db8::1
                """));
    assertThat(host)
        .isInstanceOfSatisfying(
            HostTlsa.Reachable.class,
            reachable ->
                assertThat(reachable.addresses())
                    .containsExactly(
                        InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1")));
  }

  @Test
  void addressesAloneAskForNoTlsaRecords() {
    LiteralDns dns =
        LiteralDns.of(
            """
            mx.example.com A secure 192.0.2.1
            _25._tcp.mx.example.com TLSA secure 3 1 1
            """);
    assertThat(words(HostTlsa.addressesOnly(HOST, dns, "MX records are not signed")))
        .isEqualTo("none: MX records are not signed");
    assertThat(dns.asked()).containsExactly("mx.example.com AAAA", "mx.example.com A");
  }

  @Test
  void aNameTooLongForTlsaRecordsHasNone() {
    String label = "a".repeat(61);
    DomainName name =
        DomainName.of(label + "." + label + "." + label + "." + label + ".xy"); // 250 characters
    LiteralDns dns = LiteralDns.of(name + " A secure 192.0.2.1");
    assertThat(HostTlsa.of(name, 25, dns)).isInstanceOf(HostTlsa.None.class);
    assertThat(dns.asked()).hasSize(2);
  }

  @Test
  void aPortIsOne() {
    assertThatThrownBy(() -> new TlsaBaseDomain(HOST, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TlsaBaseDomain(HOST, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String words(LiteralDns dns) {
    return words(HostTlsa.of(HOST, 25, dns));
  }

  private static String words(HostTlsa host) {
    return switch (host) {
      case HostTlsa.Usable usable -> "usable at " + usable.base();
      case HostTlsa.Unusable unusable -> "unusable at " + unusable.base();
      case HostTlsa.None none -> "none: " + none.why();
      case HostTlsa.TlsaFailed failed -> "failed: " + failed.why();
      case HostTlsa.NoAddress none -> "no address: " + none.why();
      case HostTlsa.AddressFailed failed -> "address failed: " + failed.why();
    };
  }
}
