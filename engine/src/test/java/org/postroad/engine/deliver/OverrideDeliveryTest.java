package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.certificate.NamePattern;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.precedence.Decree;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.smtp.TlsRequiredField;
import org.postroad.protocol.tlsrpt.SessionOutcome;

/// What the operator decrees, over real TLS.
class OverrideDeliveryTest {

  private static final String MX = "mx1.example.org";
  private static final Decree MAY = new Decree.May();
  private static final Decree ENCRYPT = new Decree.Encrypt();
  private static final Decree SECURE = named(".example.org");

  private final LabRoad road = new LabRoad().mx("10 " + MX);

  @AfterEach
  void close() {
    road.close();
  }

  @Test
  void encryptTakesAnyCertificateAndNothingInClear() {
    road.exchanger(MX, Leaf.of("elsewhere.example").selfSigned());
    assertThat(outcome(ENCRYPT)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.holders()).containsExactly(MX);
  }

  @Test
  void stripperOfStarttlsGetsNothingUnderEncrypt() {
    LabMx mx = road.exchanger(MX);
    mx.conduct(MxConduct.honest().withoutStartTls());
    assertThat(status(outcome(ENCRYPT))).isEqualTo("4.7.4");
    assertThat(road.holders()).isEmpty();
    assertThat(outcome(MAY)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.holders()).containsExactly(MX + " in clear");
  }

  @Test
  void secureWantsACertificateForAGivenName() {
    road.exchanger(MX);
    DeliveryReport report = deliver(SECURE);
    assertThat(report.recipients().getFirst()).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(report.attempts().getFirst().session().outcome())
        .isInstanceOf(SessionOutcome.Verified.class);
    assertThat(status(outcome(named("mx.provider.example")))).isEqualTo("4.7.5");
    assertThat(road.holders()).containsExactly(MX);
  }

  @Test
  void theGivenNameCountsAndNotTheHosts() {
    road.exchanger(MX, Leaf.of("mail.provider.example"));
    assertThat(status(outcome(SECURE))).isEqualTo("4.7.5");
    assertThat(outcome(named("mail.provider.example")))
        .isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(outcome(named(".provider.example"))).isInstanceOf(RecipientOutcome.Delivered.class);
  }

  @Test
  void aNameAloneIsNoCertificate() {
    road.exchanger(MX, Leaf.of(MX).selfSigned());
    DeliveryReport report = deliver(SECURE);
    assertThat(status(report.recipients().getFirst())).isEqualTo("4.7.5");
    assertThat(report.attempts().getFirst().session().resultType().orElseThrow().text())
        .isEqualTo("certificate-not-trusted");
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void forgerOfTheMxGetsNothingUnderSecure() {
    road.mx("10 mx.evil.example").exchanger("mx.evil.example");
    assertThat(status(outcome(SECURE))).isEqualTo("4.7.5");
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void daneOnlyWaitsWhereNothingIsSigned() {
    LabMx mx = road.exchanger(MX);
    DeliveryReport report = deliver(new Decree.DaneOnly());
    assertThat(status(report.recipients().getFirst())).isEqualTo("4.7.0");
    assertThat(report.attempts().getFirst().session().resultType().orElseThrow().text())
        .isEqualTo("dane-required");
    assertThat(mx.visits().entries()).isEmpty();
  }

  @Test
  void forgerOfAnEmptyDomainReturnsNoMail() { // RFC 8461 §5, for what the operator knows
    road.exchanger(MX);
    road.dns().set(LabRoad.DOMAIN, RecordType.MX, "0 .");
    assertThat(outcome(SECURE)).isInstanceOf(RecipientOutcome.Deferred.class);
    assertThat(outcome(new Decree.DaneOnly())).isInstanceOf(RecipientOutcome.Deferred.class);
    assertThat(outcome(MAY)).isInstanceOf(RecipientOutcome.Failed.class);
  }

  @Test
  void theFieldTlsRequiredNoDoesNotOutdoTheOperator() { // RFC 8689 §3: the recipient domain's
    road.exchanger(MX).conduct(MxConduct.honest().withoutStartTls());
    MessageBytes message = LiteralWorld.message().with(TlsRequiredField.LINE);
    for (Decree decree : List.of(ENCRYPT, SECURE, new Decree.DaneOnly())) {
      assertThat(road.deliver(decree, envelope(), message).recipients().getFirst())
          .isInstanceOf(RecipientOutcome.Deferred.class);
    }
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void whatRequiresTlsIsProvenByTheOperatorsNamesAndByNothingLess() {
    road.exchanger(MX).conduct(MxConduct.honest().offeringRequireTls());
    Envelope required = envelope().requiringTls();
    assertThat(road.deliver(ENCRYPT, required, LiteralWorld.message()).recipients().getFirst())
        .as("the MX records are not signed")
        .isInstanceOf(RecipientOutcome.Failed.class);
    assertThat(road.holders()).isEmpty();
    assertThat(road.deliver(SECURE, required, LiteralWorld.message()).recipients().getFirst())
        .isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.taken().requiresTls()).isTrue();
  }

  private RecipientOutcome outcome(Decree decree) {
    return deliver(decree).recipients().getFirst();
  }

  private DeliveryReport deliver(Decree decree) {
    return road.deliver(decree, envelope(), LiteralWorld.message());
  }

  private static Envelope envelope() {
    return new Envelope(
        new ReversePath.Sender(Mailbox.of("from@example.com")),
        List.of(Mailbox.of("to@example.org")));
  }

  private static Decree named(String text) {
    boolean below = text.startsWith(".");
    DomainName name = DomainName.of(below ? text.substring(1) : text);
    return new Decree.Secure(List.of(new NamePattern(below, name)));
  }

  private static String status(RecipientOutcome outcome) {
    assertThat(outcome).isInstanceOf(RecipientOutcome.Deferred.class);
    return ((RecipientOutcome.Deferred) outcome).reason().status().text();
  }
}
