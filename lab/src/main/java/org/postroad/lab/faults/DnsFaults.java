package org.postroad.lab.faults;

import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.protocol.dns.RecordType;

/// Faults of TLSA records, of signatures and of name servers.
final class DnsFaults {

  private DnsFaults() {}

  /// The key was changed, the record was not.
  static void tlsaLate(SoundDomain domain) {
    domain.domain().dane();
    domain.mxCertificate(Leaf.of(domain.mxName()));
  }

  /// As in October 2020, when an authority put another intermediate before millions of
  /// certificates.
  static void intermediateChanged(SoundDomain domain) {
    LabCa before = domain.net().ca();
    domain.domain().signed();
    domain.domain().tlsa(Tlsa.of(before.intermediate(), Tlsa.DANE_TA, Tlsa.CERT, Tlsa.SHA256));
    LabCa after = before.withIntermediate("Lab next intermediate");
    domain.mx().credential(after.issue(Leaf.of(domain.mxName()).viaIntermediate()));
  }

  static void tlsaWithoutDs(SoundDomain domain) {
    domain.domain().signed(Signing.usual().withoutDs());
    domain.domain().tlsa(Tlsa.ee(domain.mx().credential()));
  }

  static void signaturesExpired(SoundDomain domain) {
    domain.domain().signed(Signing.usual().fault(Fault.EXPIRED));
  }

  /// Two servers that are fed from two places: one age, two ids.
  static void idsDiffer(SoundDomain domain) {
    servers(domain, zone(domain, 7, "id1"), zone(domain, 7, "id2"));
  }

  static void serialsDiffer(SoundDomain domain) {
    servers(domain, zone(domain, 8, "id1"), zone(domain, 7, "id0"));
  }

  private static void servers(SoundDomain domain, String... zones) {
    String[] names = new String[zones.length];
    for (int i = 0; i < zones.length; i++) {
      names[i] = "ns" + (i + 1) + "." + domain.name();
      domain.net().nameServer(names[i]).zone(domain.name(), zones[i]);
    }
    domain.dns().set(domain.name(), RecordType.NS, names);
  }

  private static String zone(SoundDomain domain, int serial, String id) {
    return """
        @           SOA  ns1 hostmaster %d 3600 600 86400 60
        @           MX   10 mx
        _mta-sts    TXT  "v=STSv1; id=%s;"
        _smtp._tls  TXT  "%s"
        """
        .formatted(serial, id, domain.reports());
  }
}
