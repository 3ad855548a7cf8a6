package org.postroad.lab.attacker;

import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.protocol.dns.RecordType;

/// In the DNS and on the path: announces a new policy that cannot be fetched, so that a careless
/// sender drops the one it has. Robs nobody by himself.
public record IdForger(String domain, String id) implements Attacker {

  public IdForger(String domain) {
    this(domain, "forged1");
  }

  @Override
  public String name() {
    return "forged-id";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    Mounted blocked = new PolicyHostBlocker(domain).mount(internet, loot);
    Interference forged = Interference.forged("\"v=STSv1; id=" + id + ";\"");
    return Mounted.all(
        List.of(blocked, internet.dns().interfere("_mta-sts." + domain, RecordType.TXT, forged)));
  }
}
