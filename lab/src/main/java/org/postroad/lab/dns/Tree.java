package org.postroad.lab.dns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.postroad.lab.dnssec.KeyRing;
import org.postroad.lab.dnssec.Signatures;
import org.postroad.lab.dnssec.SignedZone;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// All zones, from the root down. The root and the top-level domains are there of themselves, and
/// signed; what a scenario writes takes their place.
final class Tree {

  private static final Zone ROOT = Zone.of(".", "").signed();

  private final NavigableMap<Name, Zone> zones;
  private final ConcurrentMap<Name, Zone> implied = new ConcurrentHashMap<>();
  private final ConcurrentMap<Name, View> views = new ConcurrentHashMap<>();
  private final AtomicLong shape = new AtomicLong(); // which zones there are, and how signed
  private final KeyRing keys;
  private final Signatures signatures;
  private final InstantSource clock;

  /// A zone as it is published, made for one shape of the tree.
  private record View(Zone zone, long shape, SignedZone signed) {}

  Tree(InstantSource clock) {
    this.zones = new ConcurrentSkipListMap<>();
    this.keys = new KeyRing();
    this.signatures = new Signatures(keys);
    this.clock = clock;
  }

  private Tree(Tree now) {
    zones = new TreeMap<>(now.zones);
    keys = now.keys;
    signatures = now.signatures;
    clock = InstantSource.fixed(now.clock.instant());
  }

  /// As it is now, with the signatures of now, whatever changes.
  Tree kept() {
    return new Tree(this);
  }

  Signing rootSigning() {
    return zones.getOrDefault(Name.root, ROOT).signing().orElseThrow();
  }

  KeyRing keys() {
    return keys;
  }

  /// When its signatures are made.
  Instant time() {
    return clock.instant();
  }

  /// Adds a zone or replaces it. The root is always signed.
  void put(Zone zone) {
    boolean bareRoot = zone.origin().equals(Name.root) && zone.signing().isEmpty();
    zones.put(zone.origin(), bareRoot ? zone.signed() : zone);
    shape.incrementAndGet();
  }

  void remove(Name origin) {
    zones.remove(origin);
    shape.incrementAndGet();
  }

  /// Changes the data of a zone that is there.
  void change(Name origin, UnaryOperator<Zone> change) {
    zones.computeIfPresent(origin, (same, zone) -> change.apply(zone));
  }

  /// Changes how a zone is signed.
  void sign(Name origin, UnaryOperator<Zone> change) {
    zones.computeIfPresent(origin, (same, zone) -> change.apply(zone));
    shape.incrementAndGet();
  }

  /// The origin of the deepest written zone that holds the name.
  Optional<Name> holder(Name name) {
    for (int i = 0; i < name.labels(); i++) {
      Name up = new Name(name, i);
      if (zones.containsKey(up)) {
        return Optional.of(up);
      }
    }
    return Optional.empty();
  }

  /// The deepest zone that holds the name.
  Zone zoneOf(Name name) {
    return zoneFrom(name, 0);
  }

  /// The zone that answers for the name and type: DS records are the business of the zone above
  /// (RFC 4035 §3.1.4.1).
  Zone zoneOf(Name name, int type) {
    return zoneFrom(name, type == Type.DS && name.labels() > 1 ? 1 : 0);
  }

  /// The zone above; nothing above the root.
  Optional<Zone> above(Zone zone) {
    return zone.origin().equals(Name.root)
        ? Optional.empty()
        : Optional.of(zoneFrom(zone.origin(), 1));
  }

  /// The zone as it is published, if it is signed.
  Optional<SignedZone> published(Zone zone) {
    return zone.signing().map(signing -> published(zone, signing));
  }

  /// Whether names of zones begin below this one.
  boolean hasZonesBelow(Name name) {
    Name next = zones.higherKey(name);
    return next != null && next.subdomain(name);
  }

  private SignedZone published(Zone zone, Signing signing) {
    long now = shape.get();
    View view = views.get(zone.origin());
    if (view == null || view.zone != zone || view.shape != now) {
      var signed = new SignedZone(zone, signing, children(zone.origin()), keys, signatures);
      view = new View(zone, now, signed);
      views.put(zone.origin(), view);
    }
    return view.signed;
  }

  private Zone zoneFrom(Name name, int labelsOff) {
    for (int i = labelsOff; i < name.labels() - 1; i++) {
      Name up = new Name(name, i);
      Zone zone = zones.get(up);
      if (zone != null) {
        return zone;
      }
      if (isImplied(up)) {
        return implied.computeIfAbsent(up, origin -> Zone.of(origin.toString(), "").signed());
      }
    }
    return zones.getOrDefault(Name.root, ROOT);
  }

  /// A top-level domain that nobody wrote, but zones below it.
  private boolean isImplied(Name name) {
    return name.labels() == 2 && hasZonesBelow(name);
  }

  /// The zones right below a zone.
  private NavigableMap<Name, Optional<Signing>> children(Name origin) {
    NavigableMap<Name, Optional<Signing>> children = new TreeMap<>();
    for (Zone zone : zones.tailMap(origin, false).values()) {
      Name at = zone.origin();
      if (!at.subdomain(origin)) {
        break; // the canonical order puts descendants right behind
      }
      boolean topLevel = origin.equals(Name.root);
      Name child = topLevel ? new Name(at, at.labels() - 2) : at;
      boolean deeper = !children.isEmpty() && child.subdomain(children.lastKey());
      if (!deeper) {
        children.put(child, zoneOf(child).signing());
      }
    }
    return children;
  }
}
