package org.postroad.lab.faults;

import java.util.List;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// A domain as it should be: a modern exchanger, a policy in enforce that names it, reports asked
/// for, SPF and DMARC. Its methods change one thing each; neighbours of it, such as a provider,
/// have names of their own for each domain, so that any number fit into one private Internet.
public final class SoundDomain {

  private final LabInternet net;
  private final LabDomain domain;

  private SoundDomain(LabInternet net, LabDomain domain) {
    this.net = net;
    this.domain = domain;
  }

  /// A new one, of that name.
  public static SoundDomain at(LabInternet net, String name) {
    SoundDomain sound = new SoundDomain(net, net.domain(name, PolicyMode.ENFORCE));
    sound.mx().conduct(MxConduct.modern());
    sound.text(sound.reportsName(), sound.reports());
    sound.text(name, "v=spf1 mx -all");
    sound.text("_dmarc." + name, "v=DMARC1; p=reject; rua=mailto:dmarc@" + name);
    return sound;
  }

  public LabInternet net() {
    return net;
  }

  public LabDomain domain() {
    return domain;
  }

  public String name() {
    return domain.name();
  }

  LabMx mx() {
    return domain.mx();
  }

  String mxName() {
    return domain.mxName();
  }

  String policyHostName() {
    return domain.policyHostName();
  }

  String reportsName() {
    return "_smtp._tls." + name();
  }

  String reports() {
    return "v=TLSRPTv1; rua=mailto:tls-reports@" + name();
  }

  /// A domain next door, which nobody else has: `provider` of `late.example` is
  /// `late-provider.example`.
  String neighbour(String what) {
    int dot = name().indexOf('.');
    return name().substring(0, dot) + "-" + what + name().substring(dot);
  }

  /// Publishes one TXT record in the place of those there are.
  void text(String owner, String text) {
    dns().set(owner, RecordType.TXT, "\"" + text + "\"");
  }

  void record(String text) {
    text(domain.recordName(), text);
  }

  /// The policy of before, with one thing in it exchanged.
  void policyWith(String old, String instead) {
    String text = policy();
    if (!text.contains(old)) {
      throw new IllegalArgumentException("no \"" + old + "\" in the policy");
    }
    policy(text.replace(old, instead));
  }

  /// The policy that names its exchanger.
  String policy() {
    return domain.policy(PolicyMode.ENFORCE);
  }

  /// Serves another text as policy; the record stays.
  void policy(String text) {
    serves(HttpReply.policy(text));
  }

  /// A policy that names these.
  void lists(String... patterns) {
    policy(domain.policy(PolicyMode.ENFORCE, patterns));
  }

  void serves(HttpReply reply) {
    conduct(new Conduct.Replies(reply));
  }

  void conduct(Conduct conduct) {
    domain.policyHost().conduct(policyHostName(), conduct);
  }

  /// Gives the policy host another certificate.
  void certificate(Leaf leaf) {
    domain.policyHost().credential(policyHostName(), net.ca().issue(leaf));
  }

  /// Gives the exchanger another certificate.
  void mxCertificate(Leaf leaf) {
    mx().credential(net.ca().issue(leaf));
  }

  /// The mail goes to another host, which is as it should be.
  void mailGoesTo(String host) {
    LabMx other = net.mx(host);
    other.conduct(MxConduct.modern());
    dns().set(name(), RecordType.MX, "10 " + host);
  }

  /// The policy host becomes an alias of a name that a provider has, where it is served as before.
  void policyIsServedBy(String provider) {
    List<String> addresses = dns().truth(policyHostName(), RecordType.A);
    policyHostIsAliasOf(aliasAt(provider));
    dns().set(aliasAt(provider), RecordType.A, addresses.toArray(String[]::new));
  }

  /// The policy host becomes an alias of a name that a provider does not have.
  void policyIsNotServedBy(String provider) {
    policyHostIsAliasOf(aliasAt(provider));
  }

  private String aliasAt(String provider) {
    return name().replace('.', '-') + "." + provider;
  }

  private void policyHostIsAliasOf(String target) {
    if (!dns().holds(target)) {
      net.zone(target.substring(target.indexOf('.') + 1), "");
    }
    dns().remove(policyHostName(), RecordType.A);
    dns().set(policyHostName(), RecordType.CNAME, target);
  }

  LabDns dns() {
    return net.dns();
  }
}
