package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postroad.protocol.dns.TlsaRecord;

/// All that is true at a moment: what owners have published, how their hosts are run, and what the
/// attacker is doing.
final class World {

  private final Papers papers;
  private final Clock clock = new Clock();
  private final Map<Site, Owner> owners = new EnumMap<>(Site.class);
  private final Map<Host, Kit> kits = new EnumMap<>(Host.class);
  private final Map<Site, Trick.Txt> recordTricks = new EnumMap<>(Site.class);
  private final Map<Site, Trick.Mx> mxTricks = new EnumMap<>(Site.class);
  private final Map<Host, Trick.Address> addressTricks = new EnumMap<>(Host.class);
  private final Map<Site, Trick.Https> httpsTricks = new EnumMap<>(Site.class);
  private final Map<Host, Trick.Tlsa> tlsaTricks = new EnumMap<>(Host.class);
  private final Map<Host, TlsaKind> tlsaKinds = new EnumMap<>(Host.class);
  private final Map<Host, List<TlsaRecord>> tlsa = new EnumMap<>(Host.class);
  private final Map<Host, List<TlsaRecord>> tlsaBefore = new EnumMap<>(Host.class);
  private final Set<Zone> signed = EnumSet.noneOf(Zone.class);
  private final Map<Host, List<RoadTrick>> roads = new EnumMap<>(Host.class);

  World(Papers papers) {
    this.papers = papers;
    for (Site site : Site.values()) {
      owners.put(site, new Owner(site));
    }
  }

  Clock clock() {
    return clock;
  }

  Owner owner(Site site) {
    return owners.getOrDefault(site, new Owner(site));
  }

  Kit kit(Host host) {
    return kits.getOrDefault(host, Kit.GOOD);
  }

  Trick.Txt recordTrick(Site site) {
    return recordTricks.getOrDefault(site, Trick.Txt.NONE);
  }

  Trick.Mx mxTrick(Site site) {
    return mxTricks.getOrDefault(site, Trick.Mx.NONE);
  }

  Trick.Address addressTrick(Host host) {
    return addressTricks.getOrDefault(host, Trick.Address.NONE);
  }

  Trick.Https httpsTrick(Site site) {
    return httpsTricks.getOrDefault(site, Trick.Https.NONE);
  }

  Trick.Tlsa tlsaTrick(Host host) {
    return tlsaTricks.getOrDefault(host, Trick.Tlsa.NONE);
  }

  boolean isSigned(Zone zone) {
    return signed.contains(zone);
  }

  List<TlsaRecord> tlsa(Host host) {
    return tlsa.getOrDefault(host, List.of());
  }

  /// Those before the last change.
  List<TlsaRecord> tlsaBefore(Host host) {
    return tlsaBefore.getOrDefault(host, List.of());
  }

  List<RoadTrick> road(Host host) {
    return roads.getOrDefault(host, List.of());
  }

  /// A step that changes the world; those of the sender change nothing here.
  void change(Step step) {
    switch (step) {
      case Step.SetClock(Duration by) -> clock.set(by);
      case Step.Publish publish -> owner(publish.site()).publish(publish);
      case Step.Withdraw(Site site) -> owner(site).withdraw();
      case Step.Move move -> owner(move.site()).move(move);
      case Step.Sign(Zone zone, boolean sign) -> {
        var _ = sign ? signed.add(zone) : signed.remove(zone);
      }
      case Step.PublishTlsa(Host host, TlsaKind kind) -> publishTlsa(host, kind);
      case Step.TrickTlsa(Host host, var trick) -> tlsaTricks.put(host, trick);
      case Step.Equip(Host host, Kit kit) -> kits.put(host, kit);
      case Step.PolicyHost(Site site, var condition) -> owner(site).runPolicyHost(condition);
      case Step.TrickRecord(Site site, var trick) -> recordTricks.put(site, trick);
      case Step.TrickMx(Site site, var trick) -> mxTricks.put(site, trick);
      case Step.TrickAddress(Host host, var trick) -> addressTricks.put(host, trick);
      case Step.TrickHttps(Site site, var trick) -> httpsTricks.put(site, trick);
      case Step.Road(Host host, var tricks) -> roads.put(host, tricks);
      case Step.Send send -> {}
      case Step.Pass pass -> {}
    }
  }

  /// The attacker goes home, and every owner puts right what was amiss.
  void becomeHonest() {
    recordTricks.clear();
    mxTricks.clear();
    addressTricks.clear();
    httpsTricks.clear();
    roads.clear();
    kits.replaceAll((host, kit) -> kit.isGood() ? kit : Kit.GOOD);
    tlsaTricks.clear();
    owners.values().forEach(Owner::putRight);
    for (Host host : Host.values()) {
      TlsaKind kind = tlsaKinds.getOrDefault(host, TlsaKind.NONE);
      if (kind != TlsaKind.NONE) {
        publishTlsa(host, kind == TlsaKind.WRONG ? TlsaKind.EE : kind);
      }
    }
  }

  private void publishTlsa(Host host, TlsaKind kind) {
    tlsaBefore.put(host, tlsa(host));
    tlsaKinds.put(host, kind);
    tlsa.put(host, papers.tlsa(kind, host, kit(host)));
  }
}
