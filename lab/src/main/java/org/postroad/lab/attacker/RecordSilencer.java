package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// In the DNS: lets no answer about a domain's MTA-STS record through. Robs nobody by himself.
///
/// @param how silence, or an error code that tells as little
public record RecordSilencer(String domain, Interference how) implements Attacker {

  public RecordSilencer(String domain) {
    this(domain, Interference.silent());
  }

  @Override
  public String name() {
    return "record-timeout";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    return internet.dns().interfereAt("_mta-sts." + domain, how);
  }
}
