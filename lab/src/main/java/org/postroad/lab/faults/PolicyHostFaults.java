package org.postroad.lab.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;

/// Faults of the host that serves the policy, from its name to its answer.
final class PolicyHostFaults {

  private static final int UNRECOGNIZED_NAME = 112; // RFC 6066 §3

  private PolicyHostFaults() {}

  static void noSuchName(SoundDomain domain) {
    domain.dns().remove(domain.policyHostName(), RecordType.A);
  }

  static void servfail(SoundDomain domain) {
    Mounted _ = domain.dns().interfereAt(domain.policyHostName(), Interference.servfail());
  }

  static void refuses(SoundDomain domain) {
    instead(domain, new Answering.Refuses());
  }

  static void unreachable(SoundDomain domain) {
    instead(domain, new Answering.Unreachable());
  }

  private static void instead(SoundDomain domain, Answering other) {
    for (Door door : domain.net().doorsOf(domain.policyHostName(), LabInternet.HTTPS)) {
      Mounted _ = door.divert(other);
    }
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
    InetAddress dead = domain.net().network().allot6(Quarter.POLICY_HOSTS);
    Door _ =
        domain
            .net()
            .network()
            .open(new InetSocketAddress(dead, LabInternet.HTTPS), new Answering.Refuses());
    domain.dns().set(domain.policyHostName(), RecordType.AAAA, dead.getHostAddress());
  }
}
