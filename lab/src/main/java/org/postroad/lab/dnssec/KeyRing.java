package org.postroad.lab.dnssec;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.postroad.lab.zone.SigningAlgorithm;
import org.xbill.DNS.Name;

/// The keys of all zones, each made when it is first needed, and those of strangers, which no zone
/// has.
public final class KeyRing {

  private final ConcurrentMap<Place, ZoneKey> keys = new ConcurrentHashMap<>();

  private record Place(Name origin, SigningAlgorithm algorithm, boolean stranger) {}

  public KeyRing() {}

  public ZoneKey of(Name origin, SigningAlgorithm algorithm) {
    return key(new Place(origin, algorithm, false));
  }

  /// One that claims to be the zone's.
  public ZoneKey strangerTo(Name origin, SigningAlgorithm algorithm) {
    return key(new Place(origin, algorithm, true));
  }

  private ZoneKey key(Place place) {
    return keys.computeIfAbsent(place, p -> ZoneKey.create(p.origin(), p.algorithm()));
  }
}
