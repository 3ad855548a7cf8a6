package org.postroad.app.labs.audit.cases;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Scene;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.IdForger;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.PolicyHostHijacker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.attacker.RecordSilencer;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// What a sender remembers, and for how long (RFC 8461 §3.3, §5.1, §10.2).
final class StateCases {

  private static final Duration A_DAY = Duration.ofHours(25);
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  static final List<AuditCase> ALL =
      Stream.of(kept(), ended(), changed(), patience()).flatMap(List::stream).toList();

  private StateCases() {}

  /// A cached policy outlives what is done to its sources.
  private static List<AuditCase> kept() {
    return List.of(
        of(
                "state-record-removed",
                "The owner removes the record",
                "§3.1",
                "The absence of a record does not drop a cached policy.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  domain.withdrawRecord();
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-record-hidden",
                "An attacker hides the record and forges the MX",
                "§3.1",
                "The absence of a record does not drop a cached policy.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.attack(new RecordHider(domain.name()));
                  scene.attack(new MxForger(domain.name(), "mx." + scene.name("evil")));
                  scene.decides(domain);
                }),
        of(
                "state-record-silenced",
                "An attacker silences the record and forges the MX",
                "§3.3",
                "Where no live policy can be found, the cached one must be applied.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.attack(new RecordSilencer(domain.name()));
                  scene.attack(new MxForger(domain.name(), "mx." + scene.name("evil")));
                  scene.decides(domain);
                }),
        of(
                "state-record-broken",
                "The record becomes invalid",
                "§3.1",
                "An unusable record does not drop a cached policy.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.records(domain, "\"v=STSv1; id=2026-11-21;\"");
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-forged-id",
                "An attacker forges a new id, blocks the policy host and forges the MX",
                "§3.3",
                "A new id whose policy cannot be fetched does not drop the cached policy.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.attack(new IdForger(domain.name()));
                  scene.attack(new MxForger(domain.name(), "mx." + scene.name("evil")));
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "state-forged-id-a-day",
                "The same, and a day goes by",
                "§3.3",
                "A cached policy is applied as long as it lives, however often refreshing fails.")
            .needs(Need.HOURS)
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.attack(new IdForger(domain.name()));
                  scene.attack(new MxForger(domain.name(), "mx." + scene.name("evil")));
                  scene.hoursPass(A_DAY);
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "state-host-blocked",
                "An attacker blocks the policy host for a day and forges the MX",
                "§3.3",
                "A cached policy is applied as long as it lives, however often refreshing fails.")
            .needs(Need.HOURS)
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.attack(new MxForger(domain.name(), "mx." + scene.name("evil")));
                  scene.hoursPass(A_DAY);
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "state-host-hijacked",
                "An attacker takes the policy host's place, with a policy none and a new id",
                "§3.3",
                "A policy from a host that did not prove itself is no policy.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.attack(new PolicyHostHijacker(domain.name()));
                  scene.mount(
                      scene
                          .net()
                          .dns()
                          .interfere(
                              domain.recordName(),
                              RecordType.TXT,
                              Interference.forged("\"v=STSv1; id=forged2;\"")));
                  scene.attack(new MxForger(domain.name(), "mx." + scene.name("evil")));
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "state-broken-update",
                "A new id, and a policy that is none",
                "§3.3",
                "An update that fails leaves the cached policy in force.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  domain.publish("version: STSv1\nmode: nothing\nmax_age: 86400\n");
                  scene.tries(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-update-404",
                "A new id, and the policy host answers 404",
                "§3.3",
                "An update that fails leaves the cached policy in force.")
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  domain.publish(Conduct.status(404));
                  scene.tries(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-clock-set-back",
                "The clock is set back by a day",
                "§3.3",
                "A policy that is not expired must be applied.")
            .needs(Need.CLOCK_BACK)
            .delays(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.clockIsSetBack(Duration.ofDays(1));
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }));
  }

  /// A cached policy ends when it has to.
  private static List<AuditCase> ended() {
    return List.of(
        of(
                "state-expired-host-dead",
                "The policy expires, and its host is dead",
                "§3.3",
                "An expired policy is none; without a new one the message must be delivered.")
            .needs(Need.SECONDS)
            .delivers(
                scene -> {
                  LabDomain domain = brief(scene);
                  scene.arrives(domain);
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.lifeEnds();
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-expired-record-gone",
                "The policy expires, and the record is gone",
                "§3.1",
                "An expired policy is none, and without a record there is no other.")
            .needs(Need.SECONDS)
            .delivers(
                scene -> {
                  LabDomain domain = brief(scene);
                  scene.arrives(domain);
                  domain.withdrawRecord();
                  scene.lifeEnds();
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-expired-and-renewed",
                "The policy expires, and is there still",
                "§5.1",
                "After its end a policy is fetched again, and applies.")
            .needs(Need.SECONDS)
            .delays(
                scene -> {
                  LabDomain domain = brief(scene);
                  scene.arrives(domain);
                  scene.lifeEnds();
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-prolonged-by-id",
                "The id stays the same, the host is dead, the policy's life is over",
                "§3.2",
                "A policy lives from its last fetch; that its id was seen again does not prolong it.")
            .needs(Need.SECONDS)
            .delivers(
                scene -> {
                  LabDomain domain = brief(scene);
                  scene.arrives(domain);
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.lifePasses(0.6);
                  scene.arrives(domain);
                  scene.lifePasses(0.6);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-not-yet-expired",
                "Half the policy's life is over, and its host is dead",
                "§3.3",
                "A policy that is not expired must be applied.")
            .needs(Need.SECONDS)
            .delays(
                scene -> {
                  LabDomain domain = brief(scene);
                  scene.arrives(domain);
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.lifePasses(0.4);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }));
  }

  /// A domain's owner changes the policy.
  private static List<AuditCase> changed() {
    return List.of(
        of(
                "state-testing-to-enforce",
                "testing expires, and enforce is there",
                "§5.1",
                "The policy that is fetched after the old one's end applies.")
            .needs(Need.SECONDS)
            .delays(
                scene -> {
                  LabDomain domain = brief(scene);
                  domain.publish(brief(scene, domain, PolicyMode.TESTING));
                  scene.arrives(domain);
                  domain.publish(domain.policy(PolicyMode.ENFORCE));
                  scene.lifeEnds();
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-enforce-to-none",
                "A new id, and mode none",
                "§8.3",
                "A policy none that was fetched replaces the cached one.")
            .needs(Need.HOURS)
            .delivers(
                scene -> {
                  LabDomain domain = known(scene);
                  domain.publish(domain.policy(PolicyMode.NONE));
                  scene.hoursPass(A_DAY);
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-none-to-nothing",
                "Mode none expires, and nothing is left",
                "§8.3",
                "The way out of MTA-STS ends with mail that is delivered as before.")
            .needs(Need.SECONDS)
            .mayBeInClear()
            .delivers(
                scene -> {
                  LabDomain domain = brief(scene);
                  domain.publish(brief(scene, domain, PolicyMode.NONE));
                  scene.arrives(domain);
                  domain.withdrawRecord();
                  scene.net().dns().remove(domain.policyHostName(), RecordType.A);
                  scene.lifeEnds();
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-moved-with-new-id",
                "The domain moves to a new exchanger, with a new id",
                "§5.1",
                "The new policy is found by its id, and the mail arrives.")
            .needs(Need.HOURS)
            .delivers(
                scene -> {
                  LabDomain domain = known(scene);
                  LabMx other = scene.mx("mx2." + domain.name());
                  domain.publish(domain.policy(PolicyMode.ENFORCE, other.hostName()));
                  scene.route(domain.name(), other.hostName());
                  scene.hoursPass(TWO_HOURS);
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "state-moved-with-old-id",
                "The domain moves to a new exchanger and forgets to change the id",
                "§3.3 (SHOULD)",
                "A policy is refreshed about daily, whatever its record says.")
            .needs(Need.HOURS)
            .delivers(
                scene -> {
                  LabDomain domain = known(scene);
                  LabMx other = scene.mx("mx2." + domain.name());
                  domain
                      .policyHost()
                      .policy(
                          domain.policyHostName(),
                          domain.policy(PolicyMode.ENFORCE, other.hostName()));
                  scene.route(domain.name(), other.hostName());
                  scene.hoursPass(A_DAY);
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "state-refreshed",
                "Refreshed daily, and then the sources are blocked",
                "§3.3 (SHOULD)",
                "A refresh begins the policy's life anew.")
            .needs(Need.HOURS)
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  String policy = domain.policy(PolicyMode.ENFORCE);
                  domain.publish(policy.replaceAll("max_age: \\d+", "max_age: 172800"));
                  scene.arrives(domain);
                  scene.hoursPass(Duration.ofHours(30));
                  scene.arrives(domain);
                  scene.attack(new RecordHider(domain.name()));
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.hoursPass(Duration.ofHours(30));
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-new-exchanger",
                "A new exchanger below the policy's wildcard",
                "§4.1",
                "The policy covers it all along, so the mail arrives.")
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.publish(domain.policy(PolicyMode.ENFORCE, "*." + domain.name()));
                  scene.arrives(domain);
                  scene.route(domain.name(), scene.mx("mx2." + domain.name()).hostName());
                  scene.tries(domain);
                  scene.decides(domain);
                }));
  }

  /// How often a sender asks.
  private static List<AuditCase> patience() {
    return List.of(
        of(
                "state-back-off",
                "A policy host that fails, and three messages",
                "§3.3 (SHOULD)",
                "After a failed fetch a sender waits five minutes before it asks again.")
            .needs(Need.SECONDS)
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.publish(Conduct.status(500));
                  scene.arrives(domain);
                  scene.arrives(domain);
                  scene.decides(domain);
                  long fetches = domain.policyHost().requests(domain.policyHostName());
                  scene.require(fetches <= 1, fetches + " fetches of one id within seconds");
                }),
        of(
                "state-tries-again",
                "A policy host that failed is well again",
                "§3.3",
                "A failed fetch is tried again later, and then the policy applies.")
            .needs(Need.HOURS)
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.publish(Conduct.status(500));
                  scene.arrives(domain);
                  domain
                      .policyHost()
                      .policy(domain.policyHostName(), domain.policy(PolicyMode.ENFORCE));
                  scene.hoursPass(TWO_HOURS);
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-late-record",
                "A domain that had no policy publishes one",
                "§3.1",
                "That a domain had no record is not remembered for long.")
            .needs(Need.HOURS)
            .delays(
                scene -> {
                  LabDomain domain = scene.domain();
                  scene.arrives(domain);
                  domain.publish(domain.policy(PolicyMode.ENFORCE));
                  scene.hoursPass(TWO_HOURS);
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "state-one-fetch",
                "Three messages under one policy",
                "§3.2 (SHOULD)",
                "A policy is cached and not fetched for each message.")
            .needs(Need.SECONDS)
            .delivers(
                scene -> {
                  LabDomain domain = known(scene);
                  scene.arrives(domain);
                  scene.decides(domain);
                  long fetches = domain.policyHost().requests(domain.policyHostName());
                  scene.require(fetches <= 1, fetches + " fetches of a policy that lives a week");
                }));
  }

  /// A domain whose policy the sender has met.
  private static LabDomain known(Scene scene) throws InterruptedException {
    LabDomain domain = scene.domain(PolicyMode.ENFORCE);
    scene.arrives(domain);
    return domain;
  }

  /// A domain whose policy lives no longer than the case.
  private static LabDomain brief(Scene scene) {
    LabDomain domain = scene.domain(PolicyMode.ENFORCE);
    domain.publish(brief(scene, domain, PolicyMode.ENFORCE));
    return domain;
  }

  private static String brief(Scene scene, LabDomain domain, PolicyMode mode) {
    return domain.policy(mode).replaceAll("max_age: \\d+", "max_age: " + scene.life().toSeconds());
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.STATE, id, title, "RFC 8461 " + section, why);
  }
}
