package org.postroad.engine.dns.dnssec;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// A zone of a test, signed with dnsjava, and what an authoritative server would say of a name.
public final class SignedZone {

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");

  private final Name origin;
  private final Map<Name, Map<Integer, List<Record>>> nodes = new TreeMap<>();
  private final List<ZoneKey> keys = new ArrayList<>();
  private int[] digests = {DNSSEC.Digest.SHA256};
  private Instant from = FROM;
  private Instant until = UNTIL;
  private Optional<Nsec3Chain> nsec3 = Optional.empty();
  private final Map<Name, List<Record>> chain = new TreeMap<>();
  private final Map<List<Record>, List<Record>> made = new ConcurrentHashMap<>();

  private SignedZone(Name origin) {
    this.origin = origin;
    record("@ 3600 SOA ns root 1 3600 600 86400 300");
    record("@ 3600 NS ns");
  }

  /// One signed with ECDSA P-256 and NSEC, if nothing else is said.
  public static SignedZone of(String origin) {
    return new SignedZone(name(origin)).signedBy(Algorithm.ECDSAP256SHA256);
  }

  public static SignedZone unsigned(String origin) {
    return new SignedZone(name(origin));
  }

  /// Signed by a key of each of these algorithms, with a DS record for the first.
  public SignedZone signedBy(int... algorithms) {
    keys.clear();
    node(origin).remove(Type.DNSKEY);
    for (int algorithm : algorithms) {
      keys.add(ZoneKey.of(origin, algorithm, keys.size()));
      put(keys.getLast().record());
    }
    return this;
  }

  public SignedZone digests(int... digests) {
    this.digests = digests;
    return this;
  }

  public SignedZone valid(Instant from, Instant until) {
    this.from = from;
    this.until = until;
    return this;
  }

  public SignedZone nsec3(int iterations, boolean optOut) {
    nsec3 = Optional.of(new Nsec3Chain(origin, iterations, optOut));
    return this;
  }

  /// `mx 300 A 192.0.2.1`; names without a final dot are below the zone, `@` is the zone.
  public SignedZone record(String text) {
    List<String> words = Arrays.asList(text.split(" ", 4));
    try {
      put(
          Record.fromString(
              words.getFirst().equals("@") ? origin : Name.fromString(words.getFirst(), origin),
              Type.value(words.get(2)),
              DClass.IN,
              Long.parseLong(words.get(1)),
              words.get(3),
              origin));
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
    return this;
  }

  public SignedZone put(Record record) {
    node(record.getName()).computeIfAbsent(record.getType(), _ -> new ArrayList<>()).add(record);
    return this;
  }

  public Name origin() {
    return origin;
  }

  public ZoneKey key() {
    return keys.getFirst();
  }

  /// The DS record of the key of that number.
  public Record ofKey(int number) {
    return keys.get(number).ds(DNSSEC.Digest.SHA256);
  }

  /// Takes the records of a type out of a message.
  public static void strip(Message message, int type) {
    for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
      for (Record record : List.copyOf(message.getSection(section))) {
        if (record.getType() == type) {
          message.removeRecord(record, section);
        }
      }
    }
  }

  boolean isSigned() {
    return !keys.isEmpty();
  }

  /// What stands in the parent for this zone.
  List<Record> delegation() {
    List<Record> records = new ArrayList<>(node(origin).getOrDefault(Type.NS, List.of()));
    if (isSigned()) {
      Arrays.stream(digests).mapToObj(key()::ds).forEach(records::add);
    }
    return records;
  }

  /// What an authoritative server says.
  ///
  /// @param next where a CNAME leads
  record Said(int rcode, List<Record> answer, List<Record> authority, Optional<Name> next) {}

  Said say(Name name, int type) {
    Optional<DNAMERecord> dname = dname(name);
    if (dname.isPresent()) {
      return redirected(name, dname.get());
    }
    if (nodes.containsKey(name)) {
      return here(name, name, type, List.of());
    }
    if (!isEmptyName(name)) {
      Name wildcard = wildcard(closestEncloser(name));
      if (nodes.containsKey(wildcard)) {
        return here(name, wildcard, type, closerMatch(name));
      }
      return new Said(Rcode.NXDOMAIN, List.of(), both(soa(), noName(name)), Optional.empty());
    }
    return new Said(Rcode.NOERROR, List.of(), both(soa(), noType(name)), Optional.empty());
  }

  private Said here(Name name, Name node, int type, List<Record> closer) {
    Map<Integer, List<Record>> records = node(node);
    for (int each : new int[] {type, Type.CNAME}) {
      if (records.containsKey(each)) {
        List<Record> answer =
            signed(records.get(each)).stream().map(record -> record.withName(name)).toList();
        Optional<Name> next =
            each == type
                ? Optional.empty()
                : Optional.of(((CNAMERecord) answer.getFirst()).getTarget());
        return new Said(Rcode.NOERROR, answer, closer, next);
      }
    }
    List<Record> proof = name.equals(node) ? noType(name) : both(noType(node), closer);
    return new Said(Rcode.NOERROR, List.of(), both(soa(), proof), Optional.empty());
  }

  private Said redirected(Name name, DNAMERecord dname) {
    try {
      Name target = name.fromDNAME(dname);
      Record cname = new CNAMERecord(name, DClass.IN, dname.getTTL(), target);
      return new Said(
          Rcode.NOERROR,
          both(signed(List.of(dname)), List.of(cname)),
          List.of(),
          Optional.of(target));
    } catch (NameTooLongException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<DNAMERecord> dname(Name name) {
    return nodes.keySet().stream()
        .filter(node -> name.subdomain(node) && !name.equals(node))
        .flatMap(node -> node(node).getOrDefault(Type.DNAME, List.of()).stream())
        .map(DNAMERecord.class::cast)
        .findFirst();
  }

  List<Record> soa() {
    return signed(node(origin).getOrDefault(Type.SOA, List.of()));
  }

  /// With its signatures, as far as the zone has any.
  List<Record> signed(List<Record> records) {
    boolean delegated =
        records.getFirst().getType() == Type.NS && !records.getFirst().getName().equals(origin);
    return delegated
        ? records
        : made.computeIfAbsent(
            List.copyOf(records),
            all -> both(all, keys.stream().<Record>map(k -> k.sign(all, from, until)).toList()));
  }

  /// The proof that a name, which is there, has no records of a type.
  List<Record> noType(Name name) {
    return !isSigned()
        ? List.of()
        : nsec3.map(c -> c.noType(this, name)).orElseGet(() -> nsecAtOrBefore(name));
  }

  List<Record> noName(Name name) {
    if (!isSigned()) {
      return List.of();
    }
    Name encloser = closestEncloser(name);
    return nsec3
        .map(c -> c.noName(this, name, encloser))
        .orElseGet(() -> distinct(both(nsecAtOrBefore(name), nsecAtOrBefore(wildcard(encloser)))));
  }

  private List<Record> closerMatch(Name name) {
    return !isSigned()
        ? List.of()
        : nsec3
            .map(c -> c.closerMatch(this, name, closestEncloser(name)))
            .orElseGet(() -> nsecAtOrBefore(name));
  }

  /// The NSEC record at a name, or of the gap in which it would be.
  private List<Record> nsecAtOrBefore(Name name) {
    NavigableSet<Name> owners = owners();
    return nsec(owners.floor(name), owners);
  }

  private List<Record> nsec(Name owner, NavigableSet<Name> owners) {
    return chain.computeIfAbsent(
        owner,
        _ -> {
          Name after = owners.higher(owner);
          return signed(
              List.of(
                  new org.xbill.DNS.NSECRecord(
                      owner, DClass.IN, 300, after == null ? origin : after, types(owner))));
        });
  }

  /// All NSEC records of the zone, with their signatures.
  List<List<Record>> nsecs() {
    NavigableSet<Name> owners = owners();
    return owners.stream().map(owner -> nsec(owner, owners)).toList();
  }

  Optional<Nsec3Chain> nsec3Chain() {
    return nsec3;
  }

  /// The types at a name, as NSEC and NSEC3 records list them.
  int[] types(Name name) {
    boolean isNsec3 = nsec3.isPresent();
    Stream<Integer> own = nodes.getOrDefault(name, Map.of()).keySet().stream();
    boolean unsignedDelegation = isDelegation(name) && !node(name).containsKey(Type.DS);
    Stream<Integer> proofs =
        isNsec3
            ? (unsignedDelegation || !nodes.containsKey(name) ? Stream.of() : Stream.of(Type.RRSIG))
            : Stream.of(Type.RRSIG, Type.NSEC);
    return Stream.concat(own, proofs).mapToInt(Integer::intValue).sorted().toArray();
  }

  boolean isDelegation(Name name) {
    return !name.equals(origin) && nodes.containsKey(name) && nodes.get(name).containsKey(Type.NS);
  }

  /// Names with records, in their order.
  NavigableSet<Name> owners() {
    return new TreeSet<>(nodes.keySet());
  }

  /// Whether the name has no records, but names below it do.
  boolean isEmptyName(Name name) {
    return !nodes.containsKey(name) && nodes.keySet().stream().anyMatch(n -> n.subdomain(name));
  }

  boolean isThere(Name name) {
    return nodes.containsKey(name) || isEmptyName(name);
  }

  Name closestEncloser(Name name) {
    Name each = name;
    while (!isThere(each)) {
      each = new Name(each, 1);
    }
    return each;
  }

  static Name wildcard(Name encloser) {
    return name("*." + (encloser.equals(Name.root) ? "" : encloser));
  }

  public static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private Map<Integer, List<Record>> node(Name name) {
    return nodes.computeIfAbsent(name, _ -> new TreeMap<>());
  }

  static List<Record> both(List<Record> one, List<Record> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  static List<Record> distinct(List<Record> records) {
    return records.stream().distinct().toList();
  }
}
