package org.postroad.lab.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.Loudly;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.zone.Denial;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Signing.Digest;
import org.postroad.lab.zone.SigningAlgorithm;
import org.postroad.lab.zone.Zone;

/// What validators that know nothing of how the lab is built make of its zones, and what the lab's
/// own resolver says of them: all must agree.
class SignedDnsTest {

  private static final String DATA =
      """
      @            MX    10 mx
      mx           A     198.51.100.25
      mx           AAAA  2001:db8::25
      _25._tcp.mx  TLSA  3 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3
      *.wild       TXT   "a wildcard"
      alias        CNAME mx
      away         CNAME mx.plain.example.
      over         CNAME mx.sha256.example.
      lost         CNAME nobody.nsec3.example.
      """;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  private final LabDns dns =
      LabDns.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), now::get);

  /// A question and what is right.
  private record Row(String name, String type, String verdict) {}

  @BeforeEach
  void zones() {
    dns.zone("plain.example", DATA);
    signed("nsec.example", Signing.usual());
    signed("nsec3.example", Signing.usual().nsec3());
    signed("salted.example", Signing.usual().denial(new Denial.Nsec3(3, "c0ffee", false)));
    signed("optout.example", Signing.usual().optOut());
    signed("sha256.example", Signing.usual().algorithm(SigningAlgorithm.RSASHA256));
    for (String parent : List.of("nsec.example", "nsec3.example", "optout.example")) {
      signed("signed." + parent, Signing.usual());
      dns.zone("unsigned." + parent, DATA);
      dns.zone("deep.down." + parent, DATA);
    }
  }

  @AfterEach
  void close() {
    dns.close();
    assertThat(dns.atWork()).as("threads left behind").isZero();
  }

  @Test
  void everyKindOfAnswerIsProved() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (String zone : List.of("nsec.example", "nsec3.example", "salted.example")) {
      rows.addAll(kindsOfAnswer(zone));
    }
    judge(rows);
  }

  private static List<Row> kindsOfAnswer(String zone) {
    return List.of(
        new Row(zone, "MX", "SECURE 1"),
        new Row(zone, "SOA", "SECURE 1"),
        new Row(zone, "NS", "SECURE 1"),
        new Row(zone, "DNSKEY", "SECURE 1"),
        new Row(zone, "DS", "SECURE 1"),
        new Row("mx." + zone, "A", "SECURE 1"),
        new Row("MX." + zone, "AAAA", "SECURE 1"),
        new Row("_25._tcp.mx." + zone, "TLSA", "SECURE 1"),
        new Row("_25._tcp.mx." + zone, "A", "SECURE NOERROR"),
        new Row("mx." + zone, "TLSA", "SECURE NOERROR"),
        new Row("_tcp.mx." + zone, "TLSA", "SECURE NOERROR"),
        new Row("nobody." + zone, "A", "SECURE NXDOMAIN"),
        new Row("_465._tcp.mx." + zone, "TLSA", "SECURE NXDOMAIN"),
        new Row("zz.zz.zz." + zone, "A", "SECURE NXDOMAIN"),
        new Row("some.wild." + zone, "TXT", "SECURE 1"),
        new Row("a.b.wild." + zone, "TXT", "SECURE 1"),
        new Row("some.wild." + zone, "A", "SECURE NOERROR"),
        new Row("alias." + zone, "A", "SECURE 1"),
        new Row("alias." + zone, "CNAME", "SECURE 1"),
        new Row("alias." + zone, "TLSA", "SECURE NOERROR"),
        new Row("over." + zone, "A", "SECURE 1"),
        new Row("lost." + zone, "A", "SECURE NXDOMAIN"),
        new Row("away." + zone, "CNAME", "SECURE 1"),
        new Row("away." + zone, "A", "INSECURE 1"));
  }

  @Test
  void rootAndTopLevelAreThereOfThemselves() throws Exception {
    judge(
        List.of(
            new Row(".", "SOA", "SECURE 1"),
            new Row(".", "DNSKEY", "SECURE 1"),
            new Row("example", "DS", "SECURE 1"),
            new Row("example", "SOA", "SECURE 1"),
            new Row("example", "A", "SECURE NOERROR"),
            new Row("nosuch", "A", "SECURE NXDOMAIN"),
            new Row("nobody.nosuch", "MX", "SECURE NXDOMAIN"),
            new Row("nobody.example", "MX", "SECURE NXDOMAIN")));
  }

  @Test
  void unsignedZonesAreProvedToBeUnsigned() throws Exception {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("plain.example", "MX", "INSECURE 1"));
    rows.add(new Row("nobody.plain.example", "MX", "INSECURE NXDOMAIN"));
    rows.add(new Row("plain.example", "DS", "SECURE NOERROR"));
    for (String zone : List.of("nsec.example", "nsec3.example", "optout.example")) {
      rows.add(new Row("signed." + zone, "MX", "SECURE 1"));
      rows.add(new Row("nobody.signed." + zone, "MX", "SECURE NXDOMAIN"));
      rows.add(new Row("unsigned." + zone, "MX", "INSECURE 1"));
      rows.add(new Row("_25._tcp.mx.unsigned." + zone, "TLSA", "INSECURE 1"));
      rows.add(new Row("deep.down." + zone, "MX", "INSECURE 1"));
      rows.add(new Row("down." + zone, "A", "SECURE NOERROR"));
    }
    rows.add(new Row("unsigned.nsec.example", "DS", "SECURE NOERROR"));
    rows.add(new Row("unsigned.nsec3.example", "DS", "SECURE NOERROR"));
    rows.add(new Row("unsigned.optout.example", "DS", "INSECURE NOERROR"));
    rows.add(new Row("nobody.optout.example", "A", "INSECURE NXDOMAIN"));
    rows.add(new Row("mx.optout.example", "TXT", "SECURE NOERROR"));
    judge(rows);
  }

  @Test
  void topLevelDomainsCanBeWritten() throws Exception {
    dns.zone(Zone.of("org", "").signed(Signing.usual().optOut()));
    dns.zone(Zone.of("net", ""));
    dns.zone("unsigned.org", DATA);
    signed("signed.org", Signing.usual().nsec3());
    signed("signed.net", Signing.usual());
    judge(
        List.of(
            new Row("unsigned.org", "MX", "INSECURE 1"),
            new Row("signed.org", "MX", "SECURE 1"),
            new Row("nobody.signed.org", "MX", "SECURE NXDOMAIN"),
            new Row("signed.net", "MX", "INSECURE 1")));
  }

  @Test
  void everyAlgorithmIsUnderstoodOrCountsAsNone() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      String zone = algorithm.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".test";
      signed(zone, Signing.usual().algorithm(algorithm));
      String right = algorithm == SigningAlgorithm.UNKNOWN ? "INSECURE" : "SECURE";
      rows.add(new Row(zone, "MX", right + " 1"));
      rows.add(new Row("nobody." + zone, "MX", right + " NXDOMAIN"));
    }
    for (Digest digest : Digest.values()) {
      String zone = "digest-" + digest.number() + ".test";
      signed(zone, Signing.usual().digest(digest));
      rows.add(new Row(zone, "MX", digest == Digest.UNKNOWN ? "INSECURE 1" : "SECURE 1"));
    }
    signed("island.test", Signing.usual().withoutDs());
    rows.add(new Row("island.test", "MX", "INSECURE 1"));
    dns.validation(Validation.ON_WITH_SHA1);
    judge(rows);
  }

  @Test
  void zonesSignedWithSha1CountAsUnsignedUnlessTheResolverIsToldOtherwise() throws Exception {
    signed("old.test", Signing.usual().algorithm(SigningAlgorithm.RSASHA1));
    Judge trusting = Judge.trusting(dns.address());
    assertThat(trusting.verdict("old.test", "MX")).isEqualTo("INSECURE 1");
    dns.validation(Validation.ON_WITH_SHA1);
    assertThat(trusting.verdict("old.test", "MX")).isEqualTo("SECURE 1");
  }

  @Test
  void everyFaultIsBogus() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (Signing signing : List.of(Signing.usual(), Signing.usual().nsec3())) {
        String zone =
            fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                + (signing.equals(Signing.usual()) ? "" : "-3")
                + ".test";
        signed(zone, signing.fault(fault));
        signed("below." + zone, signing);
        dns.zone("unsigned." + zone, DATA);
        boolean all = fault.breaksEverything();
        rows.add(new Row("mx." + zone, "A", all ? "BOGUS" : "SECURE 1"));
        rows.add(new Row("nobody." + zone, "A", "BOGUS"));
        rows.add(new Row("mx." + zone, "TLSA", "BOGUS"));
        rows.add(new Row("some.wild." + zone, "TXT", "BOGUS"));
        rows.add(new Row("mx.below." + zone, "A", all ? "BOGUS" : "SECURE 1"));
        rows.add(new Row("mx.unsigned." + zone, "A", "BOGUS"));
      }
    }
    judge(rows);
  }

  @Test
  void forgedAnswersAreBogusInSignedZonesAndBelievedInOthers() throws Exception {
    List<Mounted> mounted = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (String zone : List.of("nsec.example", "nsec3.example", "plain.example")) {
      boolean plain = zone.startsWith("plain");
      forge(mounted, zone, "MX", Interference.forged("10 mx.evil.example"));
      rows.add(new Row(zone, "MX", plain ? "INSECURE 1" : "BOGUS"));
      forge(mounted, "mx." + zone, "A", Interference.forgedAndSigned("203.0.113.66"));
      rows.add(new Row("mx." + zone, "A", plain ? "INSECURE 1" : "BOGUS"));
      forge(mounted, "_25._tcp.mx." + zone, "TLSA", Interference.forgedNoSuchName());
      rows.add(new Row("_25._tcp.mx." + zone, "TLSA", plain ? "INSECURE NXDOMAIN" : "BOGUS"));
      forge(mounted, "mx." + zone, "AAAA", Interference.forgedNoData());
      rows.add(new Row("mx." + zone, "AAAA", plain ? "INSECURE NOERROR" : "BOGUS"));
      forge(mounted, "some.wild." + zone, "TXT", Interference.stripped());
      rows.add(new Row("some.wild." + zone, "TXT", plain ? "INSECURE 1" : "BOGUS"));
      forge(mounted, "nobody." + zone, "A", new Interference.Tampered(Fault.MISSING_DENIAL));
      rows.add(new Row("nobody." + zone, "A", plain ? "INSECURE NXDOMAIN" : "BOGUS"));
      var alias = new Interference.ForgedAlias(Duration.ofMinutes(5), "mx.plain.example");
      forge(mounted, "new." + zone, "TXT", alias);
      rows.add(new Row("new." + zone, "TXT", plain ? "INSECURE NOERROR" : "BOGUS"));
    }
    judge(rows);
    mounted.forEach(Mounted::close);
    judge(List.of(new Row("nsec.example", "MX", "SECURE 1")));
  }

  @Test
  void attackerWhoHidesTheDsMakesAZoneBogusAndNotInsecure() throws Exception {
    List<Mounted> mounted = new ArrayList<>();
    forge(mounted, "nsec.example", "DS", Interference.forgedNoData());
    forge(mounted, "nsec3.example", "DS", Interference.forgedNoSuchName());
    forge(mounted, "salted.example", "DS", Interference.stripped());
    forge(mounted, "sha256.example", "DNSKEY", Interference.forgedNoData());
    forge(mounted, "optout.example", "DNSKEY", Interference.stripped());
    judge(
        List.of(
            new Row("nsec.example", "MX", "BOGUS"),
            new Row("nsec3.example", "MX", "BOGUS"),
            new Row("salted.example", "MX", "BOGUS"),
            new Row("sha256.example", "MX", "BOGUS"),
            new Row("optout.example", "MX", "BOGUS"),
            new Row("plain.example", "MX", "INSECURE 1")));
  }

  @Test
  void replayedDataIsGoodForASignaturesLife() throws Exception {
    signed("short.example", Signing.usual().life(Duration.ofDays(2)));
    Mounted replay = dns.interfereBelow("short.example", new Interference.Stale());
    dns.set("short.example", org.postroad.protocol.dns.RecordType.MX, "10 a.", "20 b.");

    now.updateAndGet(t -> t.plus(Duration.ofHours(20)));
    judge(List.of(new Row("short.example", "MX", "SECURE 1")));
    now.updateAndGet(t -> t.plus(Duration.ofDays(2)));
    judge(List.of(new Row("short.example", "MX", "BOGUS")));
    replay.close();
    judge(List.of(new Row("short.example", "MX", "SECURE 2")));
  }

  @Test
  void signaturesFollowTheClock() throws Exception {
    judge(List.of(new Row("nsec.example", "MX", "SECURE 1")));
    for (Duration step : List.of(Duration.ofDays(400), Duration.ofDays(-800))) {
      now.updateAndGet(t -> t.plus(step));
      judge(List.of(new Row("nsec.example", "MX", "SECURE 1")));
    }
  }

  @Test
  void zonesAreSignedAndUnsignedWhileItRuns() throws Exception {
    dns.sign("plain.example", Signing.usual().nsec3());
    dns.unsign("nsec.example");
    dns.set("new.nsec3.example", org.postroad.protocol.dns.RecordType.TXT, "\"new\"");
    judge(
        List.of(
            new Row("plain.example", "MX", "SECURE 1"),
            new Row("nsec.example", "MX", "INSECURE 1"),
            new Row("new.nsec3.example", "TXT", "SECURE 1")));
  }

  @Test
  void resolverThatDoesNotValidateVouchesForNothing() throws Exception {
    signed("bogus.test", Signing.usual().fault(Fault.BOGUS_SIGNATURES));
    dns.validation(Validation.OFF);
    Judge trusting = Judge.trusting(dns.address());
    assertThat(trusting.verdict("nsec.example", "MX")).isEqualTo("INSECURE 1");
    assertThat(trusting.verdict("bogus.test", "MX")).isEqualTo("INSECURE 1");
    Judge own = Judge.dnsjava(dns, now::get);
    assertThat(own.verdict("nsec.example", "MX")).isEqualTo("SECURE 1");
    assertThat(own.verdict("bogus.test", "MX")).isEqualTo("BOGUS");
  }

  private void signed(String zone, Signing how) {
    dns.zone(Zone.of(zone, DATA).signed(how));
  }

  private void forge(List<Mounted> mounted, String name, String type, Interference how) {
    mounted.add(dns.interfere(name, type, how));
  }

  /// All judges must agree with each row.
  private void judge(List<Row> rows) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    check(softly, "the lab's resolver", Judge.trusting(dns.address()), rows);
    check(softly, "dnsjava", Judge.dnsjava(dns, now::get), rows);
    softly.assertAll();
    Loudly.needs(Unbound.isInstalled(), "unbound is not installed to judge the zones");
    try (Unbound unbound = Unbound.start(dns, Unbound.Options.usual().by(now::get))) {
      check(softly, "unbound", Judge.trusting(unbound.address()), rows);
      if (!softly.wasSuccess()) {
        System.err.println(unbound.log());
      }
    }
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, String who, Judge judge, List<Row> rows)
      throws Exception {
    for (Row row : rows) {
      String verdict = judge.verdict(row.name(), row.type());
      softly
          .assertThat(verdict)
          .as("%s of %s %s %s", who, row.name(), row.type(), judge.reason(row.name(), row.type()))
          .isEqualTo(row.verdict());
    }
  }
}
