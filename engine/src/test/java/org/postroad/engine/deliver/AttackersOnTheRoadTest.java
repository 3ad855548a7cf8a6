package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.lab.mx.StartTls;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.tlsrpt.ResultType;
import org.postroad.protocol.tlsrpt.SessionResult;

/// Every attacker on the path or in the DNS, over real sockets and TLS: under `enforce` nobody but
/// the right host gets the message; without a policy the attacker does, as mail has always been.
class AttackersOnTheRoadTest {

  private static final String MX = "mx1.example.org";
  private static final Resolution ENFORCE = policy("enforce", MX);
  private static final Resolution TESTING = policy("testing", MX);

  private final LabRoad road = new LabRoad().mx("10 " + MX);

  @BeforeEach
  void exchanger() {
    road.exchanger(MX);
  }

  @AfterEach
  void close() {
    road.close();
  }

  /// What stands in for the exchanger, what a report says, and what happens without a policy.
  static Stream<Arguments> attackers() {
    MxConduct honest = MxConduct.honest();
    return Stream.of(
        row("stripper", honest.withoutStartTls(), "starttls-not-supported", "attacker in clear"),
        row(
            "refuser",
            honest.startTls(StartTls.refused()),
            "starttls-not-supported",
            "attacker in clear"),
        row(
            "refuser for good",
            honest.startTls(new StartTls.Refused("502 5.5.1 no")),
            "starttls-not-supported",
            "attacker in clear"),
        row(
            "talker of junk",
            honest.startTls(new StartTls.AnswersJunk("\u0016\u0003\u0001\r\n")),
            "starttls-not-supported",
            "attacker in clear"),
        row(
            "injector of responses after the 220",
            honest.startTls(new StartTls.Injects("", "250-evil\r\n250 SIZE 1\r\n")),
            "validation-failure",
            "nobody"), // found out, and left alone
        row(
            "injector of responses before the 220",
            honest.startTls(new StartTls.Injects("250 2.0.0 fine\r\n", "")),
            "starttls-not-supported",
            "nobody"), // out of step from there on
        row(
            "refuser of TLS 1.2 and later", // alert 70, protocol_version
            honest.startTls(new StartTls.Alerts(70)),
            "validation-failure",
            "attacker in clear"),
        row(
            "cutter of the handshake",
            honest.startTls(new StartTls.HangsUp()),
            "validation-failure",
            "attacker in clear"),
        row(
            "sender of alerts",
            honest.startTls(new StartTls.Alerts(40)),
            "validation-failure",
            "attacker in clear"),
        row(
            "silencer of the handshake",
            honest.startTls(new StartTls.Silent()),
            "none",
            "attacker in clear"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attackers")
  void attackerOnThePathGetsNothingUnderEnforce(
      String name, MxConduct conduct, String result, String without) {
    LabMx attacker = mount(conduct);
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(report.attempts()).hasSize(1);
    assertThat(resultOf(report)).isEqualTo(result);
    assertThat(report.recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status().kind()).isEqualTo(4));
    assertThat(attacker.visits().entries())
        .allMatch(
            visit ->
                visit.commands().stream()
                    .allMatch(
                        c -> c.startsWith("EHLO") || List.of("STARTTLS", "QUIT").contains(c)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attackers")
  void attackerOnThePathIsNotedUnderTesting(
      String name, MxConduct conduct, String result, String without) {
    mount(conduct);
    DeliveryReport report = road.deliver(TESTING);

    assertThat(holders()).isEqualTo(without);
    assertThat(resultOf(report)).isEqualTo(result);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attackers")
  void attackerOnThePathRobsWhereThereIsNoPolicy(
      String name, MxConduct conduct, String result, String without) {
    mount(conduct);
    road.deliver(NO_POLICY);

    assertThat(holders()).isEqualTo(without);
  }

  @Test
  void substituterOfCertificatesGetsNothing() {
    road.onTheRoadTo(MX, road.attacker(Leaf.of("mx.evil.example"), MxConduct.honest()));
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(resultOf(report)).isEqualTo("certificate-host-mismatch");
    road.deliver(NO_POLICY);
    assertThat(road.holders()).containsExactly("attacker");
  }

  @Test
  void forgerOfTheMxWithAValidCertificateOfHisOwnGetsNothing() {
    road.exchanger("mx.evil.example");
    road.dns().interfere(LabRoad.DOMAIN, RecordType.MX, Interference.forged("1 mx.evil.example."));
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(resultOf(report)).isEqualTo("validation-failure");
    assertThat(report.attempts().getFirst().session().failureReason())
        .contains("mx.evil.example is not among the mx of the policy");
    assertThat(report.doubtsPolicy()).isTrue();
    road.deliver(NO_POLICY);
    assertThat(road.holders()).containsExactly("mx.evil.example");
  }

  @Test
  void forgerOfTheMxUnderTestingIsNoted() {
    road.exchanger("mx.evil.example");
    road.dns().interfere(LabRoad.DOMAIN, RecordType.MX, Interference.forged("1 mx.evil.example."));
    DeliveryReport report = road.deliver(TESTING);

    assertThat(road.holders()).containsExactly("mx.evil.example");
    assertThat(resultOf(report)).isEqualTo("validation-failure");
  }

  @Test
  void hijackerWithAnotherHostOfThePolicyGetsNothing() {
    // Valid for mx2, which the policy names too, but mx1 was contacted (RFC 8461 §4.2).
    road.onTheRoadTo(MX, road.attacker(Leaf.of("mx2.example.org"), MxConduct.honest()));
    DeliveryReport report = road.deliver(policy("enforce", MX, "mx2.example.org"));

    assertThat(road.holders()).isEmpty();
    assertThat(resultOf(report)).isEqualTo("certificate-host-mismatch");
  }

  @Test
  void hijackerWithAnAddressOfTheRightNameGetsNothing() {
    road.exchanger("mx.evil.example");
    road.dns()
        .interfere(
            MX,
            RecordType.A,
            Interference.forged(road.dns().truth("mx.evil.example", RecordType.A).getFirst()));
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(resultOf(report)).isEqualTo("certificate-host-mismatch");
  }

  @Test
  void hijackerWithAnAliasGetsNothing() { // the name that is verified is the MX host's
    road.exchanger("mx.evil.example");
    road.dns().remove(MX, RecordType.A);
    road.dns().set(MX, RecordType.CNAME, "mx.evil.example.");
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(resultOf(report)).isEqualTo("certificate-host-mismatch");
  }

  @Test
  void forgerOfTheAbsenceOfMxGetsNothing() {
    road.exchanger("www.example.org");
    road.dns().interfere(LabRoad.DOMAIN, RecordType.MX, Interference.forgedNoData());
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(report.attempts().getFirst().session().mx().host())
        .isEqualTo(DomainName.of(LabRoad.DOMAIN));
    assertThat(resultOf(report)).isEqualTo("validation-failure");
  }

  @Test
  void silencerOfTheDnsOnlyDelays() {
    road.dns().interfere(LabRoad.DOMAIN, RecordType.MX, Interference.servfail());

    assertThat(road.deliver(ENFORCE).recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status().text()).isEqualTo("4.4.3"));
  }

  @Test
  void refuserBeforeTlsCannotFailAMessageForGood() {
    mount(MxConduct.honest().answering(Stage.CONNECT, SmtpReply.of(554, "5.7.1 go away")));

    assertThat(road.deliver(ENFORCE).recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status().text()).isEqualTo("4.3.2"));
  }

  private String holders() {
    return road.holders().isEmpty() ? "nobody" : String.join(", ", road.holders());
  }

  private LabMx mount(MxConduct conduct) {
    if (conduct.startTls() instanceof StartTls.Silent) {
      road.impatient();
    }
    LabMx attacker = road.attacker(Leaf.of("mx.evil.example"), conduct);
    road.onTheRoadTo(MX, attacker);
    return attacker;
  }

  private static String resultOf(DeliveryReport report) {
    SessionResult session = report.attempts().getFirst().session();
    return session.resultType().map(ResultType::text).orElse("none");
  }

  private static Arguments row(String name, MxConduct conduct, String result, String without) {
    return Arguments.of(name, conduct, result, without);
  }
}
