package org.postroad.engine.dns.dnssec;

import java.util.List;
import java.util.Optional;
import org.postroad.engine.dns.dnssec.Denial.Absence;
import org.postroad.engine.dns.dnssec.Denial.Proof;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;

/// What the NSEC records of one zone deny (RFC 4035 §5.4).
///
/// @param sets of one NSEC record each, all by the same signer
record NsecDenial(List<SignedSet> sets) {

  Optional<Proof> of(Name name, int type) {
    return typeAtName(name, type)
        .or(() -> emptyName(name))
        .or(() -> typeAtWildcard(name, type))
        .or(() -> name(name));
  }

  /// That nothing lies between the name and its closest encloser, below which a wildcard stood.
  Optional<SignedSet> ofCloserMatch(Name name, Name encloser) {
    return covering(name).filter(gap -> closestEncloser(name, gap).equals(encloser));
  }

  private Optional<Proof> typeAtName(Name name, int type) {
    return at(name)
        .filter(set -> types(set).denies(type))
        .map(set -> new Proof(Absence.TYPE, name, false, List.of(set)));
  }

  /// A name without records that has some below.
  private Optional<Proof> emptyName(Name name) {
    return covering(name)
        .filter(gap -> nsec(gap).getNext().subdomain(name))
        .map(gap -> new Proof(Absence.TYPE, name, false, List.of(gap)));
  }

  private Optional<Proof> typeAtWildcard(Name name, int type) {
    return gap(name)
        .flatMap(
            gap ->
                wildcard(name, gap)
                    .flatMap(this::at)
                    .filter(set -> types(set).denies(type))
                    .map(set -> new Proof(Absence.TYPE, name, false, List.of(gap, set))));
  }

  private Optional<Proof> name(Name name) {
    return gap(name)
        .flatMap(
            gap ->
                wildcard(name, gap)
                    .flatMap(this::gap)
                    .map(
                        other ->
                            new Proof(
                                Absence.NAME,
                                name,
                                false,
                                gap.equals(other) ? List.of(gap) : List.of(gap, other))));
  }

  /// The record between whose ends there is neither the name nor anything below it.
  private Optional<SignedSet> gap(Name name) {
    return covering(name).filter(set -> !nsec(set).getNext().subdomain(name));
  }

  private Optional<SignedSet> at(Name name) {
    return sets.stream().filter(set -> set.owner().equals(name)).findFirst();
  }

  private Optional<SignedSet> covering(Name name) {
    return sets.stream().filter(set -> covers(set, name)).findFirst();
  }

  /// RFC 4034 §4.1.1: the last one of a zone leads to its apex.
  private static boolean covers(SignedSet set, Name name) {
    Name owner = set.owner();
    Name next = nsec(set).getNext();
    if (!next.subdomain(set.signer())
        || name.equals(owner)
        || (name.subdomain(owner) && types(set).leadsAway())) {
      return false;
    }
    boolean isLast = owner.compareTo(next) >= 0;
    return isLast
        ? next.equals(set.signer()) && owner.compareTo(name) < 0
        : owner.compareTo(name) < 0 && name.compareTo(next) < 0;
  }

  /// The deepest ancestor that exists: both ends of the gap do, and with them all above.
  private static Name closestEncloser(Name name, SignedSet gap) {
    Name one = common(name, gap.owner());
    Name other = common(name, nsec(gap).getNext());
    return one.labels() >= other.labels() ? one : other;
  }

  private static Optional<Name> wildcard(Name name, SignedSet gap) {
    return wildcardBelow(closestEncloser(name, gap));
  }

  static Optional<Name> wildcardBelow(Name encloser) {
    try {
      return Optional.of(Name.concatenate(STAR, encloser));
    } catch (NameTooLongException e) {
      return Optional.empty();
    }
  }

  private static final Name STAR = Name.fromConstantString("*");

  private static Name common(Name one, Name other) {
    int labels = Math.min(one.labels(), other.labels());
    Name a = new Name(one, one.labels() - labels);
    Name b = new Name(other, other.labels() - labels);
    while (!a.equals(b)) {
      a = new Name(a, 1);
      b = new Name(b, 1);
    }
    return a;
  }

  private static NSECRecord nsec(SignedSet set) {
    return (NSECRecord) set.records().getFirst();
  }

  private static Denial.Types types(SignedSet set) {
    return new Denial.Types.OfNsec(nsec(set));
  }
}
