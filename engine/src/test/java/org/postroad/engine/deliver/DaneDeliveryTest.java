package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.DaneWorld.DOMAIN;
import static org.postroad.engine.deliver.DaneWorld.encoded;
import static org.postroad.engine.deliver.DaneWorld.sha256;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.TTL;
import static org.postroad.engine.deliver.LiteralWorld.policy;
import static org.postroad.protocol.dns.Security.INSECURE;
import static org.postroad.protocol.dns.Security.SECURE;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.tlsrpt.PolicyType;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;

/// DANE over real TLS, with a DNS written as literals (RFC 7672, and RFC 8461 §2 for both).
class DaneDeliveryTest {

  private static final String MX = "mx1.example.org";
  private static final String MX2 = "mx2.example.org";

  private final DaneWorld world = new DaneWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aServerThatSatisfiesItsRecordsGetsTheMail() {
    world.mx(SECURE, MX);
    Credential own = world.exchanger(MX, SECURE, Leaf.of("whatever.example").selfSigned());
    world.tlsa(MX, SECURE, "3 1 1 " + sha256(own.leaf().getPublicKey().getEncoded()));
    SessionResult session = only(world.deliver(NO_POLICY));

    assertThat(world.holders()).containsExactly(MX);
    assertThat(session.policyType()).isEqualTo(PolicyType.TLSA);
    assertThat(session.policyDomain()).isEqualTo(DomainName.of(MX)); // the base domain
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Verified.class);
  }

  @Test
  void substitutedCertificateGetsNothingAndTheMailWaits() {
    world.mx(SECURE, MX);
    world.exchanger(MX, SECURE, Leaf.of(MX));
    world.tlsa(MX, SECURE, "3 1 1 " + "00".repeat(32));
    DeliveryReport report = world.deliver(NO_POLICY);

    assertThat(world.holders()).isEmpty();
    assertThat(result(report)).isEqualTo("tlsa-invalid");
    assertThat(status(report)).isEqualTo("4.7.5");
    assertThat(world.commands(MX)).noneMatch(command -> command.startsWith("MAIL"));
  }

  @Test
  void aPolicyCannotMakeUpForAFailureOfDane() { // RFC 8461 §2
    world.mx(SECURE, MX);
    world.exchanger(MX, SECURE, Leaf.of(MX));
    world.tlsa(MX, SECURE, "3 0 1 " + "00".repeat(32));
    assertThat(result(world.deliver(policy("enforce", MX)))).isEqualTo("tlsa-invalid");
    assertThat(world.holders()).isEmpty();
  }

  @Test
  void whereDaneIsSatisfiedThePolicyIsNotAskedFor() {
    world.mx(SECURE, MX);
    Credential own = world.exchanger(MX, SECURE, world.foreign, Leaf.of(MX), MxConduct.honest());
    world.tlsa(MX, SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    assertThat(only(world.deliver(policy("enforce", "other.example.org"))).isSuccess()).isTrue();
    assertThat(only(world.deliver(later())).isSuccess()).isTrue();
    assertThat(world.holders()).containsExactly(MX, MX);
  }

  @Test
  void attackerWhoStripsStarttlsGetsNothing() {
    for (String records : List.of("3 1 1 " + "00".repeat(32), "1 1 1 " + "00".repeat(32))) {
      world.mx(SECURE, MX);
      world.exchanger(MX, SECURE, world.ca, Leaf.of(MX), MxConduct.honest().withoutStartTls());
      world.tlsa(MX, SECURE, records);
      DeliveryReport report = world.deliver(NO_POLICY);

      assertThat(world.holders()).as(records).isEmpty();
      assertThat(result(report)).isEqualTo("starttls-not-supported");
      assertThat(status(report)).isEqualTo("4.7.4");
    }
  }

  @Test
  void recordsOfWhichNoneCountsDemandTlsWithWhateverCertificate() { // RFC 7672 §2.2
    world.mx(SECURE, MX);
    world.exchanger(MX, SECURE, world.foreign, Leaf.of("other.example"), MxConduct.honest());
    world.tlsa(MX, SECURE, "1 1 1 " + "00".repeat(32));
    SessionResult session = only(world.deliver(NO_POLICY));

    assertThat(world.holders()).containsExactly(MX);
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Unverified.class);
    assertThat(result(world.deliver(policy("enforce", MX)))).isEqualTo("certificate-not-trusted");
    assertThat(world.holders()).containsExactly(MX);
  }

  @Test
  void forgerOfMxWithTlsaOfHisOwnGetsNothing() { // the hole of those who answer "dane"
    world.mx(INSECURE, "mx.evil.example");
    Credential own = world.exchanger("mx.evil.example", SECURE, Leaf.of("mx.evil.example"));
    world.tlsa("mx.evil.example", SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    DeliveryReport report = world.deliver(policy("enforce", MX));

    assertThat(world.holders()).isEmpty();
    assertThat(result(report)).isEqualTo("validation-failure");
    assertThat(world.asked()).noneMatch(question -> question.startsWith("_25._tcp"));
  }

  @Test
  void behindInsecureMxDaneIsUsedAndNotCalledSecurity() { // RFC 7672 §2.2.1
    world.mx(INSECURE, MX);
    Credential own = world.exchanger(MX, SECURE, Leaf.of("x.example").selfSigned());
    world.tlsa(MX, SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    SessionResult session = only(world.deliver(NO_POLICY));

    assertThat(world.holders()).containsExactly(MX);
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Unverified.class);
    assertThat(result(world.deliver(policy("testing", MX)))).isEqualTo("certificate-not-trusted");
    assertThat(world.holders()).containsExactly(MX, MX);
  }

  @Test
  void aHostWhoseRecordsAreUnknownIsPassedOver() { // RFC 7672 §2.1.2
    world.mx(SECURE, MX, MX2);
    world.exchanger(MX, SECURE, Leaf.of(MX));
    world.dns.put("_25._tcp." + MX + " TLSA", new Answer.Failed(Answer.Why.BOGUS, "bogus"));
    world.exchanger(MX2, SECURE, Leaf.of(MX2));
    DeliveryReport report = world.deliver(NO_POLICY);

    assertThat(world.holders()).containsExactly(MX2);
    assertThat(result(report)).isEqualTo("dnssec-invalid");
  }

  @Test
  void unknownRecordsOfTheOnlyHostDelay() {
    world.mx(SECURE, MX);
    world.exchanger(MX, SECURE, Leaf.of(MX));
    world.dns.put("_25._tcp." + MX + " TLSA", new Answer.Failed(Answer.Why.TIMED_OUT, "silence"));
    for (Resolution resolution : List.of(NO_POLICY, policy("enforce", MX))) {
      assertThat(status(world.deliver(resolution))).isEqualTo("4.7.0");
    }
    assertThat(world.holders()).isEmpty();
  }

  @Test
  void withoutRecordsThePolicyStands() {
    world.mx(SECURE, MX);
    world.exchanger(MX, SECURE, world.foreign, Leaf.of(MX), MxConduct.honest());
    assertThat(result(world.deliver(policy("enforce", MX)))).isEqualTo("certificate-not-trusted");
    assertThat(world.holders()).isEmpty();
    world.deliver(NO_POLICY);
    assertThat(world.holders()).containsExactly(MX);
  }

  @Test
  void addressesThatAreNotSignedMeanThatTlsaIsNotAskedFor() { // RFC 7672 §2.2.2
    world.mx(SECURE, MX);
    world.exchanger(MX, INSECURE, Leaf.of(MX));
    world.dns.put(
        "_25._tcp." + MX + " TLSA", new Answer.Failed(Answer.Why.SERVER_FAILED, "SERVFAIL"));
    world.deliver(NO_POLICY);

    assertThat(world.holders()).containsExactly(MX);
    assertThat(world.asked()).noneMatch(question -> question.startsWith("_25._tcp"));
  }

  @Test
  void theFullyExpandedNameIsTheBaseDomainAndTheSni() { // §2.2.2, §8.1
    world.mx(SECURE, MX);
    Credential own = world.exchanger(MX, SECURE, Leaf.of("provider.example"));
    List<DnsRecord> address = ((Answer.Found) world.answer(MX + " A")).records();
    world.dns.put(
        MX + " A", new Answer.Found(address, DomainName.of("provider.example"), SECURE, TTL));
    world.tlsa("provider.example", SECURE, "2 0 1 " + sha256(encoded(world.ca.root())));
    assertThat(own.chain()).hasSize(1);
    SessionResult session = only(world.deliver(NO_POLICY));

    // The root is not sent, so nothing leads to it: a DANE-TA anchor must be in the chain (§3.1.2).
    assertThat(session.outcome()).isInstanceOf(SessionOutcome.Refused.class);
    world.tlsa(
        "provider.example", SECURE, "2 0 0 " + HexFormat.of().formatHex(encoded(world.ca.root())));
    session = only(world.deliver(NO_POLICY));
    assertThat(session.policyDomain()).isEqualTo(DomainName.of("provider.example"));
    assertThat(session.isSuccess()).isTrue();
    assertThat(world.names(MX).getLast()).isEqualTo("provider.example");
  }

  @Test
  void daneTaWithAnotherNameIsRefused() { // §3.2.2
    world.mx(SECURE, MX);
    world.exchanger(MX, SECURE, Leaf.of("other.example.net"));
    world.tlsa(MX, SECURE, "2 0 0 " + HexFormat.of().formatHex(encoded(world.ca.root())));
    assertThat(result(world.deliver(NO_POLICY))).isEqualTo("certificate-host-mismatch");
    assertThat(world.holders()).isEmpty();
  }

  @Test
  void daneIsRequiredWhereTheOperatorSaysSo() {
    world.use = DaneUse.MANDATORY;
    world.mx(INSECURE, MX);
    Credential own = world.exchanger(MX, SECURE, Leaf.of(MX));
    world.tlsa(MX, SECURE, "3 0 1 " + sha256(encoded(own.leaf())));
    assertThat(result(world.deliver(policy("enforce", MX)))).isEqualTo("dane-required");
    world.mx(SECURE, MX);
    assertThat(only(world.deliver(NO_POLICY)).isSuccess()).isTrue();
    world.dns.remove("_25._tcp." + MX + " TLSA");
    assertThat(result(world.deliver(NO_POLICY))).isEqualTo("dane-required");
    assertThat(world.holders()).containsExactly(MX);
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
        world.dns.put(DOMAIN + " MX", none);
        RecipientOutcome outcome = world.deliver(enforce).recipients().getFirst();
        assertThat(outcome)
            .as(none.toString())
            .isInstanceOf(
                security == INSECURE
                    ? RecipientOutcome.Deferred.class
                    : RecipientOutcome.Failed.class);
      }
    }
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
    return LiteralWorld.deferred(report).status().text();
  }
}
