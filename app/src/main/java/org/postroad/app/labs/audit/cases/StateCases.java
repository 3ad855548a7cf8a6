package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.evil;
import static org.postroad.app.labs.audit.cases.Acts.then;
import static org.postroad.app.labs.audit.cases.StateActs.brief;
import static org.postroad.app.labs.audit.cases.StateActs.state;
import static org.postroad.app.labs.audit.cases.StateActs.untrustedThen;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Scene;
import org.postroad.app.labs.audit.cases.Acts.Setting;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.IdForger;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.PolicyHostHijacker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.attacker.RecordSilencer;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.protocol.dns.RecordType;

/// What a sender remembers, whatever is done to its sources, and for how long (RFC 8461 §3.3,
/// §10.2).
final class StateCases {

  static final List<AuditCase> ALL = Stream.of(kept(), ended()).flatMap(List::stream).toList();

  private StateCases() {}

  /// A cached policy outlives what is done to its sources.
  private static List<AuditCase> kept() {
    return List.of(
        state(
                "state-record-removed",
                "The owner removes the record",
                "§3.1",
                "The absence of a record does not drop a cached policy.")
            .delays(untrustedThen((scene, domain) -> domain.withdrawRecord())),
        state(
                "state-record-hidden",
                "An attacker hides the record and forges the MX",
                "§3.1",
                "The absence of a record does not drop a cached policy.")
            .delays(robbed(RecordHider::new)),
        state(
                "state-record-silenced",
                "An attacker silences the record and forges the MX",
                "§3.3",
                "Where no live policy can be found, the cached one must be applied.")
            .delays(robbed(RecordSilencer::new)),
        state(
                "state-record-broken",
                "The record becomes invalid",
                "§3.1",
                "An unusable record does not drop a cached policy.")
            .delays(
                untrustedThen(
                    (scene, domain) -> scene.records(domain, "\"v=STSv1; id=2026-11-21;\""))),
        state(
                "state-forged-id",
                "An attacker forges a new id, blocks the policy host and forges the MX",
                "§3.3",
                "A new id whose policy cannot be fetched does not drop the cached policy.")
            .delays(robbed(IdForger::new, Scene::tries)),
        state(
                "state-forged-id-a-day",
                "The same, and a day goes by",
                "§3.3",
                "A cached policy is applied as long as it lives, however often refreshing fails.")
            .needs(Need.HOURS)
            .delays(robbed(IdForger::new, StateCases::triesAfterADay)),
        state(
                "state-host-blocked",
                "An attacker blocks the policy host for a day and forges the MX",
                "§3.3",
                "A cached policy is applied as long as it lives, however often refreshing fails.")
            .needs(Need.HOURS)
            .delays(robbed(PolicyHostBlocker::new, StateCases::triesAfterADay)),
        state(
                "state-host-hijacked",
                "An attacker takes the policy host's place, with a policy none and a new id",
                "§3.3",
                "A policy from a host that did not prove itself is no policy.")
            .delays(
                robbed(
                    PolicyHostHijacker::new,
                    (scene, domain) -> {
                      scene.interfere(
                          domain.recordName(),
                          RecordType.TXT,
                          Interference.forged("\"v=STSv1; id=forged2;\""));
                      scene.tries(domain);
                    })),
        state(
                "state-broken-update",
                "A new id, and a policy that is none",
                "§3.3",
                "An update that fails leaves the cached policy in force.")
            .delays(
                untrustedThen(
                    (scene, domain) -> {
                      domain.publish("version: STSv1\nmode: nothing\nmax_age: 86400\n");
                      scene.tries(domain);
                    })),
        state(
                "state-update-404",
                "A new id, and the policy host answers 404",
                "§3.3",
                "An update that fails leaves the cached policy in force.")
            .delays(
                untrustedThen(
                    (scene, domain) -> {
                      domain.publish(Conduct.status(404));
                      scene.tries(domain);
                    })),
        state(
                "state-clock-set-back",
                "The clock is set back by a day",
                "§3.3",
                "A policy that is not expired must be applied.")
            .needs(Need.CLOCK_BACK)
            .delays(
                untrustedThen(
                    (scene, domain) -> {
                      scene.clockIsSetBack(Duration.ofDays(1));
                      scene.attack(new PolicyHostBlocker(domain.name()));
                    })));
  }

  /// A cached policy ends when it has to.
  private static List<AuditCase> ended() {
    return List.of(
        state(
                "state-expired-host-dead",
                "The policy expires, and its host is dead",
                "§3.3",
                "An expired policy is none; without a new one the message must be delivered.")
            .needs(Need.SECONDS)
            .delivers(
                brief(
                    (scene, domain) -> {
                      scene.attack(new PolicyHostBlocker(domain.name()));
                      scene.lifeEnds();
                    })),
        state(
                "state-expired-record-gone",
                "The policy expires, and the record is gone",
                "§3.1",
                "An expired policy is none, and without a record there is no other.")
            .needs(Need.SECONDS)
            .delivers(
                brief(
                    (scene, domain) -> {
                      domain.withdrawRecord();
                      scene.lifeEnds();
                    })),
        state(
                "state-expired-and-renewed",
                "The policy expires, and is there still",
                "§5.1",
                "After its end a policy is fetched again, and applies.")
            .needs(Need.SECONDS)
            .delays(
                brief(
                    (scene, domain) -> {
                      scene.lifeEnds();
                      scene.arrives(domain);
                    })),
        state(
                "state-prolonged-by-id",
                "The id stays the same, the host is dead, the policy's life is over",
                "§3.2",
                "A policy lives from its last fetch; that its id was seen again does not prolong it.")
            .needs(Need.SECONDS)
            .delivers(
                brief(
                    (scene, domain) -> {
                      scene.attack(new PolicyHostBlocker(domain.name()));
                      scene.lifePasses(0.6);
                      scene.arrives(domain);
                      scene.lifePasses(0.6);
                    })),
        state(
                "state-not-yet-expired",
                "Half the policy's life is over, and its host is dead",
                "§3.3",
                "A policy that is not expired must be applied.")
            .needs(Need.SECONDS)
            .delays(
                brief(
                    (scene, domain) -> {
                      scene.attack(new PolicyHostBlocker(domain.name()));
                      scene.lifePasses(0.4);
                    })));
  }

  /// An attacker gets at the sources of a policy that the sender has met, and forges the MX.
  private static Script robbed(Function<String, Attacker> attacker) {
    return robbed(attacker, (scene, domain) -> {});
  }

  /// As above, and then this happens.
  private static Script robbed(Function<String, Attacker> attacker, Setting meanwhile) {
    return then(
        (scene, domain) -> {
          scene.attack(attacker.apply(domain.name()));
          scene.attack(new MxForger(domain.name(), evil(scene)));
          meanwhile.stage(scene, domain);
        });
  }

  private static void triesAfterADay(Scene scene, LabDomain domain) throws InterruptedException {
    scene.hoursPass(StateActs.A_DAY);
    scene.tries(domain);
  }
}
