package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.then;
import static org.postroad.app.labs.audit.cases.Acts.untrusted;
import static org.postroad.app.labs.audit.cases.StateActs.brief;
import static org.postroad.app.labs.audit.cases.StateActs.lasting;
import static org.postroad.app.labs.audit.cases.StateActs.serves;
import static org.postroad.app.labs.audit.cases.StateActs.state;
import static org.postroad.app.labs.audit.cases.StateActs.untrustedThen;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Need;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// What a sender learns of a policy that changes, and how often it asks (RFC 8461 §3.3, §5.1).
final class ChangeCases {

  private static final Duration TWO_HOURS = Duration.ofHours(2);

  static final List<AuditCase> ALL =
      Stream.of(changed(), patience()).flatMap(List::stream).toList();

  private ChangeCases() {}

  /// A domain's owner changes the policy.
  private static List<AuditCase> changed() {
    return List.of(
        state(
                "state-testing-to-enforce",
                "testing expires, and enforce is there",
                "§5.1",
                "The policy that is fetched after the old one's end applies.")
            .needs(Need.SECONDS)
            .delays(
                brief(
                    PolicyMode.TESTING,
                    (scene, domain) -> {
                      domain.publish(domain.policy(PolicyMode.ENFORCE));
                      scene.lifeEnds();
                      scene.arrives(domain);
                    })),
        state(
                "state-enforce-to-none",
                "A new id, and mode none",
                "§8.3",
                "A policy none that was fetched replaces the cached one.")
            .needs(Need.HOURS)
            .delivers(
                untrustedThen(
                    (scene, domain) -> {
                      domain.publish(domain.policy(PolicyMode.NONE));
                      scene.hoursPass(StateActs.A_DAY);
                      scene.arrives(domain);
                    })),
        state(
                "state-none-to-nothing",
                "Mode none expires, and nothing is left",
                "§8.3",
                "The way out of MTA-STS ends with mail that is delivered as before.")
            .needs(Need.SECONDS)
            .mayBeInClear()
            .delivers(
                brief(
                    PolicyMode.NONE,
                    (scene, domain) -> {
                      domain.withdrawRecord();
                      scene.dns().remove(domain.policyHostName(), RecordType.A);
                      scene.lifeEnds();
                    })),
        state(
                "state-moved-with-new-id",
                "The domain moves to a new exchanger, with a new id",
                "§5.1",
                "The new policy is found by its id, and the mail arrives.")
            .needs(Need.HOURS)
            .delivers(
                then(
                    (scene, domain) -> {
                      LabMx other = scene.mx("mx2." + domain.name());
                      domain.publish(domain.policy(PolicyMode.ENFORCE, other.hostName()));
                      scene.route(domain.name(), other.hostName());
                      scene.hoursPass(TWO_HOURS);
                      scene.tries(domain);
                    })),
        state(
                "state-moved-with-old-id",
                "The domain moves to a new exchanger and forgets to change the id",
                "§3.3 (SHOULD)",
                "A policy is refreshed about daily, whatever its record says.")
            .needs(Need.HOURS)
            .delivers(
                then(
                    (scene, domain) -> {
                      LabMx other = scene.mx("mx2." + domain.name());
                      serves(domain, domain.policy(PolicyMode.ENFORCE, other.hostName()));
                      scene.route(domain.name(), other.hostName());
                      scene.hoursPass(StateActs.A_DAY);
                      scene.tries(domain);
                    })),
        state(
                "state-refreshed",
                "Refreshed daily, and then the sources are blocked",
                "§3.3 (SHOULD)",
                "A refresh begins the policy's life anew.")
            .needs(Need.HOURS)
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.publish(lasting(domain.policy(PolicyMode.ENFORCE), Duration.ofDays(2)));
                  scene.arrives(domain);
                  scene.hoursPass(Duration.ofHours(30));
                  scene.arrives(domain);
                  scene.attack(new RecordHider(domain.name()));
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.hoursPass(Duration.ofHours(30));
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        state(
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
        state(
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
        state(
                "state-tries-again",
                "A policy host that failed is well again",
                "§3.3",
                "A failed fetch is tried again later, and then the policy applies.")
            .needs(Need.HOURS)
            .delays(
                untrusted(
                    (scene, domain) -> {
                      domain.publish(Conduct.status(500));
                      scene.arrives(domain);
                      serves(domain, domain.policy(PolicyMode.ENFORCE));
                      scene.hoursPass(TWO_HOURS);
                    })),
        state(
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
        state(
                "state-one-fetch",
                "Three messages under one policy",
                "§3.2 (SHOULD)",
                "A policy is cached and not fetched for each message.")
            .needs(Need.SECONDS)
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  scene.arrives(domain);
                  scene.arrives(domain);
                  scene.decides(domain);
                  long fetches = domain.policyHost().requests(domain.policyHostName());
                  scene.require(fetches <= 1, fetches + " fetches of a policy that lives a week");
                }));
  }
}
