package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;

/// On the path to a policy host: lets nobody through. Robs nobody by himself.
///
/// @param how refusing at once, taking the connection in silence, or not even that
public record PolicyHostBlocker(String domain, Answering how) implements Attacker {

  public PolicyHostBlocker(String domain) {
    this(domain, new Answering.Refuses());
  }

  @Override
  public String name() {
    return "policy-host-blocked";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    String host = LabInternet.policyHostName(domain);
    return Road.divert(internet.doorsIfAny(host, LabInternet.HTTPS), door -> how);
  }
}
