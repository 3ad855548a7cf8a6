package org.postroad.app.labs.hostile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// All that is true at a moment: what owners have published, how their hosts are run, and what the
/// attacker is doing.
final class World {

  private final Clock clock = new Clock();
  private final Map<Site, Owner> owners = new EnumMap<>(Site.class);
  private final Map<Host, Kit> kits = new EnumMap<>(Host.class);
  private final Map<Site, Trick.Txt> recordTricks = new EnumMap<>(Site.class);
  private final Map<Site, Trick.Mx> mxTricks = new EnumMap<>(Site.class);
  private final Map<Host, Trick.Address> addressTricks = new EnumMap<>(Host.class);
  private final Map<Site, Trick.Https> httpsTricks = new EnumMap<>(Site.class);
  private final Map<Host, List<RoadTrick>> roads = new EnumMap<>(Host.class);

  World() {
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

  List<RoadTrick> road(Host host) {
    return roads.getOrDefault(host, List.of());
  }

  /// A step that changes the world; those of the sender change nothing here.
  void change(Step step) {
    switch (step) {
      case Step.Publish publish -> owner(publish.site()).publish(publish);
      case Step.Withdraw(Site site) -> owner(site).withdraw();
      case Step.Move move -> owner(move.site()).move(move);
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
    owners.values().forEach(Owner::putRight);
  }
}
