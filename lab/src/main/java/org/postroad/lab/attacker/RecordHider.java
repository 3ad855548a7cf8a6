package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// In the DNS: makes believe that a domain has no MTA-STS record. Robs nobody by himself.
///
/// @param how he says so
public record RecordHider(String domain, How how) implements Attacker {

  /// The two absences of the DNS.
  public enum How {
    NO_SUCH_NAME,
    NO_DATA;

    Interference forged() {
      return switch (this) {
        case NO_SUCH_NAME -> Interference.forgedNoSuchName();
        case NO_DATA -> Interference.forgedNoData();
      };
    }
  }

  public RecordHider(String domain) {
    this(domain, How.NO_SUCH_NAME);
  }

  @Override
  public String name() {
    return "record-hidden";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    return internet.dns().interfereAt("_mta-sts." + domain, how.forged());
  }
}
