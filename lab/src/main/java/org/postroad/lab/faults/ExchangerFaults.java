package org.postroad.lab.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
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

  static void ipv6Broken(SoundDomain domain) {
    InetAddress dead = domain.net().network().allot6(Quarter.EXCHANGERS);
    Door _ =
        domain
            .net()
            .network()
            .open(new InetSocketAddress(dead, LabInternet.SMTP), new Answering.Refuses());
    domain.dns().set(domain.mxName(), RecordType.AAAA, dead.getHostAddress());
  }

  /// No fault of the domain's: the network that looks at it lets nobody out.
  static void port25Blocked(SoundDomain domain) {
    for (Door door : domain.net().doorsOf(domain.mxName(), LabInternet.SMTP)) {
      Mounted _ = door.divert(new Answering.Unreachable());
    }
  }
}
