package org.postroad.engine.dns.dnssec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The records of one owner and type, with the signatures that are worth verifying.
///
/// @param records at least one
/// @param signatures all by one signer; none if the records are as good as unsigned
record SignedSet(List<Record> records, List<RRSIGRecord> signatures) {

  static final Duration USABLE_MAX = Duration.ofDays(1);

  SignedSet {
    records = List.copyOf(records);
    signatures = List.copyOf(signatures);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a set needs a record");
    }
  }

  /// The sets of that type in a section.
  static List<SignedSet> of(List<Record> section, int type, SignatureRules rules) {
    Set<Name> owners = new LinkedHashSet<>();
    for (Record record : section) {
      if (record.getType() == type) {
        owners.add(record.getName());
      }
    }
    return owners.stream().map(owner -> of(section, owner, type, rules)).toList();
  }

  /// The set of that owner and type, of which there is a record in the section.
  static SignedSet of(List<Record> section, Name owner, int type, SignatureRules rules) {
    Set<Record> records = new LinkedHashSet<>();
    List<RRSIGRecord> signatures = new ArrayList<>();
    for (Record record : section) {
      if (record.getName().equals(owner)) {
        if (record.getType() == type) {
          records.add(record);
        } else if (record instanceof RRSIGRecord signature && signature.getTypeCovered() == type) {
          signatures.add(signature);
        }
      }
    }
    return new SignedSet(
        new ArrayList<>(records), rules.chosen(signatures, owner, isExpandable(type)));
  }

  static boolean isIn(List<Record> section, Name owner, int type) {
    return section.stream().anyMatch(r -> r.getType() == type && r.getName().equals(owner));
  }

  Name owner() {
    return records.getFirst().getName();
  }

  int type() {
    return records.getFirst().getType();
  }

  boolean isSigned() {
    return !signatures.isEmpty();
  }

  /// The zone that signed it; there must be a signature.
  Name signer() {
    return signatures.getFirst().getSigner();
  }

  /// Whether the owner comes from a wildcard.
  boolean isExpanded() {
    return isSigned() && signatures.getFirst().getLabels() < SignatureRules.labels(owner());
  }

  /// How long the signatures allow it to be used, at most a day.
  Duration usable(SignatureRules rules) {
    long seconds = USABLE_MAX.toSeconds();
    for (RRSIGRecord signature : signatures) {
      if (rules.isInTime(signature)) {
        long left = Duration.between(rules.now(), signature.getExpire()).toSeconds();
        seconds = Math.min(seconds, Math.min(signature.getOrigTTL(), left));
      }
    }
    return Duration.ofSeconds(seconds);
  }

  void addTo(Message message, int section) {
    records.forEach(record -> message.addRecord(record, section));
    signatures.forEach(signature -> message.addRecord(signature, section));
  }

  /// `example.com. MX`
  String name() {
    return owner() + " " + Type.string(type());
  }

  /// Records of the zone itself are never made from a wildcard, and nobody asks for the proofs by
  /// name.
  private static boolean isExpandable(int type) {
    return switch (type) {
      case Type.SOA, Type.DS, Type.DNSKEY, Type.NSEC, Type.NSEC3, Type.DNAME -> false;
      default -> true;
    };
  }
}
