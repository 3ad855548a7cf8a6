package org.postroad.app.labs.audit.cases;

import java.util.function.UnaryOperator;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Scene;
import org.postroad.lab.LabDomain;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.mtasts.PolicyMode;

/// What many cases do.
final class Acts {

  private Acts() {}

  /// Makes of a domain what the case is about.
  @FunctionalInterface
  interface Setting {
    void stage(Scene scene, LabDomain domain) throws InterruptedException;
  }

  /// Makes of two exchangers of a domain what the case is about.
  @FunctionalInterface
  interface Pair {
    void stage(Scene scene, LabMx first, LabMx second);
  }

  /// A first message arrives at a domain with an enforce policy, which then becomes what the case
  /// is about.
  static Script then(Setting setting) {
    return then(PolicyMode.ENFORCE, setting);
  }

  /// As above, with a policy of that mode.
  static Script then(PolicyMode mode, Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(mode);
      scene.arrives(domain);
      setting.stage(scene, domain);
      scene.decides(domain);
    };
  }

  /// A domain with an enforce policy becomes what the case is about and gets two messages.
  static Script twice(Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE);
      setting.stage(scene, domain);
      scene.arrives(domain);
      scene.decides(domain);
    };
  }

  /// A domain with an enforce policy becomes what the case is about and gets a first message; then
  /// the exchanger's certificate is one that nobody vouches for. Whether the next message waits
  /// tells whether the policy applies.
  static Script untrusted(Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE);
      setting.stage(scene, domain);
      scene.arrives(domain);
      scene.distrust(domain.mx());
      scene.decides(domain);
    };
  }

  /// As above where nothing can be said of the first message.
  static Script untrustedAtOnce(Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE);
      setting.stage(scene, domain);
      scene.tries(domain);
      scene.distrust(domain.mx());
      scene.decides(domain);
    };
  }

  /// As [#untrusted], with these TXT records at `_mta-sts`, each in quotes.
  static Script records(String... texts) {
    return untrusted((scene, domain) -> scene.records(domain, texts));
  }

  /// As [#untrusted], with a policy of that text; `MX` in it stands for the exchanger's name and
  /// `DOMAIN` for the domain's.
  static Script policy(String text) {
    return untrusted(
        (scene, domain) ->
            domain.publish(text.replace("MX", domain.mxName()).replace("DOMAIN", domain.name())));
  }

  /// As [#untrusted], where the policy host does that with the policy that it would have served.
  static Script reply(UnaryOperator<HttpReply> change) {
    return untrusted(
        (scene, domain) -> domain.publish(new Conduct.Replies(change.apply(enforce(domain)))));
  }

  /// As [#untrusted], where the policy host behaves like that.
  static Script conduct(Conduct conduct) {
    return untrusted((scene, domain) -> domain.publish(conduct));
  }

  /// As [#untrusted], where the policy host shows the certificate that is made of its good one.
  static Script policyHostShows(UnaryOperator<Leaf> change) {
    return untrusted(
        (scene, domain) -> {
          Leaf good = Leaf.of(domain.policyHostName());
          Credential other = scene.net().ca().issue(change.apply(good));
          domain.policyHost().credential(domain.policyHostName(), other);
        });
  }

  /// A first message arrives; then the exchanger shows the certificate that is made of its good
  /// one.
  static Script exchangerShows(UnaryOperator<Leaf> change) {
    return then(
        (scene, domain) ->
            domain.mx().credential(scene.net().ca().issue(change.apply(Leaf.of(domain.mxName())))));
  }

  /// A first message arrives; then the exchanger behaves like that.
  static Script exchangerBehaves(MxConduct conduct) {
    return exchangerBehaves(PolicyMode.ENFORCE, conduct);
  }

  /// As above, under a policy of that mode.
  static Script exchangerBehaves(PolicyMode mode, MxConduct conduct) {
    return then(mode, (scene, domain) -> domain.mx().conduct(conduct));
  }

  /// The attacker's host of this case.
  static String evil(Scene scene) {
    return "mx." + scene.name("evil");
  }

  /// The good reply with the domain's enforce policy.
  static HttpReply enforce(LabDomain domain) {
    return HttpReply.policy(domain.policy(PolicyMode.ENFORCE));
  }

  /// `§5` of that RFC, unless the section begins with the name of another.
  static String section(String rfc, String section) {
    return section.startsWith("RFC") ? section : rfc + " " + section;
  }
}
