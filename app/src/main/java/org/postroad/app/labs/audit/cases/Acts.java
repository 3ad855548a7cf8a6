package org.postroad.app.labs.audit.cases;

import java.util.function.UnaryOperator;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Scene;
import org.postroad.lab.LabDomain;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.mtasts.PolicyMode;

/// What many cases do.
final class Acts {

  private Acts() {}

  /// Makes of a domain with an enforce policy what the case is about.
  @FunctionalInterface
  interface Setting {
    void stage(Scene scene, LabDomain domain);
  }

  /// A first message arrives; then the exchanger's certificate is one that nobody vouches for.
  /// Whether the next message waits tells whether the policy applies.
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
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE);
      scene.arrives(domain);
      domain.mx().credential(scene.net().ca().issue(change.apply(Leaf.of(domain.mxName()))));
      scene.decides(domain);
    };
  }

  /// A first message arrives; then the exchanger behaves like that.
  static Script exchangerBehaves(PolicyMode mode, MxConduct conduct) {
    return scene -> {
      LabDomain domain = scene.domain(mode);
      scene.arrives(domain);
      domain.mx().conduct(conduct);
      scene.decides(domain);
    };
  }

  /// The good reply with the domain's enforce policy.
  static HttpReply enforce(LabDomain domain) {
    return HttpReply.policy(domain.policy(PolicyMode.ENFORCE));
  }
}
