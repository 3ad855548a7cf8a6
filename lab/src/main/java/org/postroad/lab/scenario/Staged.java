package org.postroad.lab.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;

/// A domain of a private Internet in the state of a [Setting], which can change. Closing lifts what
/// was put on; hosts and records stay.
public final class Staged implements AutoCloseable {

  private final LabInternet net;
  private final String name;
  private final Sites sites;
  private final Map<String, LabMx> exchangers = new LinkedHashMap<>();
  private final Map<String, Shown> shown = new HashMap<>();
  private final LabPolicyHost policyHost = new LabPolicyHost();
  private final List<Mounted> ofThisState = new ArrayList<>();
  private final List<Attack> attacks = new ArrayList<>();
  private final List<Attack> lasting = new ArrayList<>();
  private String served = "";
  private int id;

  /// The certificates of a host.
  private record Shown(TlsState state, Credential bySni, Credential toAll) {}

  Staged(LabInternet net, String name) {
    this.net = net;
    this.name = name;
    this.sites = new Sites(net.network());
  }

  public LabInternet net() {
    return net;
  }

  /// The domain.
  public String name() {
    return name;
  }

  /// The exchanger of that number, from 0, in the order of the present or of earlier states.
  public LabMx mx(int number) {
    return List.copyOf(exchangers.values()).get(number);
  }

  /// The host name of that exchanger.
  public String mxName(int number) {
    return mx(number).hostName();
  }

  public String policyHostName() {
    return LabInternet.policyHostName(name);
  }

  public LabPolicyHost policyHost() {
    return policyHost;
  }

  /// The messages that its exchangers took, in all states.
  public List<ReceivedMail> received() {
    return exchangers.values().stream().flatMap(mx -> mx.messages().entries().stream()).toList();
  }

  /// The messages that attackers took, in all states.
  public List<ReceivedMail> loot() {
    return attacks.stream().flatMap(attack -> attack.loot().entries().stream()).toList();
  }

  /// Begins an attack that goes on whatever state the domain is in, as when the past is replayed.
  public Attack attack(Attacker attacker) {
    Attack attack = attacker.mount(net);
    attacks.add(attack);
    lasting.add(attack);
    return attack;
  }

  /// Changes it into that state; the hosts keep their addresses.
  ///
  /// @throws IllegalArgumentException if that is the state of another domain
  public void become(Setting setting) {
    if (!setting.domain().equals(name)) {
      throw new IllegalArgumentException(setting.domain() + " is not " + name);
    }
    lift(ofThisState);
    for (Host host : setting.placed()) {
      settle(host);
    }
    setting.policy().ifPresent(this::settle);
    setting.elsewhere().forEach(this::zoneElsewhere);
    publish(setting);
    for (Host host : setting.placed()) {
      publish(host);
    }
    setting.attackers().forEach(attacker -> attackInThisState(attacker.apply(this)));
  }

  @Override
  public void close() {
    lift(ofThisState);
    lasting.reversed().forEach(Attack::close);
    lasting.clear();
  }

  private static void lift(List<Mounted> mounted) {
    mounted.reversed().forEach(Mounted::close);
    mounted.clear();
  }

  private void attackInThisState(Attacker attacker) {
    Attack attack = attacker.mount(net);
    attacks.add(attack);
    ofThisState.add(attack);
  }

  private void settle(Host host) {
    String hostName = host.in(name);
    Shown now =
        Optional.ofNullable(shown.get(hostName))
            .filter(before -> before.state() == host.tls())
            .orElseGet(() -> shows(hostName, host.tls()));
    shown.put(hostName, now);
    LabMx mx = exchangers.computeIfAbsent(hostName, h -> new LabMx(h, now.toAll()));
    mx.credential(now.toAll());
    mx.credential(hostName, now.bySni());
    mx.conduct(host.tls().conduct(host.conduct()));
    ofThisState.add(
        sites.settle(hostName, LabInternet.SMTP, Quarter.EXCHANGERS, mx, host.address()));
  }

  private Shown shows(String hostName, TlsState state) {
    Credential right = state.credential(net.ca(), hostName);
    return state == TlsState.RIGHT_BY_SNI_ONLY
        ? new Shown(state, right, net.ca().issue(Leaf.of("other.example")))
        : new Shown(state, right, right);
  }

  private void settle(PolicySetting policy) {
    Leaf leaf = policy.certificate().apply(Leaf.of(policyHostName()));
    policyHost.serve(policyHostName(), net.ca().issue(leaf), policy.conductFor(name));
    policyHost.versions(policy.versions().toArray(String[]::new));
    ofThisState.add(
        sites.settle(
            policyHostName(),
            LabInternet.HTTPS,
            Quarter.POLICY_HOSTS,
            policyHost,
            policy.address()));
    if (!served.equals(policy.textFor(name))) {
      served = policy.textFor(name);
      id++;
    }
    policy
        .lookup()
        .ifPresent(lookup -> ofThisState.add(net.dns().interfereAt("_mta-sts." + name, lookup)));
  }

  /// Writes the domain's own zone anew.
  private void publish(Setting setting) {
    List<String> lines = new ArrayList<>(mxRecords(setting));
    for (Host host : setting.placed()) {
      if (isInside(host.in(name))) {
        sites
            .records(host.in(name), host.address())
            .forEach(r -> lines.add(host.in(name) + ". " + r));
      }
    }
    setting
        .policy()
        .ifPresent(
            policy -> {
              policy
                  .record()
                  .orElseGet(() -> List.of("v=STSv1; id=id" + id + ";"))
                  .forEach(text -> lines.add("_mta-sts TXT " + quoted(text)));
              sites
                  .records(policyHostName(), policy.address())
                  .forEach(record -> lines.add("mta-sts " + record));
            });
    lines.add(setting.records());
    net.dns().zone(signed(Zone.of(name, String.join("\n", lines)), setting.zone()));
    lookup(setting.mx())
        .ifPresent(i -> ofThisState.add(net.dns().interfere(name, RecordType.MX, i)));
  }

  private List<String> mxRecords(Setting setting) {
    List<String> lines = new ArrayList<>();
    switch (setting.mx()) {
      case IMPLICIT -> {}
      case NULL -> lines.add("@ MX 0 .");
      case DANGLING -> lines.add("@ MX 10 nobody");
      case LISTED, EQUAL, FAILS, SILENT -> {
        for (int i = 0; i < setting.hosts().size(); i++) {
          int preference = setting.mx() == MxState.EQUAL ? 10 : 10 * (i + 1);
          lines.add("@ MX " + preference + " " + setting.hosts().get(i).in(name) + ".");
        }
      }
    }
    return lines;
  }

  /// The records of a host that are set one by one: those of hosts elsewhere, and TLSA records.
  private void publish(Host host) {
    String hostName = host.in(name);
    LabDns dns = net.dns();
    if (!isInside(hostName)) {
      if (!dns.holds(hostName)) {
        zoneElsewhere(hostName.substring(hostName.indexOf('.') + 1), ZoneState.UNSIGNED);
      }
      Map<String, List<String>> byType =
          sites.records(hostName, host.address()).stream()
              .map(record -> record.split(" ", 2))
              .collect(
                  Collectors.groupingBy(
                      r -> r[0], Collectors.mapping(r -> r[1], Collectors.toList())));
      for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
        dns.set(hostName, type, byType.getOrDefault(type.name(), List.of()).toArray(String[]::new));
      }
    }
    Credential certificate = Objects.requireNonNull(shown.get(hostName)).bySni();
    List<TlsaRecord> tlsa = host.tlsa().records(net.ca(), hostName, certificate);
    net.tlsa(hostName, tlsa.toArray(TlsaRecord[]::new));
    host.tlsa()
        .interference()
        .ifPresent(i -> ofThisState.add(dns.interfereAt(LabInternet.tlsaName(hostName), i)));
    if (host.address() == AddressState.FAILS) {
      for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
        ofThisState.add(dns.interfere(hostName, type, Interference.servfail()));
      }
    }
  }

  private void zoneElsewhere(String origin, ZoneState state) {
    if (!net.dns().isOrigin(origin)) {
      net.dns().zone(signed(Zone.of(origin, ""), state));
    } else if (state.signing().isPresent()) {
      net.dns().sign(origin, state.signing().get());
    } else {
      net.dns().unsign(origin);
    }
  }

  private static Zone signed(Zone zone, ZoneState state) {
    return state.signing().map(zone::signed).orElse(zone);
  }

  private static Optional<Interference> lookup(MxState state) {
    return switch (state) {
      case FAILS -> Optional.of(Interference.servfail());
      case SILENT -> Optional.of(Interference.silent());
      case LISTED, EQUAL, IMPLICIT, NULL, DANGLING -> Optional.empty();
    };
  }

  private boolean isInside(String hostName) {
    return hostName.equals(name) || hostName.endsWith("." + name);
  }

  /// As strings of at most 255 octets (RFC 1035 §3.3.14).
  private static String quoted(String text) {
    StringBuilder strings = new StringBuilder();
    for (int at = 0; at == 0 || at < text.length(); at += 255) {
      String part = text.substring(at, Math.min(text.length(), at + 255));
      strings.append('"').append(part.replace("\\", "\\\\").replace("\"", "\\\"")).append("\" ");
    }
    return strings.toString().strip();
  }
}
