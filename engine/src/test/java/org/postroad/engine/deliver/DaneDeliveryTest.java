package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;
import static org.postroad.protocol.dns.Security.INSECURE;
import static org.postroad.protocol.dns.Security.SECURE;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.tlsrpt.PolicyType;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;

/// DANE over real TLS, with a DNS written as literals (RFC 7672, and RFC 8461 §2 for both).
class DaneDeliveryTest {

  private static final String DOMAIN = "example.org";
  private static final String MX = "mx1.example.org";
  private static final String MX2 = "mx2.example.org";
  private static final Duration TTL = Duration.ofMinutes(5);

  private final Network network = new Network(Placing.virtual());
  private final LabCa ca = LabCa.create("Lab CA", Instant.now());
  private final LabCa foreign = LabCa.create("Another CA", Instant.now());
  private final Map<String, Answer> dns = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, LabMx> exchangers = new HashMap<>();
  private DaneUse use = DaneUse.OPPORTUNISTIC;

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void aServerThatSatisfiesItsRecordsGetsTheMail() {
    mx(SECURE, MX);
    Credential own = exchanger(MX, SECURE, Leaf.of("whatever.example").selfSigned());
    tlsa(MX, SECURE, "3 1 1 " + sha256(own.leaf().getPublicKey().getEncoded()));
    SessionResult session = only(deliver(NO_POLICY));

    assertThat(holders()).containsExactly(MX);
    assertThat(session.policyType()).isEqualTo(PolicyType.TLSA);
    assertThat(session.policyDomain()).isEqualTo(DomainName.of(MX)); // the base domain
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Verified.class);
  }

  @Test
  void substitutedCertificateGetsNothingAndTheMailWaits() {
    mx(SECURE, MX);
    exchanger(MX, SECURE, Leaf.of(MX));
    tlsa(MX, SECURE, "3 1 1 " + "00".repeat(32));
    DeliveryReport report = deliver(NO_POLICY);

    assertThat(holders()).isEmpty();
    assertThat(result(report)).isEqualTo("tlsa-invalid");
    assertThat(status(report)).isEqualTo("4.7.5");
    assertThat(commands(MX)).noneMatch(command -> command.startsWith("MAIL"));
  }

  @Test
  void aPolicyCannotMakeUpForAFailureOfDane() { // RFC 8461 §2
    mx(SECURE, MX);
    exchanger(MX, SECURE, Leaf.of(MX));
    tlsa(MX, SECURE, "3 0 1 " + "00".repeat(32));
    assertThat(result(deliver(policy("enforce", MX)))).isEqualTo("tlsa-invalid");
    assertThat(holders()).isEmpty();
  }

  @Test
  void whereDaneIsSatisfiedThePolicyIsNotAskedFor() {
    mx(SECURE, MX);
    Credential own = exchanger(MX, SECURE, foreign, Leaf.of(MX), MxConduct.honest());
    tlsa(MX, SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    assertThat(only(deliver(policy("enforce", "other.example.org"))).isSuccess()).isTrue();
    assertThat(only(deliver(later())).isSuccess()).isTrue();
    assertThat(holders()).containsExactly(MX, MX);
  }

  @Test
  void attackerWhoStripsStarttlsGetsNothing() {
    for (String records : List.of("3 1 1 " + "00".repeat(32), "1 1 1 " + "00".repeat(32))) {
      mx(SECURE, MX);
      exchanger(MX, SECURE, ca, Leaf.of(MX), MxConduct.honest().withoutStartTls());
      tlsa(MX, SECURE, records);
      DeliveryReport report = deliver(NO_POLICY);

      assertThat(holders()).as(records).isEmpty();
      assertThat(result(report)).isEqualTo("starttls-not-supported");
      assertThat(status(report)).isEqualTo("4.7.4");
    }
  }

  @Test
  void recordsOfWhichNoneCountsDemandTlsWithWhateverCertificate() { // RFC 7672 §2.2
    mx(SECURE, MX);
    exchanger(MX, SECURE, foreign, Leaf.of("other.example"), MxConduct.honest());
    tlsa(MX, SECURE, "1 1 1 " + "00".repeat(32));
    SessionResult session = only(deliver(NO_POLICY));

    assertThat(holders()).containsExactly(MX);
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Unverified.class);
    assertThat(result(deliver(policy("enforce", MX)))).isEqualTo("certificate-not-trusted");
    assertThat(holders()).containsExactly(MX);
  }

  @Test
  void forgerOfMxWithTlsaOfHisOwnGetsNothing() { // the hole of those who answer "dane"
    mx(INSECURE, "mx.evil.example");
    Credential own = exchanger("mx.evil.example", SECURE, Leaf.of("mx.evil.example"));
    tlsa("mx.evil.example", SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    DeliveryReport report = deliver(policy("enforce", MX));

    assertThat(holders()).isEmpty();
    assertThat(result(report)).isEqualTo("validation-failure");
    assertThat(asked).noneMatch(question -> question.startsWith("_25._tcp"));
  }

  @Test
  void behindInsecureMxDaneIsUsedAndNotCalledSecurity() { // RFC 7672 §2.2.1
    mx(INSECURE, MX);
    Credential own = exchanger(MX, SECURE, Leaf.of("x.example").selfSigned());
    tlsa(MX, SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    SessionResult session = only(deliver(NO_POLICY));

    assertThat(holders()).containsExactly(MX);
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Unverified.class);
    assertThat(result(deliver(policy("testing", MX)))).isEqualTo("certificate-not-trusted");
    assertThat(holders()).containsExactly(MX, MX);
  }

  @Test
  void aHostWhoseRecordsAreUnknownIsPassedOver() { // RFC 7672 §2.1.2
    mx(SECURE, MX, MX2);
    exchanger(MX, SECURE, Leaf.of(MX));
    dns.put("_25._tcp." + MX + " TLSA", new Answer.Failed(Answer.Why.BOGUS, "bogus"));
    exchanger(MX2, SECURE, Leaf.of(MX2));
    DeliveryReport report = deliver(NO_POLICY);

    assertThat(holders()).containsExactly(MX2);
    assertThat(result(report)).isEqualTo("dnssec-invalid");
  }

  @Test
  void unknownRecordsOfTheOnlyHostDelay() {
    mx(SECURE, MX);
    exchanger(MX, SECURE, Leaf.of(MX));
    dns.put("_25._tcp." + MX + " TLSA", new Answer.Failed(Answer.Why.TIMED_OUT, "silence"));
    for (Resolution resolution : List.of(NO_POLICY, policy("enforce", MX))) {
      assertThat(status(deliver(resolution))).isEqualTo("4.7.0");
    }
    assertThat(holders()).isEmpty();
  }

  @Test
  void withoutRecordsThePolicyStands() {
    mx(SECURE, MX);
    exchanger(MX, SECURE, foreign, Leaf.of(MX), MxConduct.honest());
    assertThat(result(deliver(policy("enforce", MX)))).isEqualTo("certificate-not-trusted");
    assertThat(holders()).isEmpty();
    deliver(NO_POLICY);
    assertThat(holders()).containsExactly(MX);
  }

  @Test
  void addressesThatAreNotSignedMeanThatTlsaIsNotAskedFor() { // RFC 7672 §2.2.2
    mx(SECURE, MX);
    exchanger(MX, INSECURE, Leaf.of(MX));
    dns.put("_25._tcp." + MX + " TLSA", new Answer.Failed(Answer.Why.SERVER_FAILED, "SERVFAIL"));
    deliver(NO_POLICY);

    assertThat(holders()).containsExactly(MX);
    assertThat(asked).noneMatch(question -> question.startsWith("_25._tcp"));
  }

  @Test
  void theFullyExpandedNameIsTheBaseDomainAndTheSni() { // §2.2.2, §8.1
    mx(SECURE, MX);
    Credential own = exchanger(MX, SECURE, Leaf.of("provider.example"));
    List<DnsRecord> address = ((Answer.Found) answer(MX + " A")).records();
    dns.put(MX + " A", new Answer.Found(address, DomainName.of("provider.example"), SECURE, TTL));
    tlsa("provider.example", SECURE, "2 0 1 " + sha256(encoded(ca.root())));
    assertThat(own.chain()).hasSize(1);
    SessionResult session = only(deliver(NO_POLICY));

    // The root is not sent, so nothing leads to it: a DANE-TA anchor must be in the chain (§3.1.2).
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Refused.class);
    tlsa("provider.example", SECURE, "2 0 0 " + HexFormat.of().formatHex(encoded(ca.root())));
    session = only(deliver(NO_POLICY));
    assertThat(session.policyDomain()).isEqualTo(DomainName.of("provider.example"));
    assertThat(session.isSuccess()).isTrue();
    assertThat(mail(MX).getLast()).isEqualTo("provider.example");
  }

  @Test
  void daneTaWithAnotherNameIsRefused() { // §3.2.2
    mx(SECURE, MX);
    exchanger(MX, SECURE, Leaf.of("other.example.net"));
    tlsa(MX, SECURE, "2 0 0 " + HexFormat.of().formatHex(encoded(ca.root())));
    assertThat(result(deliver(NO_POLICY))).isEqualTo("certificate-host-mismatch");
    assertThat(holders()).isEmpty();
  }

  @Test
  void daneIsRequiredWhereTheOperatorSaysSo() {
    use = DaneUse.MANDATORY;
    mx(INSECURE, MX);
    Credential own = exchanger(MX, SECURE, Leaf.of(MX));
    tlsa(MX, SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    assertThat(result(deliver(policy("enforce", MX)))).isEqualTo("dane-required");
    mx(SECURE, MX);
    assertThat(only(deliver(NO_POLICY)).isSuccess()).isTrue();
    dns.remove("_25._tcp." + MX + " TLSA");
    assertThat(result(deliver(NO_POLICY))).isEqualTo("dane-required");
    assertThat(holders()).containsExactly(MX);
  }

  @Test
  void anAbsenceThatNobodySignedReturnsNoMailUnderEnforce() {
    Resolution enforce = policy("enforce", MX);
    for (Security security : List.of(INSECURE, SECURE)) {
      for (Answer none :
          List.of(
              new Answer.NoSuchName(security, TTL),
              new Answer.NoData(security, TTL),
              new Answer.Found(
                  List.of(new MxRecord(0, DomainName.ROOT)),
                  DomainName.of(DOMAIN),
                  security,
                  TTL))) {
        dns.put(DOMAIN + " MX", none);
        RecipientOutcome outcome = deliver(enforce).recipients().getFirst();
        assertThat(outcome)
            .as(none.toString())
            .isInstanceOf(
                security == INSECURE
                    ? RecipientOutcome.Deferred.class
                    : RecipientOutcome.Failed.class);
      }
    }
  }

  private void mx(Security security, String... hosts) {
    List<DnsRecord> records = new ArrayList<>();
    for (String host : hosts) {
      records.add(new MxRecord(10 * (records.size() + 1), DomainName.of(host)));
    }
    dns.put(DOMAIN + " MX", new Answer.Found(records, DomainName.of(DOMAIN), security, TTL));
  }

  private Credential exchanger(String name, Security security, Leaf leaf) {
    return exchanger(name, security, ca, leaf, MxConduct.honest());
  }

  private Credential exchanger(
      String name, Security security, LabCa issuer, Leaf leaf, MxConduct conduct) {
    Credential credential = issuer.issue(leaf);
    LabMx mx = new LabMx(name, credential);
    mx.conduct(conduct);
    exchangers.put(name, mx);
    InetAddress address = network.allot(Quarter.EXCHANGERS);
    network.open(new InetSocketAddress(address, NextHop.SMTP_PORT), mx);
    dns.put(
        name + " A",
        new Answer.Found(List.of(new AddressRecord(address)), DomainName.of(name), security, TTL));
    dns.put(name + " AAAA", new Answer.NoData(security, TTL));
    return credential;
  }

  private void tlsa(String base, Security security, String... records) {
    List<TlsaRecord> all =
        Arrays.stream(records)
            .map(text -> text.split(" ", -1))
            .map(
                words ->
                    new TlsaRecord(
                        Integer.parseInt(words[0]),
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        words[3]))
            .toList();
    DomainName owner = DomainName.of("_25._tcp." + base);
    dns.put(owner + " TLSA", new Answer.Found(List.<DnsRecord>copyOf(all), owner, security, TTL));
  }

  private Answer answer(String question) {
    return dns.getOrDefault(question, new Answer.NoSuchName(SECURE, TTL));
  }

  private DeliveryReport deliver(Resolution resolution) {
    Connector connector =
        (address, deadline) -> {
          Socket socket = new Socket();
          socket.connect(network.connectMap().real(address), deadline.remainingMillis());
          return socket;
        };
    TlsClient tls =
        new TlsClient(
            new CertificateVerifier(
                TrustAnchors.of("the lab", List.of(ca.root())), InstantSource.system()));
    DeliverySettings settings =
        DeliverySettings.of(new MailHost.Named(DomainName.of("client.example.com")))
            .withTimeouts(SmtpTimeouts.rfc5321().atMost(LabClient.PATIENT))
            .withDane(use);
    Envelope envelope = new Envelope(new ReversePath.Nobody(), List.of(Mailbox.of("to@" + DOMAIN)));
    return new Delivery(
            (name, type) -> {
              asked.add(name + " " + type);
              return answer(name + " " + type);
            },
            new SocketDialer(connector, tls),
            AddressGuard.ANY,
            new Random(1),
            settings)
        .deliver(
            new NextHop.ByMx(DomainName.of(DOMAIN), NextHop.SMTP_PORT),
            resolution,
            envelope,
            LiteralWorld.message());
  }

  private List<String> holders() {
    return exchangers.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().messages().entries().stream()
                    .map(mail -> entry.getKey() + (mail.inClear() ? " in clear" : "")))
        .toList();
  }

  private List<String> mail(String host) {
    return mx(host).messages().entries().stream()
        .map(mail -> mail.tls().orElseThrow().sni().orElse(""))
        .toList();
  }

  private List<String> commands(String host) {
    return mx(host).visits().entries().stream().flatMap(v -> v.commands().stream()).toList();
  }

  private LabMx mx(String host) {
    return Objects.requireNonNull(exchangers.get(host), host);
  }

  private static Resolution later() {
    return new Resolution.TryLater(Resolution.Delay.RECORD_UNANSWERED, "silence");
  }

  private static SessionResult only(DeliveryReport report) {
    assertThat(report.attempts()).hasSize(1);
    return report.attempts().getFirst().session();
  }

  private static String result(DeliveryReport report) {
    return report.attempts().getFirst().session().resultType().orElseThrow().text();
  }

  private static String status(DeliveryReport report) {
    assertThat(report.recipients().getFirst()).isInstanceOf(RecipientOutcome.Deferred.class);
    return ((RecipientOutcome.Deferred) report.recipients().getFirst()).reason().status().text();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
