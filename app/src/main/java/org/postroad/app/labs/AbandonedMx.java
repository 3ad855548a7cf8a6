package org.postroad.app.labs;

import java.util.List;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.StaleDns;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.protocol.dns.RecordType;

/// A domain has moved its mail to another provider. Someone took over the host that it left, which
/// has a valid certificate for its name, and keeps the DNS of before the move alive.
record AbandonedMx(LabDomain domain) implements Attacker {

  private static final String LEFT = "mx.left.example";

  @Override
  public String name() {
    return "stale-dns";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    // The host that was left behind, in the attacker's hands; its MX record is the past's.
    Mounted host = new MxForger(domain.name(), LEFT).mount(internet, loot);
    internet.dns().set(domain.name(), RecordType.MX, "10 " + LEFT);
    Mounted past = new StaleDns(domain.name()).mount(internet, loot);
    internet.dns().set(domain.name(), RecordType.MX, "10 " + domain.mxName());
    return Mounted.all(List.of(host, past));
  }
}
