package org.postroad.lab.faults;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.net.Service;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// A domain as it should be: a modern exchanger, a policy in enforce that names it, reports asked
/// for, SPF and DMARC; over IPv4, and over IPv6 too where that is asked for. Its methods change one
/// thing each; neighbours of it, such as a provider, have names of their own for each domain, so
/// that any number fit into one private Internet.
public final class SoundDomain {

  static final String SPF = "v=spf1 mx -all";

  private final LabInternet net;
  private final LabDomain domain;
  private boolean overIpv6;

  private SoundDomain(LabInternet net, LabDomain domain) {
    this.net = net;
    this.domain = domain;
  }

  /// A new one, of that name.
  public static SoundDomain at(LabInternet net, String name) {
    SoundDomain sound = new SoundDomain(net, net.domain(name, PolicyMode.ENFORCE));
    sound.mx().conduct(MxConduct.modern());
    sound.text(sound.reportsName(), sound.reports());
    sound.text(name, SPF);
    sound.text("_dmarc." + name, dmarc(name));
    return sound;
  }

  /// Gives its exchanger and its policy host an IPv6 address each, if they have none.
  public SoundDomain alsoOverIpv6() {
    if (!overIpv6) {
      overIpv6 = true;
      placeOverIpv6(mxName(), LabInternet.SMTP, Quarter.EXCHANGERS, mx());
      placeOverIpv6(policyHostName(), LabInternet.HTTPS, Quarter.POLICY_HOSTS, domain.policyHost());
    }
    return this;
  }

  private void placeOverIpv6(String host, int port, Quarter quarter, Service service) {
    InetAddress address = net.network().allot6(quarter);
    Door _ = net.network().open(new InetSocketAddress(address, port), service);
    dns().set(host, RecordType.AAAA, address.getHostAddress());
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
    return reports(name());
  }

  static String reports(String name) {
    return "v=TLSRPTv1; rua=mailto:tls-reports@" + name;
  }

  static String dmarc(String name) {
    return "v=DMARC1; p=reject; rua=mailto:dmarc@" + name;
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

  /// Of ninety days, as public authorities issue them, and not renewed when it should have been.
  static Leaf withAWeekLeft(Leaf leaf) {
    return leaf.valid(Duration.ofDays(83), Duration.ofDays(7));
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
    if (overIpv6) {
      placeOverIpv6(host, LabInternet.SMTP, Quarter.EXCHANGERS, other);
    }
    dns().set(name(), RecordType.MX, "10 " + host);
  }

  /// The policy host becomes an alias of a name that a provider has, where it is served as before.
  void policyIsServedBy(String provider) {
    List<String> v4 = dns().truth(policyHostName(), RecordType.A);
    List<String> v6 = dns().truth(policyHostName(), RecordType.AAAA);
    policyHostIsAliasOf(aliasAt(provider));
    dns().set(aliasAt(provider), RecordType.A, v4.toArray(String[]::new));
    dns().set(aliasAt(provider), RecordType.AAAA, v6.toArray(String[]::new));
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
    policyHostHasNoAddress();
    dns().set(policyHostName(), RecordType.CNAME, target);
  }

  void policyHostHasNoAddress() {
    dns().remove(policyHostName(), RecordType.A);
    dns().remove(policyHostName(), RecordType.AAAA);
  }

  /// Whoever comes to a host over IPv6 meets this instead.
  void overIpv6(String host, int port, Answering instead) {
    for (Door door : net.doorsOf(host, port)) {
      if (door.seen().getAddress() instanceof Inet6Address) {
        Mounted _ = door.divert(instead);
      }
    }
  }

  /// Whoever comes to a host meets this instead.
  void everywhere(String host, int port, Answering instead) {
    for (Door door : net.doorsOf(host, port)) {
      Mounted _ = door.divert(instead);
    }
  }

  LabDns dns() {
    return net.dns();
  }
}
