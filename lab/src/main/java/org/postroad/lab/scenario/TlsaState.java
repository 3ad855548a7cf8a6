package org.postroad.lab.scenario;

import java.util.List;
import java.util.Optional;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.zone.Fault;
import org.postroad.protocol.dns.TlsaRecord;

/// What TLSA records a host has, seen from the certificate that it shows, or what becomes of the
/// question for them. They count for security only where the zone is signed.
public enum TlsaState {
  /// None, which the zone can prove.
  NONE(Meaning.NONE),
  /// `3 1 1` of its key.
  RIGHT(Meaning.MATCHES),
  /// `3 0 0`: the whole certificate itself.
  RIGHT_FULL(Meaning.MATCHES),
  /// `3 0 2`.
  RIGHT_SHA512(Meaning.MATCHES),
  /// `2 0 1` of the lab's root: matches where the server sends the root along, and by name and
  /// date.
  RIGHT_TA(Meaning.MATCHES_BY_CHAIN),
  /// `2 0 0`: the lab's root itself.
  RIGHT_TA_FULL(Meaning.MATCHES_BY_CHAIN),
  /// `2 1 1` of the lab's intermediate.
  RIGHT_TA_INTERMEDIATE(Meaning.MATCHES_BY_CHAIN),
  /// Both the key of tomorrow and the one in use.
  RIGHT_AND_NEXT(Meaning.MATCHES),
  /// A right one among those that do not count.
  RIGHT_AND_UNUSABLE(Meaning.MATCHES),
  /// `3 1 1` of a key that nobody has.
  WRONG(Meaning.MISMATCH),
  /// `3 0 1` of a certificate that nobody has.
  WRONG_CERTIFICATE(Meaning.MISMATCH),
  /// `2 0 1` of an authority that nobody has.
  WRONG_TA(Meaning.MISMATCH),
  /// `3 1 1` of the key before: the roll-over is late.
  LATE(Meaning.MISMATCH),
  /// A wrong SHA-512 beside the right SHA-256: the stronger one counts (RFC 7671 §9).
  WRONG_STRONGER(Meaning.MISMATCH),
  WRONG_AND_UNUSABLE(Meaning.MISMATCH),
  /// `1 1 1`: right, but not for mail (RFC 7672 §3.1.3).
  UNUSABLE_EE(Meaning.UNUSABLE),
  /// `0 0 1`.
  UNUSABLE_TA(Meaning.UNUSABLE),
  UNKNOWN_USAGE(Meaning.UNUSABLE),
  UNKNOWN_SELECTOR(Meaning.UNUSABLE),
  UNKNOWN_MATCHING_TYPE(Meaning.UNUSABLE),
  /// A digest that is too short.
  MALFORMED(Meaning.UNUSABLE),
  /// No data at all.
  EMPTY(Meaning.UNUSABLE),
  FAILS(Meaning.UNANSWERED),
  SILENT(Meaning.UNANSWERED),
  /// Right ones, whose signatures are not: bogus where the zone is signed.
  BOGUS(Meaning.UNANSWERED),
  /// Denied without a proof: bogus where the zone is signed.
  HIDDEN(Meaning.UNANSWERED);

  /// What DANE makes of it in a signed zone.
  public enum Meaning {
    NONE,
    MATCHES,
    /// If the certificate chains up to it, and is for the name, and not expired.
    MATCHES_BY_CHAIN,
    MISMATCH,
    /// TLS must be, and verifies nothing.
    UNUSABLE,
    /// The host is to be skipped (RFC 7672 §2.1.2).
    UNANSWERED
  }

  private final Meaning meaning;

  TlsaState(Meaning meaning) {
    this.meaning = meaning;
  }

  public Meaning meaning() {
    return meaning;
  }

  List<TlsaRecord> records(LabCa ca, String host, Credential shown) {
    TlsaRecord right = Tlsa.ee(shown);
    return switch (this) {
      case NONE -> List.of();
      case RIGHT, FAILS, SILENT, BOGUS, HIDDEN -> List.of(right);
      case RIGHT_FULL -> List.of(Tlsa.of(shown.leaf(), Tlsa.DANE_EE, Tlsa.CERT, Tlsa.FULL));
      case RIGHT_SHA512 -> List.of(Tlsa.of(shown.leaf(), Tlsa.DANE_EE, Tlsa.CERT, Tlsa.SHA512));
      case RIGHT_TA -> List.of(Tlsa.ta(ca));
      case RIGHT_TA_FULL -> List.of(Tlsa.of(ca.root(), Tlsa.DANE_TA, Tlsa.CERT, Tlsa.FULL));
      case RIGHT_TA_INTERMEDIATE ->
          List.of(Tlsa.of(ca.intermediate(), Tlsa.DANE_TA, Tlsa.SPKI, Tlsa.SHA256));
      case RIGHT_AND_NEXT -> List.of(Tlsa.wrong(), right);
      case RIGHT_AND_UNUSABLE -> List.of(Tlsa.malformed(), Tlsa.unusable(shown), right);
      case WRONG -> List.of(Tlsa.wrong());
      case WRONG_CERTIFICATE -> List.of(with(Tlsa.wrong(), Tlsa.DANE_EE, Tlsa.CERT, Tlsa.SHA256));
      case WRONG_TA -> List.of(with(Tlsa.wrong(), Tlsa.DANE_TA, Tlsa.CERT, Tlsa.SHA256));
      case LATE -> List.of(Tlsa.ee(ca.issue(Leaf.of(host))));
      case WRONG_STRONGER ->
          List.of(
              right, Tlsa.of(ca.issue(Leaf.of(host)).leaf(), Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.SHA512));
      case WRONG_AND_UNUSABLE -> List.of(Tlsa.wrong(), Tlsa.unusable(shown));
      case UNUSABLE_EE -> List.of(Tlsa.unusable(shown));
      case UNUSABLE_TA -> List.of(Tlsa.of(ca.root(), Tlsa.PKIX_TA, Tlsa.CERT, Tlsa.SHA256));
      case UNKNOWN_USAGE -> List.of(with(right, 4, Tlsa.SPKI, Tlsa.SHA256));
      case UNKNOWN_SELECTOR -> List.of(with(right, Tlsa.DANE_EE, 2, Tlsa.SHA256));
      case UNKNOWN_MATCHING_TYPE -> List.of(with(right, Tlsa.DANE_EE, Tlsa.SPKI, 3));
      case MALFORMED -> List.of(Tlsa.malformed());
      case EMPTY -> List.of(new TlsaRecord(Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.SHA256, ""));
    };
  }

  /// What stands between the question and its answer.
  Optional<Interference> interference() {
    return switch (this) {
      case FAILS -> Optional.of(Interference.servfail());
      case SILENT -> Optional.of(Interference.silent());
      case BOGUS -> Optional.of(new Interference.Tampered(Fault.BOGUS_SIGNATURES));
      case HIDDEN -> Optional.of(Interference.forgedNoSuchName());
      default -> Optional.empty();
    };
  }

  private static TlsaRecord with(TlsaRecord record, int usage, int selector, int matchingType) {
    return new TlsaRecord(usage, selector, matchingType, record.data());
  }
}
