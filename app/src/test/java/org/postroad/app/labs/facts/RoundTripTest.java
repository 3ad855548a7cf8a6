package org.postroad.app.labs.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.dns.Interference.servfail;
import static org.postroad.lab.faults.FaultClass.HOST_UNREACHABLE;
import static org.postroad.lab.faults.FaultClass.MX_IPV6_SILENT;
import static org.postroad.lab.faults.FaultClass.PORT_25_BLOCKED;
import static org.postroad.lab.zone.Fault.BOGUS_SIGNATURES;
import static org.postroad.lab.zone.Fault.MISSING_SIGNATURES;
import static org.postroad.lab.zone.Fault.NOT_YET;
import static org.postroad.lab.zone.SigningAlgorithm.RSASHA256;
import static org.postroad.lab.zone.SigningAlgorithm.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.DomainFacts;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.lab.mx.StartTls;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Signing.Digest;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.RecordType;

/// Every fault that was measured, looked at in the lab where it was made, and once more in the lab
/// that is made of what was seen there: a check finds the same.
class RoundTripTest {

  /// Of those whom nobody answers at all: their own time, not everybody's.
  private static final Set<FaultClass> SLOW =
      Set.of(HOST_UNREACHABLE, MX_IPV6_SILENT, PORT_25_BLOCKED);

  @TestFactory
  Stream<DynamicTest> factsOfEveryFaultMakeALabWithTheSameFindings() {
    return Arrays.stream(FaultClass.values())
        .map(fault -> DynamicTest.dynamicTest(fault.words(), () -> comesRound(fault)));
  }

  private static void comesRound(FaultClass fault) {
    Duration patience = Duration.ofSeconds(SLOW.contains(fault) ? 5 : 30);
    comesRound(fault.text() + ".example", patience, domain -> fault.befall(domain));
  }

  private static void comesRound(String name, Duration patience, Consumer<SoundDomain> change) {
    DomainFacts first;
    try (LabInternet net = LabInternet.start()) {
      change.accept(SoundDomain.at(net, name).alsoOverIpv6());
      first = Looked.read(Looked.at(net).facts(name, patience));
    }
    try (FactsLab lab = Looked.lab(first)) {
      assertThat(lab.notes())
          .allMatch(
              note -> note.contains("nothing in it was valid") || note.contains("before TLS"));
      DomainFacts again = Looked.read(Looked.at(lab).facts(name, patience));
      assertThat(Looked.findings(again))
          .as("not as it was: %s", lab.notes())
          .isEqualTo(Looked.findings(first))
          .isNotEmpty();
      assertThat(Looked.answers(again)).isEqualTo(Looked.answers(first));
      assertThat(Seen.hosts(again)).isEqualTo(Seen.hosts(first));
    }
  }

  @TestFactory
  Stream<DynamicTest> factsOfOtherConductDoSo() {
    return Stream.of(
        row("signed with NSEC3, DANE", d -> sign(d, Signing.usual().nsec3())),
        row("signed with RSA", d -> sign(d, Signing.usual().algorithm(RSASHA256))),
        row("an algorithm that nobody knows", d -> sign(d, Signing.usual().algorithm(UNKNOWN))),
        row("a digest that nobody knows", d -> sign(d, Signing.usual().digest(Digest.UNKNOWN))),
        row("signatures that do not hold", d -> sign(d, Signing.usual().fault(BOGUS_SIGNATURES))),
        row("no signatures", d -> sign(d, Signing.usual().fault(MISSING_SIGNATURES))),
        row("signatures of tomorrow", d -> sign(d, Signing.usual().fault(NOT_YET))),
        row("signatures about to end", RoundTripTest::aboutToEnd),
        row("no answer for TLSA alone", RoundTripTest::tlsaFails),
        row("one bogus answer", RoundTripTest::oneBogusAnswer),
        row("an authority's TLSA", RoundTripTest::daneByAuthority),
        row("a lame name server", d -> server(d, new Interference.Lame())),
        row("a name server that refuses", d -> server(d, Interference.refused())),
        row("aliases for keys and reports", RoundTripTest::aliases),
        row("an alias as exchanger", RoundTripTest::aliasAsExchanger),
        row("reverse names", RoundTripTest::reverseNames),
        row("a name with nothing below the last label", d -> include(d, "gone.test")),
        row("SPF elsewhere", d -> include(d, "spf.mailer.test")),
        row("below a top-level domain that opts out", RoundTripTest::optOut),
        row("reverse names in a signed zone", RoundTripTest::signedReverseNames),
        row("mail at a signed provider", RoundTripTest::signedProvider),
        row("old TLS too", d -> mx(d, c -> c.tlsVersions("TLSv1", "TLSv1.1", "TLSv1.2"))),
        row("old TLS alone", d -> mx(d, c -> c.tlsVersions("TLSv1"))),
        row("no TLS 1.3", d -> mx(d, c -> c.tlsVersions("TLSv1.2"))),
        row("a post-quantum group", d -> d.domain().mx().group(0x11ec)),
        row("no STARTTLS", d -> mx(d, MxConduct::withoutStartTls)),
        row("STARTTLS refused", d -> mx(d, c -> c.startTls(StartTls.refused()))),
        row("cut at STARTTLS", d -> mx(d, c -> c.startTls(new StartTls.Cuts()))),
        row("cut in the handshake", d -> mx(d, c -> c.startTls(new StartTls.HangsUp()))),
        row("an alert", d -> mx(d, c -> c.startTls(new StartTls.Alerts(40)))),
        row(
            "octets before TLS",
            d -> mx(d, c -> c.startTls(new StartTls.Injects("", "250 a\r\n")))),
        row("turned away", d -> mx(d, c -> c.answering(Stage.CONNECT, SmtpReply.of(554, "no")))),
        row("hung up", d -> mx(d, c -> c.answering(Stage.CONNECT, new SmtpReply.HangsUp()))),
        row("greylisted", d -> mx(d, c -> c.answering(Stage.EHLO, SmtpReply.of(421, "a", "b")))),
        row("a page in Latin-1", d -> serve(d, octets("version: STSv1\r\nmode: \u00e9\r\n"))),
        row("in chunks", d -> serve(d, HttpReply.policy("version: STSv1\r\n").chunked())),
        row("100 KB", d -> serve(d, HttpReply.policy("").filledTo(100_000))),
        row("an unavailable service", d -> serve(d, HttpReply.policy("").status(503))),
        row("not HTTP", d -> conduct(d, new Conduct.Raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"))),
        row("no answer but the end", d -> conduct(d, new Conduct.HangsUp())),
        row("no TLS", d -> conduct(d, new Conduct.SpeaksPlain("HTTP/1.1 400 .\r\n\r\n"))),
        row("a cut handshake", d -> conduct(d, new Conduct.HangsUpInHandshake())),
        row("an authority that nobody knows", RoundTripTest::unknownAuthority),
        row("an early certificate", d -> web(d, host(d).notYetValid())),
        row("SHA-1", d -> web(d, host(d).signedWithSha1())),
        row("the name in the CN alone", d -> web(d, Leaf.commonNameOnly(name(d)))),
        row("with its root", d -> web(d, host(d).viaIntermediate().sendingRoot())));
  }

  private static DynamicTest row(String claim, Consumer<SoundDomain> change) {
    return DynamicTest.dynamicTest(
        claim, () -> comesRound("some.example", Duration.ofSeconds(30), change));
  }

  @Test
  void domainsOfOneProviderShareItsHosts() {
    List<String> names = List.of("one.example", "two.example");
    List<DomainFacts> first;
    try (LabInternet net = LabInternet.start()) {
      names.forEach(name -> signedProvider(SoundDomain.at(net, name), net));
      first = names.stream().map(name -> Looked.read(look(Looked.at(net), name))).toList();
    }
    try (FactsLab lab = Looked.lab(first.toArray(DomainFacts[]::new))) {
      for (DomainFacts before : first) {
        DomainFacts again = look(Looked.at(lab), before.domain().text());
        assertThat(Looked.findings(again)).isEqualTo(Looked.findings(before)).isNotEmpty();
      }
      assertThat(lab.notes()).isEmpty();
    }
  }

  private static DomainFacts look(Looked at, String name) {
    return at.facts(name, Duration.ofSeconds(30));
  }

  private static void sign(SoundDomain domain, Signing how) {
    domain.domain().dane();
    domain.domain().signed(how);
  }

  private static void aboutToEnd(SoundDomain domain) {
    domain.domain().dane();
    Instant now = domain.net().clock().instant();
    domain
        .domain()
        .signed(
            Signing.usual().dates(now.minus(Duration.ofDays(13)), now.plus(Duration.ofDays(1))));
  }

  private static void tlsaFails(SoundDomain domain) {
    domain.domain().dane();
    interfere(domain, "_25._tcp." + domain.domain().mxName(), RecordType.TLSA, servfail());
  }

  private static void oneBogusAnswer(SoundDomain domain) {
    domain.domain().dane();
    interfere(
        domain,
        domain.domain().recordName(),
        RecordType.TXT,
        new Interference.Tampered(BOGUS_SIGNATURES));
  }

  private static void daneByAuthority(SoundDomain domain) {
    domain.domain().signed();
    domain.domain().tlsa(Tlsa.ta(domain.net().ca()), Tlsa.wrong());
    domain
        .domain()
        .mx()
        .credential(
            domain
                .net()
                .ca()
                .issue(Leaf.of(domain.domain().mxName()).viaIntermediate().sendingRoot()));
  }

  private static void server(SoundDomain domain, Interference instead) {
    String name = domain.name();
    for (String host : List.of("ns1." + name, "ns2." + name)) {
      LabDns server = domain.net().nameServer(host);
      server.zone(name, "@ SOA ns1 hostmaster 7 3600 600 86400 60\n@ MX 10 mx");
      if (host.startsWith("ns2")) {
        Mounted _ = server.interfereBelow(name, instead);
      }
    }
    domain.net().dns().set(name, RecordType.NS, "ns1." + name, "ns2." + name);
  }

  private static void interfere(
      SoundDomain domain, String name, RecordType type, Interference instead) {
    Mounted _ = domain.net().dns().interfere(name, type, instead);
  }

  private static void aliases(SoundDomain domain) {
    domain.net().zone("mailer.test", "some._domainkey TXT \"v=DKIM1; p=\"\ntls TXT \"nothing\"");
    LabDns dns = domain.net().dns();
    dns.set("s1._domainkey." + domain.name(), RecordType.CNAME, "some._domainkey.mailer.test");
    dns.remove("_smtp._tls." + domain.name(), RecordType.TXT);
    dns.set("_smtp._tls." + domain.name(), RecordType.CNAME, "tls.mailer.test");
    dns.remove(domain.domain().recordName(), RecordType.TXT);
    dns.set(domain.domain().recordName(), RecordType.CNAME, "gone.mailer.test");
  }

  private static void aliasAsExchanger(SoundDomain domain) {
    LabDns dns = domain.net().dns();
    dns.set("alias." + domain.name(), RecordType.CNAME, domain.domain().mxName());
    dns.set(domain.name(), RecordType.MX, "10 alias." + domain.name());
  }

  private static void reverseNames(SoundDomain domain) {
    domain.net().zone("51.198.in-addr.arpa", "1.100 PTR " + domain.domain().mxName() + ".");
  }

  private static void optOut(SoundDomain domain) {
    domain.domain().dane();
    domain.net().dns().zone(Zone.of("test", "").signed(Signing.usual().optOut()));
    include(domain, "gone.test");
  }

  private static void signedReverseNames(SoundDomain domain) {
    domain.domain().dane();
    domain.net().signedZone("in-addr.arpa", "");
    reverseNames(domain);
  }

  private static void signedProvider(SoundDomain domain) {
    signedProvider(domain, domain.net());
  }

  private static void signedProvider(SoundDomain domain, LabInternet net) {
    if (!net.dns().isOrigin("provider.test")) {
      net.signedZone("provider.test", "");
      LabMx mx = net.mx("in.mail.provider.test");
      net.tlsa("in.mail.provider.test", Tlsa.ee(mx.credential()));
    }
    net.dns().set(domain.name(), RecordType.MX, "10 in.mail.provider.test");
  }

  private static void include(SoundDomain domain, String name) {
    domain.net().zone("mailer.test", "spf TXT \"v=spf1 ip4:192.0.2.0/24 a:none.mailer.test -all\"");
    domain
        .net()
        .dns()
        .set(domain.name(), RecordType.TXT, "\"v=spf1 mx include:" + name + " -all\"");
  }

  private static void mx(SoundDomain domain, UnaryOperator<MxConduct> change) {
    domain.domain().mx().conduct(change.apply(domain.domain().mx().conduct()));
  }

  private static void serve(SoundDomain domain, HttpReply reply) {
    conduct(domain, new Conduct.Replies(reply));
  }

  private static HttpReply octets(String octets) {
    HttpReply good = HttpReply.policy("");
    return new HttpReply(
        good.version(), 200, good.headers(), new HttpReply.Body.Octets(octets), good.framing());
  }

  private static void conduct(SoundDomain domain, Conduct conduct) {
    domain.domain().policyHost().conduct(name(domain), conduct);
  }

  private static String name(SoundDomain domain) {
    return domain.domain().policyHostName();
  }

  private static Leaf host(SoundDomain domain) {
    return Leaf.of(name(domain));
  }

  private static void web(SoundDomain domain, Leaf leaf) {
    domain.domain().policyHost().credential(name(domain), domain.net().ca().issue(leaf));
  }

  private static void unknownAuthority(SoundDomain domain) {
    LabCa stranger = LabCa.create("Lab root", domain.net().clock().instant());
    Leaf leaf = host(domain).viaIntermediate().sendingRoot();
    domain.domain().policyHost().credential(name(domain), stranger.issue(leaf));
  }
}
