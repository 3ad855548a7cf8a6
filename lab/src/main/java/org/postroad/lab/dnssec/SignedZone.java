package org.postroad.lab.dnssec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postroad.lab.zone.Denial;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/// A zone as its signer publishes it: with its key, with NS and DS records where another zone
/// begins below it, with signatures, and with records that prove absences.
public final class SignedZone {

  private final Zone zone;
  private final Signing signing;
  private final NavigableMap<Name, Optional<Signing>> children;
  private final KeyRing keys;
  private final Signatures signatures;
  private final NavigableMap<Name, Set<Integer>> owners = new TreeMap<>();
  private final Absence absence;

  /// @param signing how it is signed
  /// @param children the origins of the zones right below it, and how those are signed
  public SignedZone(
      Zone zone,
      Signing signing,
      NavigableMap<Name, Optional<Signing>> children,
      KeyRing keys,
      Signatures signatures) {
    this.zone = zone;
    this.signing = signing;
    this.children = children;
    this.keys = keys;
    this.signatures = signatures;
    for (Name owner : zone.owners()) {
      if (!isBelowACut(owner)) {
        owners.put(owner, types(owner));
      }
    }
    children.forEach((child, how) -> owners.put(child, cut(how)));
    SOARecord soa = zone.soa();
    long ttl = Math.min(soa.getTTL(), soa.getMinimum()); // RFC 9077
    absence =
        switch (signing.denial()) {
          case Denial.Nsec() -> new NsecAbsence(zone.origin(), owners, ttl);
          case Denial.Nsec3 how -> new Nsec3Absence(zone.origin(), owners, ttl, how);
        };
  }

  /// The records that signing adds: the key, the DS of a zone below, the parameters of NSEC3, an
  /// NSEC where it is asked for by name. Empty where there is none, or where the type is another.
  public List<Record> added(Name name, int type) {
    boolean apex = name.equals(zone.origin());
    return switch (type) {
      case Type.DNSKEY -> apex && hasKey() ? List.of(key().record()) : List.of();
      case Type.DS -> ds(name);
      case Type.NSEC3PARAM ->
          apex && absence instanceof Nsec3Absence nsec3 ? List.of(nsec3.parameters()) : List.of();
      case Type.NSEC ->
          absence instanceof NsecAbsence && owners.containsKey(name)
              ? absence.noData(name)
              : List.of();
      default -> List.of();
    };
  }

  /// The signatures over records of one name and type.
  ///
  /// @param wildcard the name that they were expanded from
  /// @param fault of this answer, instead of the zone's
  public List<Record> signatures(
      List<Record> rrset, Optional<Name> wildcard, Optional<Fault> fault, Instant now) {
    List<Record> written =
        wildcard
            .map(name -> rrset.stream().map(record -> record.withName(name)).toList())
            .orElse(rrset);
    return signatures.over(written, zone.origin(), signing, fault.or(signing::fault), now).stream()
        .map(signature -> wildcard.isEmpty() ? signature : named(signature, rrset))
        .toList();
  }

  /// That a name is not there and the answer is a wildcard's; signed.
  public List<Record> proofOfExpansion(Name name, Optional<Fault> fault, Instant now) {
    return signed(absence.expanded(name), fault, now);
  }

  /// That there is no such record; signed.
  public List<Record> proofOfNoData(Name name, Optional<Fault> fault, Instant now) {
    Name next = owners.ceilingKey(name);
    boolean there = next != null && next.subdomain(name); // if only for a zone below it
    return signed(
        (there ? Optional.<Name>empty() : zone.wildcard(name))
            .map(w -> absence.noDataAtWildcard(name, w))
            .orElseGet(() -> absence.noData(name)),
        fault,
        now);
  }

  /// That there is no such name; signed.
  public List<Record> proofOfNoName(Name name, Optional<Fault> fault, Instant now) {
    return signed(absence.noName(name), fault, now);
  }

  private List<Record> signed(List<Record> proof, Optional<Fault> fault, Instant now) {
    Optional<Fault> effective = fault.or(signing::fault);
    if (effective.equals(Optional.of(Fault.MISSING_DENIAL))
        || effective.equals(Optional.of(Fault.MISSING_SIGNATURES))
        || effective.equals(Optional.of(Fault.DS_WITHOUT_KEYS))) {
      return List.of();
    }
    List<Record> all = new ArrayList<>();
    for (Record record : proof) {
      all.add(record);
      all.addAll(signatures(List.of(record), Optional.empty(), fault, now));
    }
    return all;
  }

  private boolean hasKey() {
    return !signing.fault().equals(Optional.of(Fault.DS_WITHOUT_KEYS));
  }

  private ZoneKey key() {
    return keys.of(zone.origin(), signing.algorithm());
  }

  private List<Record> ds(Name child) {
    Optional<Signing> how = children.getOrDefault(child, Optional.empty());
    return how.filter(Signing::delegated).map(s -> List.of(ds(child, s))).orElse(List.of());
  }

  private Record ds(Name child, Signing how) {
    boolean wrong = how.fault().equals(Optional.of(Fault.WRONG_DS));
    ZoneKey key = wrong ? keys.strangerTo(child, how.algorithm()) : keys.of(child, how.algorithm());
    return key.ds(how.digest());
  }

  private Set<Integer> types(Name owner) {
    Set<Integer> types = new TreeSet<>(zone.types(owner));
    if (owner.equals(zone.origin())) {
      types.add(Type.NS);
      if (hasKey()) {
        types.add(Type.DNSKEY);
      }
      if (signing.denial() instanceof Denial.Nsec3) {
        types.add(Type.NSEC3PARAM);
      }
    }
    return types;
  }

  private static Set<Integer> cut(Optional<Signing> how) {
    Set<Integer> types = new TreeSet<>(Set.of(Type.NS));
    if (how.filter(Signing::delegated).isPresent()) {
      types.add(Type.DS);
    }
    return types;
  }

  private boolean isBelowACut(Name owner) {
    Name cut = children.floorKey(owner);
    return cut != null && owner.subdomain(cut);
  }

  private static Record named(Record signature, List<Record> rrset) {
    return signature.withName(rrset.getFirst().getName());
  }
}
