package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.check.Trust;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.Verdict;
import org.postroad.engine.check.json.FactsJson;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.ReverseName;
import org.postroad.lab.LabDomain;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.spf.SpfTree;

/// Facts of domains in the lab, healthy and broken, over real sockets.
class DomainProbeTest {

  private static final DomainName MX = DomainName.of("mx.example.org");
  private static final DomainName HOST = DomainName.of("mta-sts.example.org");

  private final ProbedLab lab = new ProbedLab();

  @AfterEach
  void closes() {
    lab.close();
  }

  @Test
  void everythingOfAHealthyDomainIsSeen() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE).dane();
    domain.mx().conduct(MxConduct.modern());
    DomainFacts facts = lab.facts();

    assertThat(facts.circumstances().complete()).isTrue();
    assertThat(facts.circumstances().port25()).isEqualTo(Reach.REACHED);
    assertThat(facts.circumstances().ipv6()).isEqualTo(Reach.NOT_TRIED);
    assertThat(facts.dns().lookup(DomainName.of("_mta-sts.example.org"), RecordType.TXT))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found -> {
              assertThat(found.security()).isEqualTo(Security.SECURE);
              assertThat(found.only(DnsRecord.TxtRecord.class).getFirst().joined())
                  .isEqualTo("v=STSv1; id=id1;");
            });
    assertThat(facts.dns().lookup(DomainName.of("_25._tcp.mx.example.org"), RecordType.TLSA))
        .isInstanceOf(Answer.Found.class);
    for (RecordType type : List.of(RecordType.DS, RecordType.DNSKEY, RecordType.SOA)) {
      assertThat(facts.dns().lookup(ProbedLab.DOMAIN, type))
          .as(type.name())
          .isInstanceOfSatisfying(
              Answer.Found.class, f -> assertThat(f.security()).isEqualTo(Security.SECURE));
    }
    PolicyVisit policy = facts.policyVisits().getFirst();
    assertThat(policy.tls())
        .isInstanceOfSatisfying(
            Tls.Established.class,
            tls -> {
              assertThat(tls.version()).isEqualTo("TLSv1.3");
              assertThat(tls.trust().kind()).isEqualTo(Trust.Kind.VERIFIED);
              assertThat(tls.chain()).hasSize(1);
            });
    assertThat(policy.http())
        .isInstanceOfSatisfying(
            Http.Answered.class,
            http -> {
              assertThat(http.status()).isEqualTo(200);
              assertThat(http.field("content-type").orElseThrow()).startsWith("text/plain");
              assertThat(http.body()).isEqualTo(domain.policy(PolicyMode.ENFORCE));
              assertThat(http.bodyFault()).isEmpty();
            });
    // The JDK's choice: some builds of 25 have the hybrid group.
    assertThat(group(policy.hello())).isIn(NamedGroup.X25519, NamedGroup.X25519MLKEM768);
    SmtpVisit mail = onlyVisit(facts);
    assertThat(mail.startTls()).isInstanceOf(StartTlsAnswer.Accepted.class);
    assertThat(mail.offeredUnderTls().offers("REQUIRETLS")).isTrue();
    assertThat(mail.offered().offers("REQUIRETLS")).isFalse();
    assertThat(trust(mail.tls())).isEqualTo(Trust.Kind.VERIFIED);
    assertThat(mail.group().orElseThrow()).isIn(NamedGroup.X25519, NamedGroup.X25519MLKEM768);
    assertThat(mail.versions()).containsExactly(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
    assertThat(mail.hello(TlsVersion.TLS_1_1)).isInstanceOf(Hello.Alerted.class);
    assertThat(facts.signatures()).isNotEmpty();
    assertThat(facts.signatures())
        .allSatisfy(seen -> assertThat(seen.expiration()).isAfter(lab.net.clock().instant()));
    assertThat(domain.mx().messages().entries()).isEmpty();
  }

  @Test
  void factsOfTheLabComeBackFromJson() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.TESTING).dane();
    lab.net.dns().set("_imaps._tcp.example.org", RecordType.SRV, "0 1 993 mx.example.org");
    lab.settings = lab.settings.selectors(List.of("s1")).blocklists(List.of(MX));
    assertThat(domain.name()).isEqualTo("example.org");
    DomainFacts facts = lab.facts();
    assertThat(FactsJson.read(FactsJson.write(facts))).isEqualTo(new FactsJson.Parsed.Valid(facts));
    assertThat(facts.services()).hasSize(1);
  }

  @Test
  void missingIntermediateIsSeenAsTheServerSentIt() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    domain.mx().credential(lab.net.ca().issue(Leaf.of(MX.text()).viaMissingIntermediate()));
    SmtpVisit mail = onlyVisit(lab.facts());
    assertThat(mail.tls())
        .isInstanceOfSatisfying(
            Tls.Established.class,
            tls -> {
              assertThat(tls.chain()).hasSize(1);
              assertThat(tls.trust().kind()).isEqualTo(Trust.Kind.NOT_TRUSTED);
              assertThat(tls.trust().why()).contains("issuer unknown");
            });
  }

  @Test
  void behindABadCertificateTheRestIsSeenToo() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    domain.policyHost().credential(HOST.text(), lab.net.ca().issue(Leaf.of("other.example")));
    domain.policyHost().conduct(HOST.text(), Conduct.status(404));
    PolicyVisit visit = lab.facts().policyVisits().getFirst();
    assertThat(trust(visit.tls())).isEqualTo(Trust.Kind.NAME_MISMATCH);
    assertThat(visit.http())
        .isInstanceOfSatisfying(
            Http.Answered.class, http -> assertThat(http.status()).isEqualTo(404));
  }

  @Test
  void policyHostThatAlertsIsNotOneThatIsDown() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    domain.policyHost().conduct(HOST.text(), new Conduct.Alerts(112));
    PolicyVisit visit = lab.facts().policyVisits().getFirst();
    assertThat(visit.tcp()).isInstanceOf(Tcp.Connected.class);
    assertThat(visit.tls())
        .isInstanceOfSatisfying(
            Tls.Failed.class, failed -> assertThat(failed.why()).contains("unrecognized_name"));
    assertThat(visit.hello()).isEqualTo(new Hello.Alerted(112, took(visit.hello())));
  }

  @Test
  void bothFamiliesAreVisitedEachForItself() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    InetAddress dead = lab.net.network().allot6(Quarter.EXCHANGERS);
    InetAddress alive = lab.net.network().allot6(Quarter.EXCHANGERS);
    lab.net.network().open(new InetSocketAddress(dead, 25), new Answering.Refuses());
    lab.net.network().open(new InetSocketAddress(alive, 25), domain.mx());
    lab.net.dns().set(MX.text(), RecordType.AAAA, dead.getHostAddress(), alive.getHostAddress());
    DomainFacts facts = lab.facts();
    List<SmtpVisit> visits = facts.exchangers().getFirst().visits();
    assertThat(visits).hasSize(3);
    assertThat(visits)
        .filteredOn(visit -> visit.address().equals(dead))
        .allSatisfy(visit -> assertThat(visit.tcp()).isInstanceOf(Tcp.Refused.class))
        .hasSize(1);
    assertThat(visits)
        .filteredOn(visit -> !visit.address().equals(dead))
        .allSatisfy(visit -> assertThat(trust(visit.tls())).isEqualTo(Trust.Kind.VERIFIED))
        .hasSize(2);
    assertThat(facts.circumstances().ipv6()).isEqualTo(Reach.REACHED);
  }

  @Test
  void serverOfOldIsSeenWithItsVersions() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.TESTING);
    domain.mx().conduct(MxConduct.honest().tlsVersions("TLSv1", "TLSv1.1"));
    SmtpVisit mail = onlyVisit(lab.facts());
    assertThat(mail.tls()).isInstanceOf(Tls.Failed.class);
    assertThat(mail.versions()).containsExactly(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1);
  }

  @Test
  void portThatNobodyAnswersAtIsUnknownUntilAnotherDomainsExchangerAnswers() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    lab.net.doorsOf(MX.text(), 25).getFirst().divert(new Answering.Unreachable());
    LabDomain other = lab.net.domain("example.net");
    lab.settings = lab.settings.patience(Duration.ofSeconds(1));
    DomainProbe probe = lab.probe();
    DomainFacts alone = probe.gather(DomainName.of(domain.name()));
    assertThat(onlyVisit(alone).tcp()).isInstanceOf(Tcp.TimedOut.class);
    assertThat(alone.circumstances().port25()).isEqualTo(Reach.UNKNOWN);
    assertThat(probe.gather(DomainName.of(other.name())).circumstances().port25())
        .isEqualTo(Reach.REACHED);
    assertThat(probe.gather(DomainName.of(domain.name())).circumstances().port25())
        .as("now somebody answered from here")
        .isEqualTo(Reach.REACHED);
  }

  @Test
  void controlOfTheOperatorTellsAClosedPortFromAClosedHost() {
    lab.net.domain("example.org", PolicyMode.ENFORCE);
    lab.net.doorsOf(MX.text(), 25).getFirst().divert(new Answering.Refuses());
    LabMx control = lab.net.mx("mx.example.com");
    lab.settings =
        lab.settings.controls(
            List.of(new InetSocketAddress(lab.net.addressesOf(control.hostName()).getFirst(), 25)));
    assertThat(lab.facts().circumstances().port25()).isEqualTo(Reach.REACHED);
  }

  @Test
  void nobodyIsVisitedWhoIsNotToBe() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    lab.guard = AddressGuard.PUBLIC_ONLY; // the lab lives at documentation addresses
    DomainFacts guarded = lab.facts();
    assertThat(guarded.policyVisits().getFirst().tcp())
        .isEqualTo(new Tcp.NotTried(Omission.ADDRESS_NOT_ALLOWED, "documentation (RFC 5737)"));
    assertThat(guarded.circumstances().port25()).isEqualTo(Reach.NOT_TRIED);
    lab.guard = AddressGuard.ANY;
    lab.settings = lab.settings.withoutSmtp();
    assertThat(onlyVisit(lab.facts()).tcp())
        .isInstanceOfSatisfying(
            Tcp.NotTried.class,
            none -> assertThat(none.because()).isEqualTo(Omission.SWITCHED_OFF));
    assertThat(domain.mx().visits().entries()).isEmpty();
  }

  @Test
  void deadlineEndsEverythingAndSaysSo() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    domain.policyHost().conduct(HOST.text(), new Conduct.Silent());
    lab.net.dns().interfere("_smtp._tls.example.org", RecordType.TXT, Interference.silent());
    lab.net.doorsOf(MX.text(), 25).getFirst().divert(new Answering.Silent());
    lab.settings = lab.settings.total(Duration.ofSeconds(2));
    long start = System.nanoTime();
    DomainFacts facts = lab.facts();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(facts.circumstances().complete()).isFalse();
    assertThat(facts.policyVisits().getFirst().http()) // says nothing bad of the host
        .isInstanceOfSatisfying(
            Http.NotTried.class, left -> assertThat(left.because()).isEqualTo(Omission.DEADLINE));
    assertThat(onlyVisit(facts).greeting()).isEqualTo(new SmtpAnswer.NotReached()); // nor of MX
    Diagnosis diagnosis = Diagnosis.of(facts, facts.circumstances().started());
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.has(FindingCode.MX_TURNED_US_AWAY)).isFalse();
    assertThat(diagnosis.has(FindingCode.CHECK_INCOMPLETE)).isTrue();
    assertThat(facts.dns().lookup(DomainName.of("_smtp._tls.example.org"), RecordType.TXT))
        .isInstanceOf(Answer.Failed.class);
    assertThat(FactsJson.read(FactsJson.write(facts))).isEqualTo(new FactsJson.Parsed.Valid(facts));
  }

  @Test
  void nameServersAreAskedEachForItself() {
    lab.net.domain("example.org", PolicyMode.ENFORCE);
    lab.net.dns().set("example.org", RecordType.NS, "ns1.example.org", "ns2.example.org");
    lab.net.dns().set("ns1.example.org", RecordType.A, "192.0.2.201");
    lab.net.dns().set("ns2.example.org", RecordType.A, "192.0.2.202");
    try (LabDns stale = LabDns.start()) {
      stale.zone(
          "example.org", "@ SOA ns1 root 7 3600 600 86400 60\n_mta-sts TXT \"v=STSv1; id=old;\"\n");
      lab.elsewhere.put(endpoint("192.0.2.201", 53), lab.net.dns().address());
      lab.elsewhere.put(endpoint("192.0.2.202", 53), stale.address());
      List<NameServer> servers = lab.facts().nameServers();
      assertThat(servers)
          .extracting(NameServer::host)
          .extracting(DomainName::text)
          .containsExactly("ns1.example.org", "ns2.example.org");
      assertThat(serial(servers.get(0))).isEqualTo(1);
      assertThat(serial(servers.get(1))).isEqualTo(7);
      assertThat(id(servers.get(0))).isEqualTo("v=STSv1; id=id1;");
      assertThat(id(servers.get(1))).isEqualTo("v=STSv1; id=old;");
      assertThat(servers)
          .flatExtracting(NameServer::answers)
          .allSatisfy(
              said ->
                  assertThat(said)
                      .isInstanceOfSatisfying(
                          NameServer.Answered.class,
                          answered -> assertThat(answered.authoritative()).isTrue()));
    }
  }

  @Test
  void serversOfATopLevelDomainAreNotAskedForItsCustomers() {
    lab.net.domain("example.org", PolicyMode.ENFORCE); // without NS records of its own
    lab.net.zone("org", "@ NS ns.nic.example.");
    lab.net.zone("nic.example", "ns A 192.0.2.203");
    DomainFacts facts = lab.facts();
    assertThat(facts.nameServers()).isEmpty();
    assertThat(facts.dns().entry(DomainName.of("org"), RecordType.NS)).isEmpty();
  }

  @Test
  void authoritiesAreLookedForUpTheTree() {
    lab.net.domain("example.org", PolicyMode.ENFORCE);
    lab.net.dns().set("example.org", RecordType.CAA, "0 issue \"ca.example.net\"");
    RecordedDns dns = lab.facts().dns();
    assertThat(dns.lookup(HOST, RecordType.CAA)).isInstanceOf(Answer.NoData.class);
    assertThat(dns.lookup(ProbedLab.DOMAIN, RecordType.CAA))
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found ->
                assertThat(found.records())
                    .containsExactly(new DnsRecord.CaaRecord(0, "issue", "ca.example.net")));
    assertThat(dns.entry(DomainName.of("org"), RecordType.CAA)).as("the nearest counts").isEmpty();
  }

  @Test
  void expiredSignaturesAreSeenWhereTheAnswersAreBogus() {
    LabDomain domain = lab.net.domain("example.org", PolicyMode.ENFORCE);
    domain.signed(Signing.usual().fault(Fault.EXPIRED));
    DomainFacts facts = lab.facts();
    assertThat(facts.dns().lookup(ProbedLab.DOMAIN, RecordType.MX))
        .isInstanceOfSatisfying(
            Answer.Failed.class, failed -> assertThat(failed.why()).isEqualTo(Answer.Why.BOGUS));
    assertThat(facts.signatures())
        .filteredOn(seen -> seen.covers().equals("MX"))
        .isNotEmpty()
        .allSatisfy(seen -> assertThat(seen.expiration()).isBefore(lab.net.clock().instant()));
  }

  @Test
  void danglingAliasIsFollowedToWhereItEnds() {
    lab.net.domain("example.org");
    lab.net.dns().set("_mta-sts.example.org", RecordType.TXT, "\"v=STSv1; id=1;\"");
    lab.net.dns().set(HOST.text(), RecordType.CNAME, "gone.example.net");
    lab.net.zone("example.net", "@ TXT \"a provider\"");
    DomainFacts facts = lab.facts();
    assertThat(facts.policyVisits()).isEmpty();
    assertThat(facts.dns().lookup(HOST, RecordType.CNAME)).isInstanceOf(Answer.Found.class);
    assertThat(facts.dns().lookup(HOST, RecordType.A)).isInstanceOf(Answer.NoSuchName.class);
  }

  @Test
  void namesOfAddressesAndBlocklistsAreAsked() {
    lab.net.domain("example.org");
    InetAddress address = lab.net.addressesOf(MX.text()).getFirst();
    DomainName zone = DomainName.of("bl.example.net");
    lab.net.zone("in-addr.arpa", ReverseName.of(address) + ". PTR mx.example.org.");
    lab.net.zone("example.net", ReverseName.in(zone, address) + ". A 127.0.0.2");
    lab.settings = lab.settings.blocklists(List.of(zone));
    DomainFacts facts = lab.facts();
    assertThat(facts.dns().lookup(ReverseName.of(address), RecordType.PTR))
        .isInstanceOf(Answer.Found.class);
    assertThat(facts.dns().lookup(ReverseName.in(zone, address), RecordType.A))
        .isInstanceOf(Answer.Found.class);
  }

  @Test
  void whatSendersRulesAskForCanBeReplayed() {
    lab.net.domain("example.org");
    lab.net.zone(
        "example.net",
        """
        _spf        TXT "v=spf1 include:_spf2.example.net a:mail.example.net -all"
        _spf2       TXT "v=spf1 ip4:198.51.100.0/24 ~all"
        mail        A   198.51.100.77
        reports     MX  10 mail
        example.org._report._dmarc.reports TXT "v=DMARC1"
        """);
    LabDns dns = lab.net.dns();
    dns.set("example.org", RecordType.TXT, "\"v=spf1 mx include:_spf.example.net -all\"");
    dns.set(
        "_dmarc.example.org",
        RecordType.TXT,
        "\"v=DMARC1; p=reject; rua=mailto:dmarc@reports.example.net!10m\"");
    dns.set(
        "_smtp._tls.example.org",
        RecordType.TXT,
        "\"v=TLSRPTv1; rua=mailto:tls@reports.example.net,https://mail.example.net/v1\"");
    dns.set("s1._domainkey.example.org", RecordType.TXT, "\"v=DKIM1; p=\"");
    lab.settings = lab.settings.selectors(List.of("s1", "s2"));
    RecordedDns replay = lab.facts().dns();

    SpfTree tree = SpfTree.of(ProbedLab.DOMAIN, replay);
    assertThat(tree).isEqualTo(SpfTree.of(ProbedLab.DOMAIN, lab.vantage().dns()));
    assertThat(tree.lookups()).isEqualTo(4);
    for (String found :
        List.of(
            "TXT s1._domainkey.example.org",
            "TXT _dmarc.example.org",
            "TXT example.org._report._dmarc.reports.example.net",
            "MX reports.example.net",
            "A mail.example.net")) {
      assertThat(lookup(replay, found)).as(found).isInstanceOf(Answer.Found.class);
    }
    for (String none :
        List.of(
            "TXT s2._domainkey.example.org", "TXT _dmarc.org", "TXT default._bimi.example.org")) {
      assertThat(lookup(replay, none)).as(none).isInstanceOf(Answer.NoSuchName.class);
    }
    assertThat(lookup(replay, "TXT s3._domainkey.example.org"))
        .as("nobody asked")
        .isInstanceOfSatisfying(
            Answer.Failed.class, f -> assertThat(f.why()).isEqualTo(Answer.Why.NOT_ASKED));
  }

  private static Answer lookup(RecordedDns dns, String question) {
    String[] words = question.split(" ", 2);
    return dns.lookup(DomainName.of(words[1]), RecordType.valueOf(words[0]));
  }

  @Test
  void domainWithoutMxRecordsIsItsOwnExchanger() {
    lab.net.zone("example.org", "@ A 198.51.100.99");
    assertThat(lab.facts().exchangers())
        .singleElement()
        .satisfies(own -> assertThat(own.host()).isEqualTo(ProbedLab.DOMAIN));
    lab.net.dns().set("example.org", RecordType.MX, "0 .");
    assertThat(lab.facts().exchangers()).as("RFC 7505").isEmpty();
  }

  @Test
  void progressIsTold() {
    lab.net.domain("example.org", PolicyMode.ENFORCE);
    List<String> heard = new CopyOnWriteArrayList<>();
    lab.progress = (stage, subject, state) -> heard.add(stage + " " + state + " " + subject);
    lab.facts();
    InetAddress mx = lab.net.addressesOf(MX.text()).getFirst();
    assertThat(heard)
        .contains(
            "RECORDS BEGUN example.org",
            "EXCHANGER BEGUN mx.example.org " + mx.getHostAddress(),
            "EXCHANGER DONE mx.example.org " + mx.getHostAddress());
  }

  private static SmtpVisit onlyVisit(DomainFacts facts) {
    assertThat(facts.exchangers()).hasSize(1);
    assertThat(facts.exchangers().getFirst().visits()).hasSize(1);
    return facts.exchangers().getFirst().visits().getFirst();
  }

  private static Trust.Kind trust(Tls tls) {
    assertThat(tls).isInstanceOf(Tls.Established.class);
    return ((Tls.Established) tls).trust().kind();
  }

  private static NamedGroup group(Hello hello) {
    assertThat(hello).isInstanceOf(Hello.Agreed.class);
    return ((Hello.Agreed) hello).group().orElseThrow();
  }

  private static Duration took(Hello hello) {
    return hello instanceof Hello.Alerted alerted ? alerted.took() : Duration.ZERO;
  }

  private static InetSocketAddress endpoint(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static long serial(NameServer server) {
    return records(server, RecordType.SOA).stream()
        .map(DnsRecord.SoaRecord.class::cast)
        .findFirst()
        .orElseThrow()
        .serial();
  }

  private static String id(NameServer server) {
    return records(server, RecordType.TXT).stream()
        .map(DnsRecord.TxtRecord.class::cast)
        .findFirst()
        .orElseThrow()
        .joined();
  }

  private static List<DnsRecord> records(NameServer server, RecordType type) {
    return server.answers().stream()
        .filter(said -> said.question().type() == type)
        .filter(said -> !said.question().name().text().startsWith("_smtp"))
        .flatMap(said -> ((NameServer.Answered) said).records().stream())
        .toList();
  }
}
