package org.postroad.lab.faults;

import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;

/// Faults of the host that serves the policy, from its name to its answer.
final class PolicyHostFaults {

  private static final int UNRECOGNIZED_NAME = 112; // RFC 6066 §3

  private PolicyHostFaults() {}

  static void noSuchName(SoundDomain domain) {
    domain.policyHostHasNoAddress();
  }

  static void servfail(SoundDomain domain) {
    Mounted _ = domain.dns().interfereAt(domain.policyHostName(), Interference.servfail());
  }

  static void refuses(SoundDomain domain) {
    domain.everywhere(domain.policyHostName(), LabInternet.HTTPS, new Answering.Refuses());
  }

  static void unreachable(SoundDomain domain) {
    domain.everywhere(domain.policyHostName(), LabInternet.HTTPS, new Answering.Unreachable());
  }

  /// As where a web server of many names was never told of this one.
  static void nameMismatch(SoundDomain domain) {
    domain.certificate(Leaf.of("www." + domain.name(), domain.name()));
    domain.serves(HttpReply.policy("<h1>Welcome</h1>\r\n").mediaType("text/html").status(404));
  }

  static void selfSigned(SoundDomain domain) {
    domain.certificate(Leaf.of(domain.policyHostName()).selfSigned());
  }

  static void expired(SoundDomain domain) {
    domain.certificate(Leaf.of(domain.policyHostName()).expired());
  }

  static void expiresSoon(SoundDomain domain) {
    domain.certificate(SoundDomain.withAWeekLeft(Leaf.of(domain.policyHostName())));
  }

  static void noCertificate(SoundDomain domain) {
    domain.conduct(new Conduct.Alerts(UNRECOGNIZED_NAME));
  }

  static void incompleteChain(SoundDomain domain) {
    domain.certificate(Leaf.of(domain.policyHostName()).viaMissingIntermediate());
  }

  static void notFound(SoundDomain domain) {
    domain.conduct(Conduct.status(404));
  }

  static void serverError(SoundDomain domain) {
    domain.conduct(Conduct.status(500));
  }

  static void redirect(SoundDomain domain) {
    domain.serves(HttpReply.redirect(301, "https://www." + domain.name() + "/"));
  }

  static void contentType(SoundDomain domain) {
    domain.serves(HttpReply.policy(domain.policy()).mediaType("text/html; charset=utf-8"));
  }

  static void ipv6Broken(SoundDomain domain) {
    domain
        .alsoOverIpv6()
        .overIpv6(domain.policyHostName(), LabInternet.HTTPS, new Answering.Refuses());
  }
}
