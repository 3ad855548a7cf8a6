package org.postroad.engine.dns.dnssec;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// The NSEC3 records of a zone of a test, which is complete when it is first asked.
final class Nsec3Chain {

  private static final byte[] SALT = {(byte) 0xab, (byte) 0xcd};

  private final Name origin;
  private final int iterations;
  private final boolean optOut;
  private final NavigableMap<byte[], Name> hashed = new TreeMap<>(Arrays::compareUnsigned);
  private final Map<Name, List<Record>> made = new HashMap<>();

  Nsec3Chain(Name origin, int iterations, boolean optOut) {
    this.origin = origin;
    this.iterations = iterations;
    this.optOut = optOut;
  }

  boolean optsOut() {
    return optOut;
  }

  List<Record> noType(SignedZone zone, Name name) {
    return hashed(zone).containsKey(hash(name))
        ? at(zone, name)
        : closerMatch(zone, name, zone.closestEncloser(name)); // opted out
  }

  List<Record> noName(SignedZone zone, Name name, Name closest) {
    Name encloser = provable(zone, closest);
    List<Record> records = new ArrayList<>(at(zone, encloser));
    records.addAll(gap(zone, nextCloser(name, encloser)));
    records.addAll(gap(zone, SignedZone.wildcard(encloser)));
    return SignedZone.distinct(records);
  }

  List<Record> closerMatch(SignedZone zone, Name name, Name encloser) {
    Name above = provable(zone, encloser.equals(name) ? new Name(name, 1) : encloser);
    List<Record> records = new ArrayList<>(at(zone, above));
    records.addAll(gap(zone, nextCloser(name, above)));
    return SignedZone.distinct(records);
  }

  /// The closest ancestor that was not left out.
  private Name provable(SignedZone zone, Name name) {
    Name each = name;
    while (!hashed(zone).containsKey(hash(each))) {
      each = new Name(each, 1);
    }
    return each;
  }

  /// All of them, with their signatures.
  List<List<Record>> records(SignedZone zone) {
    NavigableMap<byte[], Name> hashed = hashed(zone);
    return hashed.keySet().stream().map(hash -> record(zone, hash, hashed)).toList();
  }

  private List<Record> at(SignedZone zone, Name name) {
    return record(zone, hash(name), hashed(zone));
  }

  private List<Record> gap(SignedZone zone, Name name) {
    NavigableMap<byte[], Name> hashed = hashed(zone);
    Map.Entry<byte[], Name> before = hashed.lowerEntry(hash(name));
    return record(zone, before == null ? hashed.lastKey() : before.getKey(), hashed);
  }

  private List<Record> record(SignedZone zone, byte[] hash, NavigableMap<byte[], Name> hashed) {
    Name name = hashed.get(hash);
    if (name == null) {
      throw new IllegalStateException("no NSEC3 record there");
    }
    List<Record> before = made.get(name);
    if (before != null) {
      return before;
    }
    byte[] after = hashed.higherKey(hash);
    Name owner =
        SignedZone.name(
            new base32(base32.Alphabet.BASE32HEX, false, false).toString(hash)
                + "."
                + (origin.equals(Name.root) ? "" : origin));
    NSEC3Record nsec3 =
        new NSEC3Record(
            owner,
            DClass.IN,
            300,
            NSEC3Record.SHA1_DIGEST_ID,
            optOut ? 1 : 0,
            iterations,
            SALT,
            after == null ? hashed.firstKey() : after,
            zone.types(name));
    List<Record> signed = zone.signed(List.of(nsec3));
    made.put(name, signed);
    return signed;
  }

  /// Names with records and the empty ones above them, by their hash. Unsigned delegations are left
  /// out if the zone opts out.
  private NavigableMap<byte[], Name> hashed(SignedZone zone) {
    if (!hashed.isEmpty()) {
      return hashed;
    }
    TreeSet<Name> names = new TreeSet<>();
    for (Name owner : zone.owners()) {
      boolean out =
          optOut
              && zone.isDelegation(owner)
              && Arrays.stream(zone.types(owner)).noneMatch(type -> type == Type.DS);
      for (Name each = owner; !out && each.subdomain(origin); each = new Name(each, 1)) {
        names.add(each);
        if (each.equals(Name.root)) {
          break;
        }
      }
    }
    names.forEach(name -> hashed.put(hash(name), name));
    return hashed;
  }

  private byte[] hash(Name name) {
    try {
      return new NSEC3Record(
              name, DClass.IN, 0, NSEC3Record.SHA1_DIGEST_ID, 0, iterations, SALT, SALT, new int[0])
          .hashName(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Name nextCloser(Name name, Name encloser) {
    return new Name(name, name.labels() - encloser.labels() - 1);
  }
}
