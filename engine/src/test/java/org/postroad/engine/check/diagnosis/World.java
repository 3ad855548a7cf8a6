package org.postroad.engine.check.diagnosis;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.check.Trust;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.smtp.SmtpReply;

/// The facts of a domain in which nothing is wrong, to be spoiled one thing at a time:
/// `example.com` with one exchanger, a policy in enforce, reports, SPF and DMARC.
final class World {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Duration TOOK = Duration.ofMillis(20);
  static final DomainName DOMAIN = DomainName.of("example.com");
  static final String MX = "mx.example.com";
  static final String WEB_IP = "192.0.2.80";
  static final String MX_IP = "192.0.2.25";
  static final String POLICY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmax_age: 1209600\r\n";

  /// Its certificates are a hundred days old, of 398.
  static final LabCa CA = LabCa.create("Authority", NOW.minus(Duration.ofDays(100)));

  private static final Tls GOOD_WEB = verified(Leaf.of("mta-sts.example.com").viaIntermediate());
  private static final Tls GOOD_MX = verified(Leaf.of(MX).viaIntermediate());

  private final Map<DnsQuestion, RecordedDns.Entry> dns = new HashMap<>();
  private final List<PolicyVisit> policyVisits = new ArrayList<>();
  private final List<Exchanger> exchangers = new ArrayList<>();
  final List<NameServer> nameServers = new ArrayList<>();
  final List<SignatureSeen> signatures = new ArrayList<>();
  final List<ClientService> services = new ArrayList<>();
  private boolean complete = true;
  private Reach port25 = Reach.REACHED;
  private Reach ipv6 = Reach.UNKNOWN;
  private List<String> selectors = List.of();
  private List<DomainName> blocklists = List.of();

  static World healthy() {
    World world = new World();
    world.txt("_mta-sts.example.com", "v=STSv1; id=20260501T000000Z;");
    world.none("_mta-sts.example.com", RecordType.CNAME);
    world.txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com");
    world.txt("example.com", "v=spf1 mx -all");
    world.txt("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:dmarc@example.com");
    world.noName("_dmarc.com", RecordType.TXT);
    world.txt("example.com", "v=spf1 mx -all");
    world.mx(MX);
    world.host("mta-sts.example.com", WEB_IP);
    world.none("mta-sts.example.com", RecordType.CAA);
    world.host(MX, MX_IP);
    world.web(WEB_IP, GOOD_WEB, http(POLICY));
    world.exchanger(MX, world.smtp(MX, MX_IP, GOOD_MX));
    return world;
  }

  DomainFacts facts() {
    Circumstances circumstances =
        new Circumstances(
            NOW,
            Duration.ofSeconds(3),
            Duration.ofMinutes(1),
            complete,
            "postroad/test",
            List.of("192.0.2.53:53"),
            "validated here",
            true,
            "a file",
            false,
            port25,
            ipv6,
            selectors,
            blocklists);
    return new DomainFacts(
        DOMAIN,
        circumstances,
        new RecordedDns(dns),
        policyVisits,
        exchangers,
        nameServers,
        signatures,
        services);
  }

  Diagnosis diagnosis() {
    return Diagnosis.of(facts(), NOW);
  }

  // the DNS

  World answer(String name, RecordType type, Answer answer) {
    dns.put(new DnsQuestion(DomainName.of(name), type), new RecordedDns.Entry(answer, TOOK));
    return this;
  }

  World found(String name, RecordType type, Security security, DnsRecord... records) {
    return answer(
        name,
        type,
        new Answer.Found(List.of(records), DomainName.of(name), security, Duration.ofMinutes(5)));
  }

  World txt(String name, String... texts) {
    DnsRecord[] records =
        Arrays.stream(texts)
            .map(text -> new DnsRecord.TxtRecord(List.of(text)))
            .toArray(DnsRecord[]::new);
    return found(name, RecordType.TXT, Security.INSECURE, records);
  }

  World none(String name, RecordType type) {
    return answer(name, type, new Answer.NoData(Security.INSECURE, Duration.ofMinutes(5)));
  }

  World noName(String name, RecordType type) {
    return answer(name, type, new Answer.NoSuchName(Security.INSECURE, Duration.ofMinutes(5)));
  }

  World failed(String name, RecordType type, Answer.Why why) {
    return answer(name, type, new Answer.Failed(why, "192.0.2.53 said so"));
  }

  World mx(String... hosts) {
    return mx(Security.INSECURE, hosts);
  }

  World mx(Security security, String... hosts) {
    DnsRecord[] records = new DnsRecord[hosts.length];
    for (int i = 0; i < hosts.length; i++) {
      records[i] = new MxRecord(10 * (i + 1), DomainName.of(hosts[i]));
    }
    return found("example.com", RecordType.MX, security, records);
  }

  /// A host with these addresses and no alias.
  World host(String name, String... addresses) {
    return host(Security.INSECURE, name, addresses);
  }

  World host(Security security, String name, String... addresses) {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      DnsRecord[] records =
          Arrays.stream(addresses)
              .map(World::ip)
              .filter(ip -> (ip.getAddress().length == 4) == (type == RecordType.A))
              .map(DnsRecord.AddressRecord::new)
              .toArray(DnsRecord[]::new);
      if (records.length > 0) {
        found(name, type, security, records);
      } else {
        answer(name, type, new Answer.NoData(security, Duration.ofMinutes(5)));
      }
    }
    return answer(name, RecordType.CNAME, new Answer.NoData(security, Duration.ofMinutes(5)));
  }

  /// An alias, and what is behind it.
  World alias(String name, String target, String... addresses) {
    found(
        name,
        RecordType.CNAME,
        Security.INSECURE,
        new DnsRecord.CnameRecord(DomainName.of(target)));
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      List<DnsRecord> records = new ArrayList<>();
      for (String address : addresses) {
        if ((ip(address).getAddress().length == 4) == (type == RecordType.A)) {
          records.add(new DnsRecord.AddressRecord(ip(address)));
        }
      }
      answer(
          name,
          type,
          records.isEmpty()
              ? new Answer.NoSuchName(Security.INSECURE, Duration.ofMinutes(5))
              : new Answer.Found(
                  records, DomainName.of(target), Security.INSECURE, Duration.ofMinutes(5)));
    }
    return this;
  }

  World tlsa(String host, Security security, TlsaRecord... records) {
    return found("_25._tcp." + host, RecordType.TLSA, security, records);
  }

  // the policy host

  World noWeb() {
    policyVisits.clear();
    return this;
  }

  World web(String address, Tls tls, Http http) {
    Tcp tcp = new Tcp.Connected(TOOK);
    policyVisits.add(new PolicyVisit(ip(address), tcp, tls, http, noHello()));
    return this;
  }

  World webDown(String address, Tcp tcp) {
    Http http = new Http.NotTried(Omission.NOT_REACHED, "no connection");
    policyVisits.add(new PolicyVisit(ip(address), tcp, noTls(), http, noHello()));
    return this;
  }

  /// The policy host with this certificate and the good policy.
  World webTls(Tls tls) {
    return noWeb().web(WEB_IP, tls, http(POLICY));
  }

  World webHttp(Http http) {
    return noWeb().web(WEB_IP, GOOD_WEB, http);
  }

  World policy(String text) {
    return webHttp(http(text));
  }

  static Http http(String body) {
    return http(200, "text/plain", body);
  }

  static Http http(int status, String type, String body) {
    String octets = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return new Http.Answered(status, Map.of("content-type", List.of(type)), octets, "", TOOK);
  }

  // the exchangers

  World noExchangers() {
    exchangers.clear();
    return this;
  }

  World exchanger(String host, SmtpVisit... visits) {
    exchangers.add(new Exchanger(DomainName.of(host), List.of(visits)));
    return this;
  }

  /// The one exchanger with this certificate.
  World mxTls(Tls tls) {
    return noExchangers().exchanger(MX, smtp(MX, MX_IP, tls));
  }

  SmtpVisit smtp(String host, String address, Tls tls) {
    return smtp(host, address, new StartTlsAnswer.Accepted(), tls);
  }

  SmtpVisit smtp(String host, String address, StartTlsAnswer startTls, Tls tls) {
    Map<TlsVersion, Hello> hellos = new EnumMap<>(TlsVersion.class);
    hellos.put(
        TlsVersion.TLS_1_3,
        new Hello.Agreed(TlsVersion.TLS_1_3, 0x1302, Optional.of(NamedGroup.X25519MLKEM768), TOOK));
    SmtpAnswer ehlo = replied(250, host + " at your service", "STARTTLS");
    return new SmtpVisit(
        ip(address),
        DomainName.of(host),
        new Tcp.Connected(TOOK),
        replied(220, host + " ESMTP"),
        ehlo,
        startTls,
        tls,
        tls instanceof Tls.Established ? replied(250, host) : new SmtpAnswer.NotReached(),
        hellos);
  }

  SmtpVisit smtpDown(String host, String address, Tcp tcp) {
    return new SmtpVisit(
        ip(address),
        DomainName.of(host),
        tcp,
        new SmtpAnswer.NotReached(),
        new SmtpAnswer.NotReached(),
        new StartTlsAnswer.NotReached(),
        noTls(),
        new SmtpAnswer.NotReached(),
        Map.of());
  }

  static SmtpAnswer replied(int code, String... lines) {
    return new SmtpAnswer.Replied(new SmtpReply(code, List.of(lines)), TOOK);
  }

  // TLS

  static Tls verified(Leaf leaf) {
    return tls(CA.issue(leaf).chain(), Trust.Kind.VERIFIED, "");
  }

  static Tls tls(List<X509Certificate> chain, Trust.Kind kind, String why) {
    return new Tls.Established(
        "TLSv1.3", "TLS_AES_128_GCM_SHA256", chain, new Trust(kind, why), TOOK);
  }

  /// One of the faults that every kind of server can have, for a name.
  static Tls faulty(CertificateFault.Kind kind, String name) {
    return switch (kind) {
      case NAME_MISMATCH ->
          tls(
              CA.issue(Leaf.of("www.example.com").viaIntermediate()).chain(),
              Trust.Kind.NAME_MISMATCH,
              "certificate not valid for " + name);
      case SELF_SIGNED ->
          tls(
              CA.issue(Leaf.of(name).selfSigned()).chain(),
              Trust.Kind.NOT_TRUSTED,
              "certificate not trusted, self-signed");
      case EXPIRED ->
          tls(
              CA.issue(Leaf.of(name).expired().viaIntermediate()).chain(),
              Trust.Kind.EXPIRED,
              "certificate expired");
      case NOT_YET_VALID ->
          tls(
              LabCa.create("Early", NOW.plus(Duration.ofDays(2)))
                  .issue(Leaf.of(name).notYetValid())
                  .chain(),
              Trust.Kind.NOT_YET_VALID,
              "certificate not valid before");
      case INCOMPLETE_CHAIN ->
          tls(
              CA.issue(Leaf.of(name).viaMissingIntermediate()).chain(),
              Trust.Kind.NOT_TRUSTED,
              "certificate not trusted, issuer unknown");
      case UNTRUSTED ->
          tls(
              LabCa.create("Stranger", NOW.minus(Duration.ofDays(9)))
                  .issue(Leaf.of(name).viaIntermediate().sendingRoot())
                  .chain(),
              Trust.Kind.NOT_TRUSTED,
              "certificate not trusted, self-signed: CN=Stranger");
      case UNFIT ->
          tls(
              CA.issue(Leaf.of(name).signedWithSha1()).chain(),
              Trust.Kind.WEAK,
              "certificate signed with a weak algorithm, SHA1withECDSA");
    };
  }

  static Tls noTls() {
    return new Tls.NotTried(Omission.NOT_REACHED, "no connection");
  }

  private static Hello noHello() {
    return new Hello.NotTried(Omission.NOT_REACHED, "not asked");
  }

  // name servers and signatures

  World nameServer(String host, String address, NameServer.Said... answers) {
    nameServers.add(new NameServer(DOMAIN, DomainName.of(host), ip(address), List.of(answers)));
    return this;
  }

  static NameServer.Said said(String name, RecordType type, DnsRecord... records) {
    return new NameServer.Answered(
        new DnsQuestion(DomainName.of(name), type), true, true, List.of(records), TOOK);
  }

  static NameServer.Said serial(long serial) {
    return said(
        "example.com",
        RecordType.SOA,
        new DnsRecord.SoaRecord(DomainName.of("ns1.example.com"), serial, 3600, 600, 86400, 300));
  }

  World signature(String name, RecordType type, Instant from, Instant until) {
    signatures.add(
        new SignatureSeen(
            new DnsQuestion(DomainName.of(name), type),
            type.name(),
            13,
            4711,
            DOMAIN,
            from,
            until));
    return this;
  }

  // circumstances

  /// The deadline or a limit left something out.
  World cutOff() {
    complete = false;
    return this;
  }

  World port25(Reach reach) {
    port25 = reach;
    return this;
  }

  World ipv6(Reach reach) {
    ipv6 = reach;
    return this;
  }

  World selectors(String... names) {
    selectors = List.of(names);
    return this;
  }

  World blocklists(String... zones) {
    blocklists = Arrays.stream(zones).map(DomainName::of).toList();
    return this;
  }

  static InetAddress ip(String text) {
    return Endpoint.address(text).orElseThrow();
  }
}
