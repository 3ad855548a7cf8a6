package org.postroad.lab.attacker;

import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
import org.postroad.protocol.dns.RecordType;

/// In the DNS: names an exchanger of his own for a domain, which has a good certificate for its own
/// name and takes every message.
///
/// @param host his exchanger; it is given an address if it has none. Attacks at the same time need
///   one each, or the last mounted gets all loot
/// @param conduct how his exchanger behaves: honest, but for whom it works
public record MxForger(String domain, String host, MxConduct conduct) implements Attacker {

  /// With the exchanger `mx.evil.example`.
  public MxForger(String domain) {
    this(domain, "mx." + Forgery.EVIL);
  }

  public MxForger(String domain, String host) {
    this(domain, host, MxConduct.honest());
  }

  @Override
  public String name() {
    return "mx-hijack";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    LabMx own = new LabMx(host, internet.ca().issue(Leaf.of(host)), loot);
    own.conduct(conduct);
    Mounted served =
        Road.divert(
            internet.doorsFor(host, LabInternet.SMTP, Quarter.ATTACKERS),
            door -> new Answering.Serves(own));
    Mounted forged =
        internet.dns().interfere(domain, RecordType.MX, Interference.forged("10 " + host));
    return Mounted.all(List.of(served, forged));
  }
}
