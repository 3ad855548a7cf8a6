package org.postroad.lab.attacker;

import java.util.ArrayList;
import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// In the DNS: makes a signed zone look like an unsigned one. Signatures are gone, and so are its
/// DS and DNSKEY records, without a proof that there are none. Robs nobody by himself: with an
/// [MxForger] behind him he robs who takes that for insecure instead of bogus.
public record DnssecStripper(String zone) implements Attacker {

  @Override
  public String name() {
    return "dnssec-stripping";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    List<Mounted> mounted = new ArrayList<>();
    mounted.add(internet.dns().interfereBelow(zone, Interference.stripped()));
    for (String type : List.of("DS", "DNSKEY")) {
      mounted.add(internet.dns().interfere(zone, type, Interference.forgedNoData()));
    }
    return Mounted.all(mounted);
  }
}
