package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// On the path to an exchanger: keeps sender and exchanger from TLS, passes everything else on to
/// both, and reads along.
///
/// @param mxHost the exchanger
public record StarttlsStripper(String mxHost, Way way) implements Attacker {

  /// How he does it.
  public enum Way {
    /// STARTTLS is missing in the answer to EHLO.
    REMOVES,
    /// STARTTLS is answered with 454.
    REFUSES,
    /// The connection ends in the handshake.
    CUTS
  }

  public StarttlsStripper(String mxHost) {
    this(mxHost, Way.REMOVES);
  }

  @Override
  public String name() {
    return "starttls-stripping";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    Relay.OnStartTls tampering =
        switch (way) {
          case REMOVES -> new Relay.OnStartTls.Hides();
          case REFUSES -> new Relay.OnStartTls.Refuses();
          case CUTS -> new Relay.OnStartTls.Cuts();
        };
    return Road.divert(
        internet.doorsOf(mxHost, LabInternet.SMTP),
        door -> new Answering.Serves(new Relay(door, mxHost, tampering, loot)));
  }
}
