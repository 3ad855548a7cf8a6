package org.postroad.lab.attacker;

import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;

/// On the path to a policy host: answers in its place with a policy of his own and a certificate
/// that is not the victim's. Robs nobody by himself.
///
/// @param forgery [Forgery#VALID] is who really took over the host: no sender can know
public record PolicyHostHijacker(String domain, Forgery forgery, String policy)
    implements Attacker {

  /// With a policy of mode `none`, which would switch protection off.
  public PolicyHostHijacker(String domain) {
    this(domain, Forgery.WRONG_NAME, "version: STSv1\r\nmode: none\r\nmax_age: 31557600\r\n");
  }

  /// With a policy that names an exchanger of his own and holds for a year.
  public static PolicyHostHijacker naming(String domain, String host, Forgery forgery) {
    String policy = "version: STSv1\r\nmode: enforce\r\nmx: " + host + "\r\nmax_age: 31557600\r\n";
    return new PolicyHostHijacker(domain, forgery, policy);
  }

  @Override
  public String name() {
    return "policy-host-hijacked";
  }

  @Override
  public Mounted mount(LabInternet internet, Journal<ReceivedMail> loot) {
    String host = LabInternet.policyHostName(domain);
    LabPolicyHost own = new LabPolicyHost();
    own.serve(host, forgery.of(internet.ca(), host), Conduct.policy(policy));
    return Road.divert(
        internet.doorsIfAny(host, LabInternet.HTTPS), door -> new Answering.Serves(own));
  }
}
