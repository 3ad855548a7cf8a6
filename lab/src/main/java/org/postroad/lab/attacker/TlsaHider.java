package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// In the DNS: makes believe that a host has no TLSA records, without a proof. Robs nobody by
/// himself.
///
/// @param mxHost the exchanger
/// @param how he says so
public record TlsaHider(String mxHost, RecordHider.How how) implements Attacker {

  public TlsaHider(String mxHost) {
    this(mxHost, RecordHider.How.NO_SUCH_NAME);
  }

  @Override
  public String name() {
    return "tlsa-hidden";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    return internet.dns().interfereAt(LabInternet.tlsaName(mxHost), how.forged());
  }
}
