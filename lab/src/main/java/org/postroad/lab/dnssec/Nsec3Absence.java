package org.postroad.lab.dnssec;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postroad.lab.zone.Denial;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// By NSEC3 (RFC 5155 §7.2).
final class Nsec3Absence implements Absence {

  private static final int OPT_OUT = 1;
  private static final int HASH_DIGITS = 32; // 160 bits in base 32
  private static final int HASH_OCTETS = 20;

  private final Name origin;
  private final Denial.Nsec3 how;
  private final byte[] salt;
  private final long ttl;
  private final NavigableMap<String, Set<Integer>> hashes = new TreeMap<>();

  Nsec3Absence(Name origin, NavigableMap<Name, Set<Integer>> owners, long ttl, Denial.Nsec3 how) {
    this.origin = origin;
    this.how = how;
    this.ttl = ttl;
    this.salt = HexFormat.of().parseHex(how.salt());
    owners.forEach(
        (name, types) -> {
          boolean insecureDelegation =
              types.contains(Type.NS) && !types.contains(Type.SOA) && !types.contains(Type.DS);
          if (!(how.optOut() && insecureDelegation)) {
            Set<Integer> all = new TreeSet<>(types);
            if (!insecureDelegation) {
              all.add(Type.RRSIG);
            }
            hashes.put(hash(name), all);
          }
          // names that are there for what is below them only have NSEC3 records, too
          for (Name up = name; up.labels() > origin.labels() + 1; ) {
            up = new Name(up, 1);
            hashes.putIfAbsent(hash(up), Set.of());
          }
        });
  }

  Record parameters() {
    return new NSEC3PARAMRecord(
        origin, DClass.IN, 0, NSEC3Record.SHA1_DIGEST_ID, 0, how.iterations(), salt);
  }

  @Override
  public List<Record> noData(Name name) {
    return has(name) ? List.of(at(name)) : encloserAndCover(name); // left out by opt-out
  }

  @Override
  public List<Record> noName(Name name) {
    List<Record> proof = new ArrayList<>(encloserAndCover(name));
    proof.add(covering(Zone.wildcardBelow(encloser(name))));
    return proof.stream().distinct().toList();
  }

  @Override
  public List<Record> expanded(Name name) {
    return List.of(covering(nextCloser(name)));
  }

  @Override
  public List<Record> noDataAtWildcard(Name name, Name wildcard) {
    return Stream.concat(encloserAndCover(name).stream(), Stream.of(at(wildcard)))
        .distinct()
        .toList();
  }

  private List<Record> encloserAndCover(Name name) {
    return Stream.of(at(encloser(name)), covering(nextCloser(name))).distinct().toList();
  }

  private boolean has(Name name) {
    return hashes.containsKey(hash(name));
  }

  private Name encloser(Name name) {
    return new Name(nextCloser(name), 1);
  }

  private Name nextCloser(Name name) {
    Name closer = name;
    for (Name up = new Name(closer, 1); !has(up); up = new Name(up, 1)) {
      closer = up;
    }
    return closer;
  }

  private Record at(Name name) {
    return record(hash(name));
  }

  private Record covering(Name name) {
    String before = hashes.lowerKey(hash(name));
    return record(before == null ? hashes.lastKey() : before);
  }

  private Record record(String hash) {
    String higher = hashes.higherKey(hash);
    String next = higher == null ? hashes.firstKey() : higher;
    return new NSEC3Record(
        Zone.absolute(hash + (origin.equals(Name.root) ? "." : "." + origin)),
        DClass.IN,
        ttl,
        NSEC3Record.SHA1_DIGEST_ID,
        how.optOut() ? OPT_OUT : 0,
        how.iterations(),
        salt,
        octets(next),
        hashes.getOrDefault(hash, Set.of()).stream().mapToInt(Integer::intValue).toArray());
  }

  /// In base 32 with extended hexadecimal digits (RFC 4648 §7), which keeps the order.
  private String hash(Name name) {
    MessageDigest sha1 = ZoneKey.sha1();
    byte[] hash = name.toWireCanonical();
    for (int i = 0; i <= how.iterations(); i++) {
      sha1.update(hash);
      hash = sha1.digest(salt);
    }
    String digits = new BigInteger(1, hash).toString(32);
    return "0".repeat(HASH_DIGITS - digits.length()) + digits.toLowerCase(Locale.ROOT);
  }

  private static byte[] octets(String hash) {
    byte[] signed = new BigInteger(hash, 32).toByteArray();
    byte[] octets = new byte[HASH_OCTETS];
    int length = Math.min(signed.length, HASH_OCTETS);
    System.arraycopy(signed, signed.length - length, octets, HASH_OCTETS - length, length);
    return octets;
  }
}
