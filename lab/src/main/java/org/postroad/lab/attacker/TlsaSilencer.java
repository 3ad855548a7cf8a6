package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// In the DNS: lets no answer about a host's TLSA records through. Robs nobody by himself: who then
/// goes on without them (RFC 7672 §2.1.2) loses to the next one on the path.
///
/// @param mxHost the exchanger
/// @param how silence, or an error code that tells as little
public record TlsaSilencer(String mxHost, Interference how) implements Attacker {

  public TlsaSilencer(String mxHost) {
    this(mxHost, Interference.silent());
  }

  @Override
  public String name() {
    return "tlsa-timeout";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    return internet.dns().interfereAt(LabInternet.tlsaName(mxHost), how);
  }
}
