package org.postroad.lab.faults;

import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Mounted;
import org.postroad.protocol.dns.RecordType;

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

  static void ending(SoundDomain domain) {
    domain.mxCertificate(SoundDomain.withAWeekLeft(Leaf.of(domain.mxName())));
  }

  static void weakKey(SoundDomain domain) {
    domain.mxCertificate(Leaf.of(domain.mxName()).rsa(1024));
  }

  /// Maybe only us: an address without a name, or on a list.
  static void turnsAway(SoundDomain domain) {
    SmtpReply no = SmtpReply.of(554, "5.7.1 no service for your address");
    domain.mx().conduct(MxConduct.modern().answering(Stage.CONNECT, no));
  }

  static void busy(SoundDomain domain) {
    SmtpReply later = SmtpReply.of(421, "4.3.2 too many connections, come later");
    domain.mx().conduct(MxConduct.modern().answering(Stage.EHLO, later));
  }

  static void servfail(SoundDomain domain) {
    Mounted _ = domain.dns().interfere(domain.name(), RecordType.MX, Interference.servfail());
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
