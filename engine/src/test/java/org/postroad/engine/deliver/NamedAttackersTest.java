package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.StarttlsInjector;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;

/// The lab's attackers, who stand between us and an honest exchanger and pass on what they cannot
/// use: who has read the message in the end, he or the exchanger or both.
class NamedAttackersTest {

  private static final String DOMAIN = "example.org";
  private static final String MX = "mx." + DOMAIN;

  private final LabInternet internet = LabInternet.start();
  private final LabMx exchanger = internet.domain(DOMAIN).mx();

  @AfterEach
  void close() {
    internet.close();
  }

  static Stream<Arguments> attackers() {
    return Stream.of(
        row(new StarttlsStripper(MX, StarttlsStripper.Way.REMOVES), "nobody", "both", "both"),
        row(new StarttlsStripper(MX, StarttlsStripper.Way.REFUSES), "nobody", "both", "both"),
        row(new StarttlsStripper(MX, StarttlsStripper.Way.CUTS), "nobody", "both", "both"),
        row(new StarttlsInjector(MX), "nobody", "nobody", "nobody"),
        row(substituter(Forgery.UNTRUSTED), "nobody", "attacker", "attacker"),
        row(substituter(Forgery.SELF_SIGNED), "nobody", "attacker", "attacker"),
        row(substituter(Forgery.WRONG_NAME), "nobody", "attacker", "attacker"),
        row(substituter(Forgery.EXPIRED), "nobody", "attacker", "attacker"),
        row(substituter(Forgery.COMMON_NAME_ONLY), "nobody", "attacker", "attacker"),
        row(new MxForger(DOMAIN), "nobody", "attacker", "attacker"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attackers")
  void attackerGetsNothingUnderEnforce(
      Attacker attacker, String enforce, String testing, String none) {
    try (Attack attack = attacker.mount(internet)) {
      DeliveryReport report = deliver(policy("enforce", MX));

      assertThat(readers(attack)).isEqualTo(enforce);
      assertThat(report.recipients().getFirst())
          .isInstanceOfSatisfying(
              RecipientOutcome.Deferred.class,
              d -> assertThat(d.reason().status().text()).startsWith("4.7."));
    }
    deliver(policy("enforce", MX));
    assertThat(exchanger.messages().entries()).as("once he is gone").hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attackers")
  void attackerIsNotedUnderTesting(Attacker attacker, String enforce, String testing, String none) {
    try (Attack attack = attacker.mount(internet)) {
      DeliveryReport report = deliver(policy("testing", MX));

      assertThat(readers(attack)).isEqualTo(testing);
      assertThat(report.attempts().getFirst().session().resultType()).isPresent();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attackers")
  void attackerRobsWhereThereIsNoPolicy(
      Attacker attacker, String enforce, String testing, String none) {
    try (Attack attack = attacker.mount(internet)) {
      deliver(NO_POLICY);

      assertThat(readers(attack)).isEqualTo(none);
    }
  }

  private DeliveryReport deliver(Resolution resolution) {
    NextHop hop = new NextHop.ByMx(DomainName.of(DOMAIN), NextHop.SMTP_PORT);
    return new LabClient(
            internet.connectMap(),
            internet.dns().address(),
            internet.ca().root(),
            LabClient.PATIENT)
        .deliver(hop, resolution, "to@" + DOMAIN);
  }

  private String readers(Attack attack) {
    boolean taken = !exchanger.messages().isEmpty();
    boolean robbed = !attack.loot().isEmpty();
    return taken ? (robbed ? "both" : "mx") : robbed ? "attacker" : "nobody";
  }

  private static Attacker substituter(Forgery forgery) {
    return new CertificateSubstituter(MX, forgery);
  }

  private static Arguments row(Attacker attacker, String enforce, String testing, String none) {
    return Arguments.of(attacker, enforce, testing, none);
  }
}
