package org.postroad.engine.dns.dnssec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Finds the few NSEC or NSEC3 records of a message that prove an absence (RFC 4035 §5.4, RFC 5155
/// §8).
///
/// Nothing is verified here; only those records go on to be verified that are needed. dnsjava alone
/// takes whatever a message brings, and can be talked into an absence by records in a certain order
/// (a wildcard's NSEC before another one, NSECs of different depth), each of them genuine.
final class Denial {

  /// What is proven.
  enum Absence {
    NAME,
    TYPE
  }

  /// Records that together prove an absence, if their signatures are good.
  ///
  /// @param about the name that they speak of: the one asked for, or an ancestor that is not there
  ///   either
  /// @param optOut whether unsigned delegations may hide in the gap (RFC 5155 §6): then the absence
  ///   is insecure
  record Proof(Absence absence, Name about, boolean optOut, List<SignedSet> sets) {}

  /// More sets than this say nothing that fewer could not.
  private static final int SETS_MAX = 12;

  private Denial() {}

  /// What the records prove of the name or of the type there; nothing, if they prove neither.
  static Optional<Proof> of(Name name, int type, List<SignedSet> sets) {
    List<SignedSet> usable = usable(name, sets);
    return nsecZones(usable)
        .flatMap(zone -> new NsecDenial(zone).of(name, type).stream())
        .findFirst()
        .or(
            () ->
                nsec3Zones(name, usable).flatMap(zone -> zone.of(name, type).stream()).findFirst());
  }

  /// The record that proves that a wildcard stands for the name: that there is no closer match.
  ///
  /// @param expanded made from the wildcard
  static Optional<SignedSet> ofCloserMatch(SignedSet expanded, List<SignedSet> sets) {
    Name name = expanded.owner();
    Name encloser = ancestor(name, expanded.signatures().getFirst().getLabels());
    List<SignedSet> usable =
        usable(name, sets).stream().filter(s -> s.signer().equals(expanded.signer())).toList();
    return nsecZones(usable)
        .flatMap(zone -> new NsecDenial(zone).ofCloserMatch(name, encloser).stream())
        .findFirst()
        .or(
            () ->
                nsec3Zones(name, usable)
                    .flatMap(zone -> zone.ofCloserMatch(name, encloser).stream())
                    .findFirst());
  }

  /// The ancestor of that many labels, not counting the root's.
  static Name ancestor(Name name, int labels) {
    return new Name(name, name.labels() - 1 - labels);
  }

  private static List<SignedSet> usable(Name name, List<SignedSet> sets) {
    return sets.stream()
        .filter(set -> set.isSigned() && set.records().size() == 1)
        .filter(set -> name.subdomain(set.signer()))
        .limit(SETS_MAX)
        .toList();
  }

  /// The NSECs of a zone each; a proof never mixes zones. That of the deepest comes first.
  private static Stream<List<SignedSet>> nsecZones(List<SignedSet> sets) {
    List<SignedSet> nsecs =
        sets.stream().filter(set -> set.records().getFirst() instanceof NSECRecord).toList();
    return signers(nsecs).stream()
        .map(zone -> nsecs.stream().filter(set -> set.signer().equals(zone)).toList());
  }

  /// The NSEC3s of a zone with the same parameters each (RFC 5155 §8.2).
  private static Stream<Nsec3Denial> nsec3Zones(Name name, List<SignedSet> sets) {
    List<Nsec3Denial> zones = new ArrayList<>();
    for (SignedSet set : sets) {
      if (set.records().getFirst() instanceof NSEC3Record nsec3
          && Nsec3Denial.understands(nsec3, set.signer())) {
        Nsec3Denial zone =
            zones.stream()
                .filter(each -> each.isOf(nsec3, set.signer()))
                .findFirst()
                .orElseGet(
                    () -> {
                      Nsec3Denial fresh = new Nsec3Denial(set.signer(), nsec3);
                      zones.add(fresh);
                      return fresh;
                    });
        zone.add(set, nsec3);
      }
    }
    return zones.stream()
        .filter(zone -> zone.isNear(name))
        .sorted((one, other) -> other.zone().labels() - one.zone().labels());
  }

  private static List<Name> signers(List<SignedSet> sets) {
    SequencedSet<Name> signers = new LinkedHashSet<>();
    sets.forEach(set -> signers.add(set.signer()));
    return signers.stream().sorted((one, other) -> other.labels() - one.labels()).toList();
  }

  /// What the types at an existing name say of one that was not found there.
  sealed interface Types {
    boolean has(int type);

    record OfNsec(NSECRecord nsec) implements Types {
      @Override
      public boolean has(int type) {
        return nsec.hasType(type);
      }
    }

    record OfNsec3(NSEC3Record nsec3) implements Types {
      @Override
      public boolean has(int type) {
        return nsec3.hasType(type);
      }
    }

    /// The type is not there, and nothing that would have answered instead: no alias, and no
    /// delegation, whose parent side knows nothing of the types below (RFC 4035 §5.4, RFC 6840
    /// §4.3).
    default boolean denies(int type) {
      return !has(type) && !has(Type.CNAME) && !isDelegation();
    }

    /// Names below are not in this zone, or not under this name (RFC 6840 §4.1).
    default boolean leadsAway() {
      return has(Type.DNAME) || isDelegation();
    }

    private boolean isDelegation() {
      return has(Type.NS) && !has(Type.SOA);
    }
  }
}
