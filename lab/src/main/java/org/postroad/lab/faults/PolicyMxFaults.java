package org.postroad.lab.faults;

import org.postroad.lab.ca.Leaf;
import org.postroad.lab.policyhost.HttpReply;

/// Policies that are right as such, and name other hosts than those that take the mail.
final class PolicyMxFaults {

  private static final String PROVIDER = "provider";

  private PolicyMxFaults() {}

  static void typo(SoundDomain domain) {
    domain.lists("mxx." + domain.name());
  }

  static void policyHostListed(SoundDomain domain) {
    domain.lists(domain.policyHostName());
  }

  static void extraLabel(SoundDomain domain) {
    domain.lists("mx.mail." + domain.name());
  }

  static void otherDomain(SoundDomain domain) {
    domain.lists("in1." + domain.neighbour("before"));
  }

  static void wildcard(SoundDomain domain) {
    domain.mailGoesTo(domain.name());
    domain.lists("*." + domain.name());
  }

  static void microsoft(SoundDomain domain) {
    domain.mailGoesTo(domain.name().replace('.', '-') + ".o-v1.mx.microsoft");
    domain.lists("*.mx.microsoft");
  }

  /// Whoever serves the policy was told of other hosts than those of whoever takes the mail.
  static void splitProviders(SoundDomain domain) {
    domain.mailGoesTo("in1." + domain.neighbour("mail"));
    domain.policyIsServedBy(domain.neighbour("policies"));
    domain.lists("in1." + domain.neighbour("before"));
  }

  static void leftNxdomain(SoundDomain domain) {
    leaves(domain);
    domain.policyIsNotServedBy(domain.neighbour(PROVIDER));
  }

  static void leftRenewed(SoundDomain domain) {
    leaves(domain);
    domain.policyIsServedBy(domain.neighbour(PROVIDER));
    domain.certificate(Leaf.of(domain.policyHostName()).viaIntermediate());
  }

  static void leftEmptyFile(SoundDomain domain) {
    leaves(domain);
    domain.policyIsServedBy(domain.neighbour(PROVIDER));
    domain.serves(HttpReply.empty());
  }

  /// Nobody touched anything, so the certificate expired in the end.
  static void leftUnchanged(SoundDomain domain) {
    leaves(domain);
    domain.policyIsServedBy(domain.neighbour(PROVIDER));
    domain.certificate(Leaf.of(domain.policyHostName()).expired());
  }

  /// The policy is that of a customer of the provider; the mail goes elsewhere by now.
  private static void leaves(SoundDomain domain) {
    domain.lists("in1." + domain.neighbour(PROVIDER), "in2." + domain.neighbour(PROVIDER));
    domain.mailGoesTo("in1." + domain.neighbour("newmail"));
  }
}
