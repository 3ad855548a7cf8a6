package org.postroad.lab.dnssec;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// By NSEC (RFC 4035 §3.1.3).
///
/// @param owners what is in the zone, unsigned delegations too, with its types
record NsecAbsence(Name origin, NavigableMap<Name, Set<Integer>> owners, long ttl)
    implements Absence {

  @Override
  public List<Record> noData(Name name) {
    return List.of(atOrBefore(name)); // before it where the name is there for what is below only
  }

  @Override
  public List<Record> noName(Name name) {
    Name encloser = new Name(name, 1);
    while (!isThere(encloser)) {
      encloser = new Name(encloser, 1);
    }
    return Stream.of(atOrBefore(name), atOrBefore(Zone.wildcardBelow(encloser)))
        .distinct()
        .toList();
  }

  @Override
  public List<Record> expanded(Name name) {
    return List.of(atOrBefore(name));
  }

  @Override
  public List<Record> noDataAtWildcard(Name name, Name wildcard) {
    return Stream.of(atOrBefore(name), atOrBefore(wildcard)).distinct().toList();
  }

  private boolean isThere(Name name) {
    Name next = owners.ceilingKey(name);
    return next != null && next.subdomain(name);
  }

  private Record atOrBefore(Name name) {
    Name owner = owners.floorKey(name);
    Name at = owner == null ? origin : owner;
    Name higher = owners.higherKey(at);
    IntStream types = owners.getOrDefault(at, Set.of()).stream().mapToInt(Integer::intValue);
    int[] all = IntStream.concat(types, IntStream.of(Type.RRSIG, Type.NSEC)).toArray();
    Arrays.sort(all);
    return new NSECRecord(at, DClass.IN, ttl, higher == null ? origin : higher, all);
  }
}
