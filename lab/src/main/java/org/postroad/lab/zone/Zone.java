package org.postroad.lab.zone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The records of one zone, written as a literal in the syntax of master files (RFC 1035 §5):
///
/// ```
/// Zone.of("example.org", """
///     @         MX   10 mx
///     mx        A    198.51.100.25
///     _mta-sts  TXT  "v=STSv1; id=1"
///     """)
/// ```
///
/// A missing SOA is made up; its minimum gives negative answers 60 s. Records without a TTL get 300
/// s. A zone never changes: the `with…` methods return another one. `$INCLUDE` is refused.
public final class Zone {

  /// Of records that are written without one, in seconds.
  public static final long TTL = 300;

  private static final long NEGATIVE_TTL = 60;
  private static final int RECORDS_MAX = 2_000_000;

  private final Name origin;
  private final Optional<Signing> signing;
  private final NavigableMap<Name, Map<Integer, List<Record>>> records;

  private Zone(
      Name origin,
      Optional<Signing> signing,
      NavigableMap<Name, Map<Integer, List<Record>>> records) {
    this.origin = origin;
    this.signing = signing;
    this.records = records;
  }

  /// What a zone says of one name and type.
  public sealed interface Content {
    /// Records of the type; a wildcard's have the name asked for.
    record Records(List<Record> records) implements Content {}

    /// The name is an alias; the question goes on at its target.
    record Alias(Record cname) implements Content {}

    /// The name exists, and has no record of the type.
    record NoData() implements Content {}

    record NoSuchName() implements Content {}
  }

  /// Reads a zone.
  ///
  /// @throws IllegalArgumentException with the line, if it is none
  public static Zone of(String origin, String text) {
    Name apex = absolute(origin);
    NavigableMap<Name, Map<Integer, List<Record>>> records = new TreeMap<>();
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    int count = 0;
    try (Master master = new Master(new ByteArrayInputStream(octets), apex, TTL)) {
      master.disableIncludes(true);
      master.expandGenerate(true);
      for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
        if (++count > RECORDS_MAX) {
          throw new IllegalArgumentException("more than " + RECORDS_MAX + " records");
        }
        put(records, apex, next);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("zone " + origin + ": " + e.getMessage(), e);
    }
    if (!has(records, apex, Type.SOA)) {
      put(records, apex, defaultSoa(apex));
    }
    return new Zone(apex, Optional.empty(), records);
  }

  /// The same zone as one that is signed. Keys and signatures are the server's: none are in it.
  public Zone signed() {
    return signed(Signing.usual());
  }

  /// The same zone as one that is signed like that.
  public Zone signed(Signing how) {
    return new Zone(origin, Optional.of(how), records);
  }

  public Zone unsigned() {
    return new Zone(origin, Optional.empty(), records);
  }

  public Optional<Signing> signing() {
    return signing;
  }

  public Name origin() {
    return origin;
  }

  public SOARecord soa() {
    return (SOARecord) rrset(origin, Type.SOA).getFirst();
  }

  /// With the records of that name and type replaced by these; names in the data that have no final
  /// dot are absolute nevertheless.
  public Zone with(Name name, int type, List<Record> rrset) {
    NavigableMap<Name, Map<Integer, List<Record>>> changed = new TreeMap<>(records);
    Map<Integer, List<Record>> types = new LinkedHashMap<>(changed.getOrDefault(name, Map.of()));
    types.remove(type);
    changed.put(name, types);
    rrset.forEach(record -> put(changed, origin, record));
    if (types.isEmpty() && rrset.isEmpty()) {
      changed.remove(name);
    }
    return new Zone(origin, signing, changed);
  }

  /// Without the records of that name and type; a name that has no others is gone.
  public Zone without(Name name, int type) {
    return with(name, type, List.of());
  }

  /// What the zone says of a name at or below its origin; wildcards as in RFC 4592.
  public Content content(Name name, int type) {
    Map<Integer, List<Record>> types = records.get(name);
    if (types != null) {
      return content(types, type, Optional.empty());
    }
    if (hasNamesBelow(name)) {
      return new Content.NoData();
    }
    return wildcard(name)
        .map(wildcard -> content(records.getOrDefault(wildcard, Map.of()), type, Optional.of(name)))
        .orElseGet(Content.NoSuchName::new);
  }

  /// The wildcard that answers for a name that is not there (RFC 4592 §3.3.1); nothing if the name
  /// is there.
  public Optional<Name> wildcard(Name name) {
    if (records.containsKey(name) || hasNamesBelow(name)) {
      return Optional.empty();
    }
    Name encloser = new Name(name, 1);
    while (!records.containsKey(encloser) && !hasNamesBelow(encloser)) {
      encloser = new Name(encloser, 1);
    }
    return Optional.of(wildcardBelow(encloser)).filter(records::containsKey);
  }

  /// All owners in canonical order (RFC 4034 §6.1).
  public NavigableSet<Name> owners() {
    return Collections.unmodifiableNavigableSet(records.navigableKeySet());
  }

  /// The types that an owner has records of.
  public Set<Integer> types(Name owner) {
    return Collections.unmodifiableSet(records.getOrDefault(owner, Map.of()).keySet());
  }

  /// Records of one type at exactly that owner, wildcards as they are written.
  public List<Record> rrset(Name name, int type) {
    return Collections.unmodifiableList(
        records.getOrDefault(name, Map.of()).getOrDefault(type, List.of()));
  }

  /// A record from its name, type and data as text; names in the data are absolute.
  ///
  /// @throws IllegalArgumentException if the data is none of that type
  public static Record record(Name name, int type, long ttl, String data) {
    try {
      return Record.fromString(name, type, DClass.IN, ttl, data, Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          Type.string(type) + " of " + name + ": " + e.getMessage(), e);
    }
  }

  /// A record with the TTL that records have by default.
  public static Record record(Name name, int type, String data) {
    return record(name, type, TTL, data);
  }

  /// The name as an absolute one, with or without its final dot.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("no name: \"" + name + "\"", e);
    }
  }

  @Override
  public String toString() {
    return "zone " + origin;
  }

  private static Content content(
      Map<Integer, List<Record>> types, int type, Optional<Name> instead) {
    List<Record> found = types.get(type);
    if (type == Type.ANY) {
      found = types.values().stream().flatMap(List::stream).toList();
    }
    if (found != null) {
      return new Content.Records(found.stream().map(record -> named(record, instead)).toList());
    }
    List<Record> cname = types.get(Type.CNAME);
    return cname == null
        ? new Content.NoData()
        : new Content.Alias(named(cname.getFirst(), instead));
  }

  private static Record named(Record record, Optional<Name> instead) {
    return instead.map(record::withName).orElse(record);
  }

  private boolean hasNamesBelow(Name name) {
    Name next = records.higherKey(name); // the canonical order puts descendants right behind
    return next != null && next.subdomain(name);
  }

  /// `*.ENCLOSER`.
  public static Name wildcardBelow(Name encloser) {
    try {
      return Name.fromString("*", encloser);
    } catch (TextParseException e) {
      return encloser; // too long for one more label: nothing can be there
    }
  }

  private static boolean has(Map<Name, Map<Integer, List<Record>>> records, Name name, int type) {
    return records.getOrDefault(name, Map.of()).containsKey(type);
  }

  private static void put(
      Map<Name, Map<Integer, List<Record>>> records, Name origin, Record record) {
    Name name = record.getName();
    int type = record.getType();
    if (!name.subdomain(origin)) {
      throw new IllegalArgumentException(name + " is not below " + origin);
    }
    Map<Integer, List<Record>> types = records.computeIfAbsent(name, n -> new LinkedHashMap<>());
    boolean others = types.keySet().stream().anyMatch(t -> t != type);
    if (others && (type == Type.CNAME || types.containsKey(Type.CNAME))) {
      throw new IllegalArgumentException(name + " has a CNAME and other records"); // RFC 2181 §10.1
    }
    types.computeIfAbsent(type, t -> new ArrayList<>()).add(record);
  }

  private static Record defaultSoa(Name origin) {
    String dotted = origin.equals(Name.root) ? "." : "." + origin;
    String data = "ns" + dotted + " hostmaster" + dotted + " 1 3600 600 86400 " + NEGATIVE_TTL;
    return record(origin, Type.SOA, TTL, data);
  }
}
