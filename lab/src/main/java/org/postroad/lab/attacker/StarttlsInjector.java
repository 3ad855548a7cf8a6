package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// On the path to an exchanger: puts replies of his own behind the 220 that answers STARTTLS, for a
/// sender that takes them for what the exchanger says under TLS, and lets the handshake pass.
///
/// @param replies complete lines
public record StarttlsInjector(String mxHost, String replies) implements Attacker {

  /// Lines that claim extensions which no honest server has.
  public StarttlsInjector(String mxHost) {
    this(mxHost, "250-injected.evil.example\r\n250 XINJECTED\r\n");
  }

  @Override
  public String name() {
    return "starttls-injection";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    return Road.divert(
        internet.doorsOf(mxHost, LabInternet.SMTP),
        door ->
            new Answering.Serves(
                new Relay(door, mxHost, new Relay.OnStartTls.Injects(replies), loot)));
  }
}
