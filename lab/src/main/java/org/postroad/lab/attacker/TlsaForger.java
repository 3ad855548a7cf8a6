package org.postroad.lab.attacker;

import java.util.List;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.protocol.dns.RecordType;

/// In the DNS and on the path to an exchanger: answers in its place with a certificate of his own,
/// and forges the TLSA record that goes with it, signed by a key that is not the zone's.
///
/// @param mxHost the exchanger
public record TlsaForger(String mxHost) implements Attacker {

  @Override
  public String name() {
    return "tlsa-forged";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    Credential credential =
        LabCa.create("Evil root", java.time.Instant.now()).issue(Leaf.of(mxHost));
    LabMx own = new LabMx(mxHost, credential, loot);
    Interference forged = Interference.forgedAndSigned(Tlsa.ee(credential).text());
    return Mounted.all(
        List.of(
            Road.divert(
                internet.doorsOf(mxHost, LabInternet.SMTP), door -> new Answering.Serves(own)),
            internet.dns().interfere(LabInternet.tlsaName(mxHost), RecordType.TLSA, forged)));
  }
}
