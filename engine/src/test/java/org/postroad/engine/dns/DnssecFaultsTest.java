package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Type;

/// What zones are validated to that are signed in a rare way, or wrongly.
class DnssecFaultsTest {

  private static final Instant NOW = DnssecWorld.NOW;

  private static SignedZone zone() {
    return SignedZone.of("zone.example.").record("mx 300 A 192.0.2.1");
  }

  private static DnssecWorld world(SignedZone zone) throws IOException {
    return new DnssecWorld(SignedZone.of("."), SignedZone.of("example."), zone);
  }

  private static Answer mx(SignedZone zone) throws IOException {
    try (DnssecWorld world = world(zone)) {
      return world.lookup("mx.zone.example", RecordType.A);
    }
  }

  private static String bogus(Answer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failed.class, f -> assertThat(f.why()).isEqualTo(Answer.Why.BOGUS));
    return ((Answer.Failed) answer).detail();
  }

  @ParameterizedTest
  @CsvSource({
    Algorithm.RSASHA256 + ", SECURE found",
    Algorithm.RSASHA512 + ", SECURE found",
    Algorithm.ECDSAP256SHA256 + ", SECURE found",
    Algorithm.ECDSAP384SHA384 + ", SECURE found",
    Algorithm.ED25519 + ", SECURE found",
    Algorithm.ED448 + ", SECURE found",
    Algorithm.RSASHA1 + ", INSECURE found", // RFC 9905
    Algorithm.RSA_NSEC3_SHA1 + ", INSECURE found"
  })
  void zoneIsAsSecureAsItsAlgorithm(int algorithm, String verdict) throws IOException {
    for (SignedZone zone : new SignedZone[] {zone(), zone().nsec3(0, false)}) {
      try (DnssecWorld world = world(zone.signedBy(algorithm))) {
        assertThat(world.verdict("mx.zone.example", RecordType.A)).isEqualTo(verdict);
        assertThat(world.verdict("no.zone.example", RecordType.A))
            .isEqualTo(verdict.replace("found", "no name"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({Algorithm.RSASHA1 + ", false", Algorithm.RSA_NSEC3_SHA1 + ", true"})
  void zonesSignedWithSha1AreSecureByTheSwitch(int algorithm, boolean nsec3) throws IOException {
    SignedZone zone = zone().signedBy(algorithm);
    try (DnssecWorld world = world(nsec3 ? zone.nsec3(0, false) : zone)) {
      DnsClient client = world.client(true, () -> NOW);
      assertThat(
              DnssecWorld.verdict(
                  client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.A)))
          .isEqualTo("SECURE found");
      assertThat(
              DnssecWorld.verdict(
                  client.lookup(DnssecWorld.domain("no.zone.example"), RecordType.A)))
          .isEqualTo("SECURE no name");
    }
  }

  @Test
  void zoneSignedWithSha1BesidesCountsByItsOtherAlgorithm() throws IOException {
    SignedZone zone = zone().signedBy(Algorithm.ECDSAP256SHA256, Algorithm.RSASHA1);
    assertThat(DnssecWorld.verdict(mx(zone))).isEqualTo("SECURE found");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void dsDigestOfEachKindCounts(int digest) throws IOException {
    assertThat(DnssecWorld.verdict(mx(zone().digests(digest)))).isEqualTo("SECURE found");
  }

  @Test
  void zoneOfAnUnknownDigestOrAlgorithmIsInsecure() throws IOException {
    SignedZone zone = zone().digests();
    byte[] digest = new byte[32];
    SignedZone parent =
        SignedZone.of("example.")
            .put(new DSRecord(zone.origin(), DClass.IN, 300, 1, 253, 2, digest))
            .put(new DSRecord(zone.origin(), DClass.IN, 300, 1, 13, 99, digest));
    try (DnssecWorld world = new DnssecWorld(SignedZone.of("."), parent, zone)) {
      assertThat(world.verdict("mx.zone.example", RecordType.A)).isEqualTo("INSECURE found");
    }
  }

  @Test
  void signaturesCountFromTheirBeginningToTheirEnd() throws IOException {
    Instant from = NOW.minusSeconds(10);
    Instant until = NOW.plusSeconds(10);
    AtomicReference<Instant> now = new AtomicReference<>(from.minusSeconds(1));
    try (DnssecWorld world = world(zone().valid(from, until))) {
      DnsClient client = world.client(false, now::get);
      Answer early = client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.A);
      assertThat(bogus(early)).contains("mx.zone.example. A:");
      now.set(NOW);
      Answer found = client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.A);
      // RFC 4035 §5.3.3: no longer than the signature, whatever the TTL of 300 s
      assertThat(((Answer.Found) found).ttl()).isEqualTo(Duration.ofSeconds(10));
      now.set(until.plusSeconds(1));
      Answer late = client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.A);
      assertThat(bogus(late)).contains("mx.zone.example. A:");
    }
  }

  @Test
  void bogusAnswerSaysWhy() throws IOException {
    SignedZone early = zone().valid(NOW.plusSeconds(60), NOW.plusSeconds(120));
    assertThat(bogus(mx(early))).contains("signature not valid before 2026-06-01T12:01:00Z");
    SignedZone late = zone().valid(NOW.minusSeconds(120), NOW.minusSeconds(60));
    assertThat(bogus(mx(late))).contains("signature expired at 2026-06-01T11:59:00Z");
  }

  @Test
  void zoneWhoseKeyIsNotTheOneOfTheDsIsBogus() throws IOException {
    SignedZone zone = zone().digests();
    SignedZone other = SignedZone.of("zone.example.").signedBy(13, 13);
    SignedZone parent = SignedZone.of("example.").put(other.ofKey(1));
    try (DnssecWorld world = new DnssecWorld(SignedZone.of("."), parent, zone)) {
      assertThat(bogus(world.lookup("mx.zone.example", RecordType.A)))
          .startsWith("mx.zone.example. A: ");
    }
  }

  @Test
  void oneChainOfAnyAlgorithmIsEnough() throws IOException {
    // RFC 6840 §5.11: the DS speaks of two, the records are signed by one
    SignedZone zone = zone().signedBy(Algorithm.ECDSAP256SHA256);
    SignedZone other = SignedZone.of("zone.example.").signedBy(Algorithm.RSASHA256);
    SignedZone parent = SignedZone.of("example.").put(other.key().ds(2));
    try (DnssecWorld world = new DnssecWorld(SignedZone.of("."), parent, zone)) {
      assertThat(world.verdict("mx.zone.example", RecordType.A)).isEqualTo("SECURE found");
    }
  }

  @ParameterizedTest
  @CsvSource({"100, SECURE", "500, SECURE", "501, BOGUS"})
  void nsec3OfMoreThan500IterationsIsNotRead(int iterations, String security) throws IOException {
    SignedZone zone = zone().nsec3(iterations, false).record("a.b 300 A 192.0.2.1");
    try (DnssecWorld world = world(zone)) {
      assertThat(world.verdict("mx.zone.example", RecordType.A)).isEqualTo("SECURE found");
      Answer answer = world.lookup("no.zone.example", RecordType.A);
      assertThat(DnssecWorld.verdict(answer)).startsWith(security);
      if (answer instanceof Answer.Failed(var _, String detail)) {
        assertThat(detail).contains("NSEC3 with more than 500 iterations (RFC 9276)");
      }
      assertThat(world.verdict("mx.zone.example", RecordType.TLSA)).startsWith(security);
    }
  }

  @Test
  void unsignedZoneBelowNsec3OfTooManyIterationsIsBogusToo() throws IOException {
    try (DnssecWorld world =
        new DnssecWorld(
            SignedZone.of("."),
            SignedZone.of("example.").nsec3(501, false),
            SignedZone.unsigned("zone.example.").record("mx 300 A 192.0.2.1"))) {
      assertThat(bogus(world.lookup("mx.zone.example", RecordType.A)))
          .contains("zone.example. DS: NSEC3 with more than 500 iterations (RFC 9276)");
    }
  }

  @Test
  void keysThatNobodyTellsOfMakeAnAnswerFail() throws IOException {
    try (DnssecWorld world = world(zone())) {
      for (RecordType type : new RecordType[] {RecordType.A, RecordType.TLSA}) {
        world.tampering(
            (query, honest) -> {
              if (query.getQuestion().getType() == Type.DNSKEY
                  && query.getQuestion().getName().toString().equals("zone.example.")) {
                honest.getHeader().setRcode(2);
              }
              return honest;
            });
        assertThat(world.lookup("mx.zone.example", type))
            .isEqualTo(
                new Answer.Failed(
                    Answer.Why.SERVER_FAILED,
                    "mx.zone.example. "
                        + type
                        + ": zone.example. DNSKEY: "
                        + world.resolver.name()
                        + ": SERVFAIL"));
      }
    }
  }

  @Test
  void selfTestSaysWhyNothingCanBeValidated() throws IOException {
    try (DnssecWorld world = world(zone())) {
      world.tampering(
          (_, honest) -> {
            SignedZone.strip(honest, Type.RRSIG);
            return honest;
          });
      assertThat(world.client().selfTest())
          .isEqualTo(new SelfTest.Fails("the root's SOA record: . SOA: no signature that counts"));
    }
  }
}
