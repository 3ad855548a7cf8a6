package org.postroad.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.mtasts.PolicyMode;

/// The state of one domain. `Setting.of("example.org")` is unsigned, has one good exchanger `mx`
/// and no policy; each of the other methods returns a copy with one thing changed. What speaks of a
/// policy host or a record needs a policy first.
public final class Setting {

  private static final int MAX_AGE = 604_800;

  private final String domain;
  private final Optional<PolicySetting> policy;
  private final ZoneState zone;
  private final Map<String, ZoneState> elsewhere;
  private final MxState mx;
  private final List<Host> hosts;
  private final String records;
  private final List<Function<Staged, Attacker>> attackers;

  private Setting(
      String domain,
      Optional<PolicySetting> policy,
      ZoneState zone,
      Map<String, ZoneState> elsewhere,
      MxState mx,
      List<Host> hosts,
      String records,
      List<Function<Staged, Attacker>> attackers) {
    this.domain = domain;
    this.policy = policy;
    this.zone = zone;
    this.elsewhere = Map.copyOf(elsewhere);
    this.mx = mx;
    this.hosts = List.copyOf(hosts);
    this.records = records;
    this.attackers = List.copyOf(attackers);
  }

  public static Setting of(String domain) {
    return new Setting(
        domain,
        Optional.empty(),
        ZoneState.UNSIGNED,
        Map.of(),
        MxState.LISTED,
        List.of(Host.mx("mx")),
        "",
        List.of());
  }

  /// Puts it into a private Internet, in which its names must be new.
  public Staged stage(LabInternet net) {
    Staged staged = new Staged(net, domain);
    staged.become(this);
    return staged;
  }

  /// With a good policy that names the hosts as they are by now.
  public Setting policy(PolicyMode mode) {
    StringBuilder text = new StringBuilder("version: STSv1\r\nmode: " + mode.text() + "\r\n");
    hosts.forEach(host -> text.append("mx: ").append(host.in("{domain}")).append("\r\n"));
    return policy(text.append("max_age: ").append(MAX_AGE).append("\r\n").toString());
  }

  /// With a policy of that text; `{domain}` in it stands for the domain.
  public Setting policy(String text) {
    return policy(
        Optional.of(policy.map(p -> p.text(text)).orElseGet(() -> PolicySetting.of(text))));
  }

  public Setting withoutPolicy() {
    return policy(Optional.empty());
  }

  /// The policy host changes its good reply: `reply -> reply.status(404)`.
  public Setting reply(UnaryOperator<HttpReply> change) {
    return policy(Optional.of(needed().reply(change)));
  }

  /// The policy host behaves like that.
  public Setting policyHost(Conduct conduct) {
    return policy(Optional.of(needed().conduct(conduct)));
  }

  /// The policy host shows a certificate made of its good one: `Leaf::expired`.
  public Setting policyHostShows(UnaryOperator<Leaf> change) {
    return policy(Optional.of(needed().certificate(change)));
  }

  /// The policy host speaks these versions of TLS: `TLSv1`.
  public Setting policyHostSpeaks(String... versions) {
    return policy(Optional.of(needed().versions(List.of(versions))));
  }

  public Setting policyHostAt(AddressState address) {
    return policy(Optional.of(needed().address(address)));
  }

  /// The TXT records at `_mta-sts`, each whole and without quotes; none for no record.
  public Setting record(String... texts) {
    return policy(Optional.of(needed().record(List.of(texts))));
  }

  /// What stands between the question for the record and its answer.
  public Setting recordLookup(Interference interference) {
    return policy(Optional.of(needed().lookup(interference)));
  }

  public Setting zone(ZoneState state) {
    return new Setting(domain, policy, state, elsewhere, mx, hosts, records, attackers);
  }

  /// Another zone, for hosts that are elsewhere; it is unsigned if nobody says otherwise.
  public Setting zone(String origin, ZoneState state) {
    Map<String, ZoneState> more = new LinkedHashMap<>(elsewhere);
    more.put(origin, state);
    return new Setting(domain, policy, zone, more, mx, hosts, records, attackers);
  }

  public Setting mx(MxState state) {
    return new Setting(domain, policy, zone, elsewhere, state, hosts, records, attackers);
  }

  /// Its exchangers in the order of their preference, in the place of the one called `mx`.
  public Setting hosts(Host... all) {
    return new Setting(domain, policy, zone, elsewhere, mx, List.of(all), records, attackers);
  }

  /// More records of its zone, as in a zone file: `_25._tcp.mx CNAME _dane`. They come on top of
  /// the others.
  public Setting records(String lines) {
    return new Setting(domain, policy, zone, elsewhere, mx, hosts, lines, attackers);
  }

  /// Who attacks it, from when it is in this state until it is in another.
  public Setting attackedBy(Function<Staged, Attacker> attacker) {
    List<Function<Staged, Attacker>> more = new ArrayList<>(attackers);
    more.add(attacker);
    return new Setting(domain, policy, zone, elsewhere, mx, hosts, records, more);
  }

  public Setting unattacked() {
    return new Setting(domain, policy, zone, elsewhere, mx, hosts, records, List.of());
  }

  public String domain() {
    return domain;
  }

  public ZoneState zone() {
    return zone;
  }

  public MxState mx() {
    return mx;
  }

  public List<Host> hosts() {
    return hosts;
  }

  /// The exchangers with the names that mail is sent to: without MX records the first is the domain
  /// itself.
  List<Host> placed() {
    if (mx != MxState.IMPLICIT || hosts.isEmpty()) {
      return hosts;
    }
    List<Host> placed = new ArrayList<>(hosts);
    placed.set(0, hosts.getFirst().called(domain + "."));
    return placed;
  }

  Optional<PolicySetting> policy() {
    return policy;
  }

  Map<String, ZoneState> elsewhere() {
    return elsewhere;
  }

  String records() {
    return records;
  }

  List<Function<Staged, Attacker>> attackers() {
    return attackers;
  }

  private Setting policy(Optional<PolicySetting> other) {
    return new Setting(domain, other, zone, elsewhere, mx, hosts, records, attackers);
  }

  private PolicySetting needed() {
    return policy.orElseThrow(() -> new IllegalStateException(domain + " has no policy yet"));
  }
}
