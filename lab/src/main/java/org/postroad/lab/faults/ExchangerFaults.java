package org.postroad.lab.faults;

import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Answering;

/// Faults of the exchanger that the policy names.
final class ExchangerFaults {

  private ExchangerFaults() {}

  static void expired(SoundDomain domain) {
    domain.mxCertificate(Leaf.of(domain.mxName()).expired());
  }

  static void selfSigned(SoundDomain domain) {
    domain.mxCertificate(Leaf.of(domain.mxName()).selfSigned());
  }

  static void wrongName(SoundDomain domain) {
    domain.mxCertificate(Leaf.of("mail." + domain.neighbour("host")));
  }

  static void chain(SoundDomain domain) {
    domain.mxCertificate(Leaf.of(domain.mxName()).viaMissingIntermediate());
  }

  static void ipv6Broken(SoundDomain domain) {
    domain.alsoOverIpv6().overIpv6(domain.mxName(), LabInternet.SMTP, new Answering.Refuses());
  }

  /// Silence proves nothing but where others answer over IPv6, as the policy host does.
  static void ipv6Silent(SoundDomain domain) {
    domain.alsoOverIpv6().overIpv6(domain.mxName(), LabInternet.SMTP, new Answering.Unreachable());
  }

  /// No fault of the domain's: the network that looks at it lets nobody out.
  static void port25Blocked(SoundDomain domain) {
    domain.everywhere(domain.mxName(), LabInternet.SMTP, new Answering.Unreachable());
  }
}
