package org.postroad.protocol.dane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.protocol.dns.TlsaRecord;

/// The TLSA records of one base domain, those that count and those that do not.
///
/// A record does not count if SMTP has no use for it (RFC 7672 §3.1: DANE-TA(2) and DANE-EE(3)
/// only), if it is malformed or not understood (RFC 6698 §4.1), or if the same usage and selector
/// come with a stronger digest too (RFC 7671 §9, digest agility).
///
/// @param usable in the order of the answer
/// @param ignored in that order too, each with the reason
public record TlsaSet(List<TlsaRecord> usable, List<Ignored> ignored) {

  public TlsaSet {
    usable = List.copyOf(usable);
    ignored = List.copyOf(ignored);
  }

  /// A record that does not count.
  public record Ignored(TlsaRecord record, String why) {}

  /// Sorts records out. What is unusable goes first and cannot displace anything: an unreadable
  /// SHA2-512 record leaves the SHA2-256 one beside it in force.
  public static TlsaSet of(List<TlsaRecord> records) {
    List<Optional<String>> faults = records.stream().map(AssociationData::fault).toList();
    Map<String, Integer> strongest = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      if (faults.get(i).isEmpty()) {
        strongest.merge(kind(records.get(i)), records.get(i).matchingType(), Math::max);
      }
    }
    List<TlsaRecord> usable = new ArrayList<>();
    List<Ignored> ignored = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      TlsaRecord record = records.get(i);
      Optional<String> why =
          faults.get(i).or(() -> outdone(record, strongest.getOrDefault(kind(record), 0)));
      if (why.isPresent()) {
        ignored.add(new Ignored(record, why.get()));
      } else {
        usable.add(record);
      }
    }
    return new TlsaSet(usable, ignored);
  }

  /// SHA2-512(2) is held to be stronger than SHA2-256(1), as their numbers happen to say. Full(0)
  /// has no digest that could grow weak, and always counts.
  private static Optional<String> outdone(TlsaRecord record, int strongest) {
    return record.matchingType() != AssociationData.FULL && record.matchingType() < strongest
        ? Optional.of("a stronger digest stands beside it")
        : Optional.empty();
  }

  /// Strength is compared among records of one usage and selector.
  private static String kind(TlsaRecord record) {
    return record.usage() + " " + record.selector();
  }
}
