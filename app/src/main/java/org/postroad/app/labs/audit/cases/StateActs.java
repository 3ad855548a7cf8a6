package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.then;

import java.time.Duration;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.cases.Acts.Setting;
import org.postroad.lab.LabDomain;
import org.postroad.protocol.mtasts.PolicyMode;

/// What many cases of [Group#STATE] do.
final class StateActs {

  /// After which a sender has looked again that looks daily.
  static final Duration A_DAY = Duration.ofHours(25);

  private StateActs() {}

  /// What happens to a policy that the sender has met; then the exchanger's certificate is one that
  /// nobody vouches for.
  static Script untrustedThen(Setting setting) {
    return then(
        (scene, domain) -> {
          setting.stage(scene, domain);
          scene.distrust(domain.mx());
        });
  }

  /// A first message arrives under a policy that lives no longer than the case; what happens to it,
  /// and then the exchanger's certificate is one that nobody vouches for.
  static Script brief(Setting setting) {
    return brief(PolicyMode.ENFORCE, setting);
  }

  static Script brief(PolicyMode mode, Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(mode);
      domain.publish(lasting(domain.policy(mode), scene.life()));
      scene.arrives(domain);
      setting.stage(scene, domain);
      scene.distrust(domain.mx());
      scene.decides(domain);
    };
  }

  static String lasting(String policy, Duration life) {
    return policy.replaceAll("max_age: \\d+", "max_age: " + life.toSeconds());
  }

  /// The policy changes, and its id does not.
  static void serves(LabDomain domain, String policy) {
    domain.policyHost().policy(domain.policyHostName(), policy);
  }

  /// Begins a case of this group.
  ///
  /// @param section of RFC 8461
  static AuditCase.Draft state(String id, String title, String section, String why) {
    return AuditCase.draft(Group.STATE, id, title, "RFC 8461 " + section, why);
  }
}
