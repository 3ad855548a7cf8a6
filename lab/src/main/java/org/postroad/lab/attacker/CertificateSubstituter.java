package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// On the path to an exchanger: answers in its place, under TLS, with a certificate of his own.
///
/// @param mxHost the exchanger
/// @param conduct how his own server behaves: honest, but for whom it works
public record CertificateSubstituter(String mxHost, Forgery forgery, MxConduct conduct)
    implements Attacker {

  public CertificateSubstituter(String mxHost, Forgery forgery) {
    this(mxHost, forgery, MxConduct.honest());
  }

  public CertificateSubstituter(String mxHost) {
    this(mxHost, Forgery.UNTRUSTED);
  }

  @Override
  public String name() {
    return "certificate-substitution";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    LabMx own = new LabMx(mxHost, forgery.of(internet.ca(), mxHost), loot);
    own.conduct(conduct);
    return Road.divert(
        internet.doorsOf(mxHost, LabInternet.SMTP), door -> new Answering.Serves(own));
  }
}
