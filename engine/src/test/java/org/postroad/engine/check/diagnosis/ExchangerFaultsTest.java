package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.row;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.table;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.MX_IP;
import static org.postroad.engine.check.diagnosis.World.NOW;
import static org.postroad.engine.check.diagnosis.World.TOOK;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// Faults of exchangers, TLSA records and the DNS: each has exactly one root. The expected codes
/// were written from the RFCs before the rules.
class ExchangerFaultsTest {

  private static final Instant SIGNED = NOW.minus(Duration.ofDays(14));

  @TestFactory
  Stream<DynamicTest> exchangerFaultHasOneRoot() {
    List<PolicyFaultsTest.Row> rows = new ArrayList<>();
    Map<CertificateFault.Kind, String> codes =
        Map.of(
            CertificateFault.Kind.NAME_MISMATCH, "mx-name-mismatch",
            CertificateFault.Kind.SELF_SIGNED, "mx-self-signed",
            CertificateFault.Kind.EXPIRED, "mx-expired",
            CertificateFault.Kind.NOT_YET_VALID, "mx-not-yet-valid",
            CertificateFault.Kind.INCOMPLETE_CHAIN, "mx-incomplete-chain",
            CertificateFault.Kind.UNTRUSTED, "mx-untrusted",
            CertificateFault.Kind.UNFIT, "mx-unfit-certificate");
    codes.forEach((kind, code) -> rows.add(row(code, code, w -> w.mxTls(World.faulty(kind, MX)))));
    rows.add(row("does not exist", "mx-absent", w -> noMx(w).noExchangers()));
    rows.add(
        row("MX without address", "mx-no-address", w -> w.noExchangers().exchanger(MX).host(MX)));
    rows.add(row("MX is an alias", "mx-alias", w -> w.alias(MX, "real.example.net", MX_IP)));
    rows.add(
        row(
            "refused",
            "mx-unreachable",
            w -> down(w, new Tcp.Refused("connection refused", TOOK))));
    rows.add(row("silent", "mx-unreachable", w -> down(w, new Tcp.TimedOut(TOOK))));
    rows.add(
        row(
            "IPv6 refused, IPv4 works",
            "mx-ipv6-broken",
            w ->
                w.noExchangers()
                    .exchanger(
                        MX,
                        w.smtpDown(MX, "2001:db8::25", new Tcp.Refused("refused", TOOK)),
                        good(w))));
    rows.add(
        row(
            "one of two addresses",
            "mx-address-broken",
            w ->
                w.noExchangers()
                    .exchanger(MX, w.smtpDown(MX, "192.0.2.26", new Tcp.TimedOut(TOOK)), good(w))));
    rows.add(
        row(
            "no STARTTLS",
            "mx-no-starttls",
            w -> startTls(w, new StartTlsAnswer.NotOffered(), World.noTls())));
    rows.add(
        row(
            "STARTTLS broken",
            "mx-starttls-broken",
            w ->
                startTls(
                    w,
                    new StartTlsAnswer.Broken(SmtpAnswer.Cause.LOST, "connection lost"),
                    World.noTls())));
    rows.add(
        row(
            "an alert",
            "mx-no-certificate",
            w ->
                startTls(
                    w,
                    new StartTlsAnswer.Accepted(),
                    new Tls.Failed("Received fatal alert: handshake_failure", TOOK))));
    rows.add(row("TLS 1.1 at best", "mx-tls-too-old", ExchangerFaultsTest::onlyOld));
    rows.add(
        row(
            "a certificate that ends in a week",
            "mx-expires-soon",
            w ->
                w.mxTls(
                    World.tls(
                        LabCa.create("Old", NOW.minus(Duration.ofDays(391)))
                            .issue(Leaf.of(MX))
                            .chain(),
                        Trust.Kind.VERIFIED,
                        ""))));
    return table(rows.toArray(PolicyFaultsTest.Row[]::new));
  }

  private static World noMx(World world) {
    world.none("example.com", RecordType.MX);
    return world.host("example.com");
  }

  private static World down(World world, Tcp tcp) {
    return world.noExchangers().exchanger(MX, world.smtpDown(MX, MX_IP, tcp));
  }

  private static SmtpVisit good(World world) {
    return world.smtp(MX, MX_IP, World.verified(Leaf.of(MX)));
  }

  private static World startTls(World world, StartTlsAnswer answer, Tls tls) {
    return world.noExchangers().exchanger(MX, world.smtp(MX, MX_IP, answer, tls));
  }

  private static World onlyOld(World world) {
    SmtpVisit visit =
        world.smtp(
            MX,
            MX_IP,
            new StartTlsAnswer.Accepted(),
            new Tls.Failed("Received fatal alert: protocol_version", TOOK));
    Map<TlsVersion, Hello> hellos =
        Map.of(
            TlsVersion.TLS_1_1,
            new Hello.Agreed(TlsVersion.TLS_1_1, 0xc014, Optional.empty(), TOOK));
    return world
        .noExchangers()
        .exchanger(
            MX,
            new SmtpVisit(
                visit.address(),
                visit.sni(),
                visit.tcp(),
                visit.greeting(),
                visit.hello(),
                visit.startTls(),
                visit.tls(),
                visit.secured(),
                hellos));
  }

  @TestFactory
  Stream<DynamicTest> daneFaultHasOneRoot() {
    X509Certificate old = chain("Then", Duration.ofDays(90)).getFirst();
    List<X509Certificate> current = chain("Now", Duration.ofDays(80));
    List<X509Certificate> fresh = chain("Now", Duration.ofDays(2));
    return table(
        row(
            "a new key, and the record of the old one",
            "dane-tlsa-late",
            w -> signed(w, fresh, tlsa(3, old))),
        row("another key", "dane-mismatch", w -> signed(w, current, tlsa(3, old))),
        row(
            "the authority changed its intermediate",
            "dane-ta-changed",
            w -> signed(w, current, tlsa(2, World.CA.intermediate()))),
        row("usage 1", "dane-unusable", w -> signed(w, current, tlsa(1, current.getFirst()))),
        row(
            "records in a zone that is not signed",
            "dane-insecure-zone",
            w ->
                w.host(Security.INSECURE, MX, MX_IP)
                    .tlsa(MX, Security.INSECURE, tlsa(3, current.getFirst()))),
        row(
            "TLSA questions fail",
            "dane-lookup-failed",
            w ->
                signed(w, current, tlsa(3, current.getFirst()))
                    .failed("_25._tcp." + MX, RecordType.TLSA, Answer.Why.SERVER_FAILED)),
        row(
            "a record cut short beside a good one",
            "dane-record-ignored",
            w -> signed(w, current, tlsa(3, current.getFirst()), new TlsaRecord(3, 1, 1, "0011"))));
  }

  private static List<X509Certificate> chain(String authority, Duration age) {
    return LabCa.create(authority, NOW.minus(age)).issue(Leaf.of(MX).viaIntermediate()).chain();
  }

  private static World signed(World world, List<X509Certificate> chain, TlsaRecord... records) {
    return world
        .mx(Security.SECURE, MX)
        .host(Security.SECURE, MX, MX_IP)
        .tlsa(MX, Security.SECURE, records)
        .mxTls(World.tls(chain, Trust.Kind.VERIFIED, ""));
  }

  private static TlsaRecord tlsa(int usage, X509Certificate certificate) {
    return new TlsaRecord(usage, 1, 1, sha256(certificate.getPublicKey().getEncoded()));
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void lateTlsaRecordStandsInTheNextStepsReadyToPaste() {
    List<X509Certificate> fresh = chain("Now", Duration.ofDays(2));
    X509Certificate old = chain("Then", Duration.ofDays(90)).getFirst();
    NextStep step = signed(World.healthy(), fresh, tlsa(3, old)).diagnosis().next().getFirst();
    assertThat(step.title()).isEqualTo("mend the TLSA records");
    assertThat(step.records().getFirst().text())
        .isEqualTo("_25._tcp.mx.example.com. IN TLSA " + tlsa(3, fresh.getFirst()).text());
  }

  @Test
  void goodTlsaRecordOfTheOnlyKeyIsPraisedAndTheNextRollOverNamed() {
    List<X509Certificate> chain = chain("Now", Duration.ofDays(80));
    Diagnosis diagnosis = signed(World.healthy(), chain, tlsa(3, chain.getFirst())).diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(diagnosis.has(FindingCode.DANE_GOOD)).isTrue();
    assertThat(diagnosis.has(FindingCode.DANE_NEXT_ROLLOVER)).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> dnsFaultHasOneRoot() {
    return table(
        row(
            "signatures expired",
            "dnssec-expired",
            w -> bogus(w).signature("example.com", RecordType.MX, SIGNED, NOW.minusSeconds(99))),
        row("signatures that do not hold", "dnssec-bogus", ExchangerFaultsTest::bogus),
        row(
            "signatures that end in a day",
            "dnssec-expiring",
            w ->
                w.mx(Security.SECURE, MX)
                    .signature("example.com", RecordType.MX, SIGNED, NOW.plus(Duration.ofDays(1)))),
        row(
            "a silent name server",
            "name-server-silent",
            w ->
                w.nameServer("ns1.example.com", "192.0.2.1", World.serial(7))
                    .nameServer(
                        "ns2.example.com",
                        "192.0.2.2",
                        new org.postroad.engine.check.NameServer.Unanswered(
                            World.serial(7).question(), Answer.Why.TIMED_OUT, "nothing came"))),
        row(
            "name servers with different MX records",
            "name-server-answers-differ",
            w ->
                w.nameServer("ns1.example.com", "192.0.2.1", World.serial(7), mx("a.example"))
                    .nameServer("ns2.example.com", "192.0.2.2", World.serial(7), mx("b.example"))),
        row(
            "a name server that was never told of the zone",
            "name-server-lame",
            w ->
                w.nameServer("ns2.example.com", "192.0.2.2", World.serial(7))
                    .nameServer(
                        "ns1.example.com",
                        "192.0.2.1",
                        new org.postroad.engine.check.NameServer.Answered(
                            World.serial(7).question(), true, false, List.of(), TOOK))));
  }

  private static org.postroad.engine.check.NameServer.Said mx(String host) {
    return World.said("example.com", RecordType.MX, new MxRecord(10, DomainName.of(host)));
  }

  private static World bogus(World world) {
    return world
        .noExchangers()
        .noWeb()
        .failed("example.com", RecordType.MX, Answer.Why.BOGUS)
        .failed("_mta-sts.example.com", RecordType.TXT, Answer.Why.BOGUS)
        .failed("mta-sts.example.com", RecordType.A, Answer.Why.BOGUS)
        .failed("mta-sts.example.com", RecordType.AAAA, Answer.Why.BOGUS)
        .failed("_smtp._tls.example.com", RecordType.TXT, Answer.Why.BOGUS)
        .failed("_dmarc.example.com", RecordType.TXT, Answer.Why.BOGUS)
        .failed("example.com", RecordType.TXT, Answer.Why.BOGUS);
  }

  @Test
  void listedAddressIsAWarningAndAnErrorCodeOfTheListIsNone() {
    World world = World.healthy().blocklists("bl.example");
    world.found(
        "25.2.0.192.bl.example",
        RecordType.A,
        Security.INSECURE,
        new DnsRecord.AddressRecord(World.ip("127.0.0.2")));
    assertThat(world.diagnosis().roots())
        .extracting(Finding::code)
        .containsExactly(FindingCode.BLOCKLISTED);
    world.found(
        "25.2.0.192.bl.example",
        RecordType.A,
        Security.INSECURE,
        new DnsRecord.AddressRecord(World.ip("127.255.255.254")));
    assertThat(world.diagnosis().roots()).isEmpty();
    assertThat(world.diagnosis().has(FindingCode.BLOCKLIST_UNANSWERED)).isTrue();
  }

  /// RFC 5782 §2.1: an entry is of 127.0.0.0/8. A closed list that answers all, and one that does
  /// not answer, tell nothing.
  @Test
  void listThatDoesNotTellIsUnknown() {
    String entry = "25.2.0.192.bl.example";
    World silent =
        World.healthy()
            .blocklists("bl.example")
            .failed(entry, RecordType.A, Answer.Why.SERVER_FAILED);
    World parked =
        World.healthy()
            .blocklists("bl.example")
            .found(
                entry,
                RecordType.A,
                Security.INSECURE,
                new DnsRecord.AddressRecord(World.ip("192.0.2.99")));
    for (World world : List.of(silent, parked)) {
      assertThat(world.diagnosis().verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(world.diagnosis().has(FindingCode.BLOCKLISTED)).isFalse();
    }
    assertThat(
            World.healthy()
                .blocklists("bl.example")
                .noName(entry, RecordType.A)
                .diagnosis()
                .verdict())
        .isEqualTo(Verdict.GOOD);
  }

  @Test
  void blockedPort25IsUnknownWhateverWasSeen() {
    Random random = new Random(20260601);
    for (int round = 0; round < 300; round++) {
      World world = World.healthy().port25(Reach.UNKNOWN).noExchangers();
      List<SmtpVisit> visits = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        String address = random.nextBoolean() ? "192.0.2." + (30 + i) : "2001:db8::" + (30 + i);
        visits.add(
            world.smtpDown(
                MX,
                address,
                switch (random.nextInt(3)) {
                  case 0 -> new Tcp.Refused("connection refused", TOOK);
                  case 1 -> new Tcp.NoRoute("no route", TOOK);
                  default -> new Tcp.TimedOut(TOOK);
                }));
      }
      world.exchanger(MX, visits.toArray(SmtpVisit[]::new));
      world.ipv6(random.nextBoolean() ? Reach.REACHED : Reach.UNKNOWN);
      Diagnosis diagnosis = world.diagnosis();
      assertThat(diagnosis.verdict())
          .as("seed 20260601, round " + round)
          .isEqualTo(Verdict.UNKNOWN);
      assertThat(diagnosis.surveyClass()).isEqualTo("unknown");
      assertThat(diagnosis.has(FindingCode.PORT_25_BLOCKED)).isTrue();
      assertThat(diagnosis.findings())
          .filteredOn(finding -> finding.code().area() == FindingCode.Area.MX)
          .extracting(Finding::severity)
          .containsOnly(Severity.UNKNOWN);
      DiagnosisInvariants.hold(diagnosis);
    }
  }

  @Test
  void exchangersThatWereNotWantedAreNotUnknown() {
    World world = World.healthy().port25(Reach.NOT_TRIED).noExchangers();
    world.exchanger(
        MX, world.smtpDown(MX, MX_IP, new Tcp.NotTried(Omission.SWITCHED_OFF, "not wanted")));
    assertThat(world.diagnosis().has(FindingCode.MX_NOT_CHECKED)).isTrue();
    assertThat(world.diagnosis().verdict()).isEqualTo(Verdict.GOOD);
  }

  /// RFC 7505 §3: a domain with a null MX must have no other.
  @Test
  void nullMxBesideAnotherIsAWarning() {
    Diagnosis diagnosis =
        World.healthy()
            .found(
                "example.com",
                RecordType.MX,
                Security.INSECURE,
                new MxRecord(0, DomainName.ROOT),
                new MxRecord(10, DomainName.of(MX)))
            .diagnosis();
    assertThat(diagnosis.roots()).extracting(Finding::code).containsExactly(FindingCode.MX_NULL);
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.WARNINGS);
  }

  @Test
  void nullMxAsksForNothing() {
    Diagnosis diagnosis =
        World.healthy()
            .noExchangers()
            .txt("example.com", "v=spf1 -all")
            .found(
                "example.com", RecordType.MX, Security.INSECURE, new MxRecord(0, DomainName.ROOT))
            .diagnosis();
    assertThat(diagnosis.has(FindingCode.MX_NULL)).isTrue();
    assertThat(diagnosis.next()).isEmpty();
  }
}
