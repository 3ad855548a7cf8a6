package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// In the DNS: keeps answering what was true of a domain and all names below it when he began,
/// whatever its owner changes. Robs nobody by himself.
public record StaleDns(String domain) implements Attacker {

  @Override
  public String name() {
    return "stale-dns";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    return internet.dns().interfereBelow(domain, new Interference.Stale());
  }
}
