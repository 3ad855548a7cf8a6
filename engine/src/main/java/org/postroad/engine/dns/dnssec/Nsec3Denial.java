package org.postroad.engine.dns.dnssec;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postroad.engine.dns.dnssec.Denial.Absence;
import org.postroad.engine.dns.dnssec.Denial.Proof;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.utils.base32;

/// What the NSEC3 records of one zone deny that have the same parameters (RFC 5155 §8).
final class Nsec3Denial {

  /// Hashes of one name, besides the first. RFC 9276 §4 wants one limit, above which an answer
  /// fails and below which it is validated, since a zone that counts as insecure in between is open
  /// to attack; its appendix A names 500 as one that breaks nobody.
  static final int ITERATIONS_MAX = 500;

  private static final int DEPTH_MAX = 32; // labels below the zone, for each of which is hashed
  private static final int OPT_OUT = 1; // RFC 5155 §3.1.2.1

  private final Name zone;
  private final NSEC3Record parameters;
  private final List<Hashed> records = new ArrayList<>();
  private final Map<Name, byte[]> hashes = new HashMap<>();

  /// A record with the hash that its owner's first label is.
  private static final class Hashed {
    private final SignedSet set;
    private final NSEC3Record nsec3;
    private final byte[] owner;

    Hashed(SignedSet set, NSEC3Record nsec3, byte[] owner) {
      this.set = set;
      this.nsec3 = nsec3;
      this.owner = owner;
    }

    SignedSet set() {
      return set;
    }

    boolean matches(byte[] hash) {
      return Arrays.equals(owner, hash);
    }

    boolean covers(byte[] hash) {
      boolean after = Arrays.compareUnsigned(owner, hash) < 0;
      boolean before = Arrays.compareUnsigned(hash, nsec3.getNext()) < 0;
      boolean isLast = Arrays.compareUnsigned(owner, nsec3.getNext()) >= 0;
      return !matches(hash) && (isLast ? after || before : after && before);
    }

    Denial.Types types() {
      return new Denial.Types.OfNsec3(nsec3);
    }
  }

  /// The deepest ancestor that is there, and the gap in which the name below it is not.
  private record Encloser(Name name, Name nextCloser, Hashed match, Hashed gap) {}

  Nsec3Denial(Name zone, NSEC3Record parameters) {
    this.zone = zone;
    this.parameters = parameters;
  }

  /// RFC 5155 §8.1, §8.2: of unknown algorithms and flags nothing is known.
  static boolean understands(NSEC3Record nsec3, Name zone) {
    return nsec3.getHashAlgorithm() == NSEC3Record.SHA1_DIGEST_ID
        && (nsec3.getFlags() & ~OPT_OUT) == 0
        && nsec3.getIterations() <= ITERATIONS_MAX
        && nsec3.getName().labels() == zone.labels() + 1
        && nsec3.getName().subdomain(zone);
  }

  /// Whether unsigned delegations may hide in the gap that the record spans.
  static boolean optsOut(SignedSet set) {
    return set.records().getFirst() instanceof NSEC3Record nsec3
        && (nsec3.getFlags() & OPT_OUT) != 0;
  }

  boolean isOf(NSEC3Record nsec3, Name signer) {
    return zone.equals(signer)
        && parameters.getIterations() == nsec3.getIterations()
        && Arrays.equals(salt(parameters), salt(nsec3));
  }

  boolean isNear(Name name) {
    return name.labels() - zone.labels() <= DEPTH_MAX;
  }

  Name zone() {
    return zone;
  }

  void add(SignedSet set, NSEC3Record nsec3) {
    byte @Nullable [] owner =
        new base32(base32.Alphabet.BASE32HEX, false, false)
            .fromString(nsec3.getName().getLabelString(0));
    if (owner != null && owner.length == nsec3.getNext().length) {
      records.add(new Hashed(set, nsec3, owner));
    }
  }

  Optional<Proof> of(Name name, int type) {
    Optional<Hashed> match = matching(name);
    if (match.isPresent()) {
      return match
          .filter(found -> found.types().denies(type))
          .map(found -> new Proof(Absence.TYPE, name, false, List.of(found.set())));
    }
    return encloser(name)
        .flatMap(
            encloser ->
                NsecDenial.wildcardBelow(encloser.name())
                    .flatMap(wildcard -> below(encloser, wildcard, type)));
  }

  /// That the next closer name is not there, below the encloser of which a wildcard stood.
  Optional<SignedSet> ofCloserMatch(Name name, Name encloser) {
    return covering(nextCloser(name, encloser)).map(Hashed::set);
  }

  /// RFC 5155 §8.4 and §8.7.
  private Optional<Proof> below(Encloser encloser, Name wildcard, int type) {
    Optional<Hashed> standing = matching(wildcard);
    if (standing.isPresent()) {
      return standing
          .filter(found -> found.types().denies(type))
          .map(found -> proof(Absence.TYPE, encloser, found));
    }
    Optional<Proof> name = covering(wildcard).map(gap -> proof(Absence.NAME, encloser, gap));
    // An empty name above unsigned delegations only may be left out too (RFC 5155, erratum 3441).
    return name.isEmpty() && optsOut(encloser.gap().set())
        ? Optional.of(proof(Absence.TYPE, encloser, encloser.gap()))
        : name;
  }

  private static Proof proof(Absence absence, Encloser encloser, Hashed last) {
    List<SignedSet> sets = new ArrayList<>();
    sets.add(encloser.match().set());
    for (Hashed other : List.of(encloser.gap(), last)) {
      if (!sets.contains(other.set())) {
        sets.add(other.set());
      }
    }
    return new Proof(absence, encloser.nextCloser(), optsOut(encloser.gap().set()), sets);
  }

  /// RFC 5155 §8.3.
  private Optional<Encloser> encloser(Name name) {
    for (Name each = name; each.labels() > zone.labels(); ) {
      Name nextCloser = each;
      each = new Name(each, 1);
      Name candidate = each;
      Optional<Hashed> match = matching(candidate);
      if (match.isPresent()) {
        return match
            .filter(found -> !found.types().leadsAway())
            .flatMap(
                found ->
                    covering(nextCloser)
                        .map(gap -> new Encloser(candidate, nextCloser, found, gap)));
      }
    }
    return Optional.empty();
  }

  private static Name nextCloser(Name name, Name encloser) {
    return new Name(name, name.labels() - encloser.labels() - 1);
  }

  private Optional<Hashed> matching(Name name) {
    byte[] hash = hash(name);
    return records.stream().filter(each -> each.matches(hash)).findFirst();
  }

  private Optional<Hashed> covering(Name name) {
    byte[] hash = hash(name);
    return records.stream().filter(each -> each.covers(hash)).findFirst();
  }

  private byte[] hash(Name name) {
    return hashes.computeIfAbsent(
        name,
        each -> {
          try {
            return parameters.hashName(each);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
          }
        });
  }

  private static byte[] salt(NSEC3Record nsec3) {
    byte @Nullable [] salt = nsec3.getSalt();
    return salt == null ? new byte[0] : salt;
  }
}
