package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.RecordType;

/// What an honest network's answers are validated to.
class DnssecTest {

  private static DnssecWorld world;

  @BeforeAll
  static void signs() throws IOException {
    world =
        new DnssecWorld(
            SignedZone.of(".").signedBy(8),
            SignedZone.of("example.").nsec3(0, true),
            common(SignedZone.of("nsec.example.")),
            common(SignedZone.of("nsec3.example.").nsec3(5, false)),
            common(SignedZone.of("optout.example.").nsec3(0, true)),
            common(SignedZone.unsigned("plain.example.")),
            SignedZone.unsigned("plain.nsec.example.").record("mx 300 A 192.0.2.1"),
            SignedZone.unsigned("plain.nsec3.example.").record("mx 300 A 192.0.2.1"),
            SignedZone.unsigned("plain.optout.example.").record("mx 300 A 192.0.2.1"));
  }

  private static SignedZone common(SignedZone zone) {
    return zone.record("@ 300 MX 10 mx")
        .record("mx 300 A 192.0.2.1")
        .record("mx 300 AAAA 2001:db8::1")
        .record(
            "_25._tcp.mx 300 TLSA 3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")
        .record("_mta-sts 300 TXT \"v=STSv1; id=1;\"")
        .record("alias 300 CNAME mx")
        .record("toplain 300 CNAME mx.plain.example.")
        .record("tosecure 300 CNAME mx.nsec.example.")
        .record("tonowhere 300 CNAME nowhere.nsec.example.")
        .record("toempty 300 CNAME mx.nsec3.example.")
        .record("d 300 DNAME nsec.example.")
        .record("*.wild 300 A 192.0.2.2")
        .record("a.wild 300 TXT \"x\"")
        .record("*.alias.wild 300 CNAME mx");
  }

  @AfterAll
  static void closes() throws IOException {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "@, MX, SECURE found, INSECURE found",
    "mx, A, SECURE found, INSECURE found",
    "mx, AAAA, SECURE found, INSECURE found",
    "_25._tcp.mx, TLSA, SECURE found, INSECURE found",
    "_mta-sts, TXT, SECURE found, INSECURE found",
    "alias, CNAME, SECURE found, INSECURE found",
    "alias, A, SECURE found, INSECURE found",
    "mx, MX, SECURE no data, INSECURE no data",
    "_tcp.mx, A, SECURE no data, INSECURE no data", // an empty name
    "@, TLSA, SECURE no data, INSECURE no data",
    "no, A, SECURE no name, INSECURE no name",
    "_25._tcp.no, TLSA, SECURE no name, INSECURE no name",
    "a.b.c.d.e.f.g.no, A, SECURE no name, INSECURE no name",
    "x.wild, A, SECURE found, INSECURE found",
    "y.x.wild, A, SECURE found, INSECURE found",
    "x.wild, MX, SECURE no data, INSECURE no data",
    "a.wild, A, SECURE no data, INSECURE no data", // the wildcard does not stand for it
    "x.alias.wild, A, SECURE found, INSECURE found",
    "x.alias.wild, MX, SECURE no data, INSECURE no data",
    "tonowhere, A, SECURE no name, INSECURE no name",
    "toempty, MX, SECURE no data, INSECURE no data",
    "toplain, A, INSECURE found, INSECURE found",
    "toplain, CNAME, SECURE found, INSECURE found",
    "toplain, MX, INSECURE no data, INSECURE no data",
    "tosecure, A, SECURE found, INSECURE found",
    "mx.d, A, SECURE found, INSECURE found",
    "no.d, A, SECURE no name, INSECURE no name"
  })
  void answerOfEachKindIsAsSecureAsItsZone(
      String name, RecordType type, String signed, String plain) {
    for (String zone : new String[] {"nsec.example", "nsec3.example"}) {
      assertThat(world.verdict(in(name, zone), type)).as(in(name, zone)).isEqualTo(signed);
    }
    assertThat(world.verdict(in(name, "plain.example"), type)).isEqualTo(plain);
  }

  private static String in(String name, String zone) {
    return name.equals("@") ? zone : name + "." + zone;
  }

  @ParameterizedTest
  @CsvSource({
    "mx.plain.nsec.example, INSECURE found",
    "no.plain.nsec.example, INSECURE no name",
    "mx.plain.nsec3.example, INSECURE found",
    "no.plain.nsec3.example, INSECURE no name",
    "mx.plain.optout.example, INSECURE found",
    "no.plain.optout.example, INSECURE no name",
    "mx.optout.example, SECURE found",
    // RFC 5155 §9.2: an unsigned delegation may be where a name is said not to be
    "no.optout.example, INSECURE no name",
    "x.wild.optout.example, INSECURE found"
  })
  void delegationThatIsProvablyUnsignedIsInsecure(String name, String verdict) {
    assertThat(world.verdict(name, RecordType.A)).isEqualTo(verdict);
  }

  @Test
  void selfTestSaysWhatWorks() {
    assertThat(world.client().selfTest())
        .isInstanceOfSatisfying(
            SelfTest.Works.class,
            works -> assertThat(works.how()).contains("validated here, from root keys"));
  }
}
