package org.postroad.app.labs.hostile;

/// What an attacker does to answers of the DNS and to policy hosts. In a signed zone a forged
/// answer is bogus; a stale one still verifies.
final class Trick {

  private Trick() {}

  /// With the record at `_mta-sts`.
  enum Txt {
    NONE,
    /// No such name.
    HIDDEN,
    /// No answer.
    SILENT,
    /// SERVFAIL.
    FAILING,
    /// A new id.
    FORGED_ID,
    /// A second record, so that none counts.
    DOUBLED,
    /// The one before the last change.
    STALE
  }

  /// With the MX records.
  enum Mx {
    NONE,
    /// A host of the attacker's.
    EVIL,
    /// A host of the attacker's, preferred to the honest ones.
    EVIL_FIRST,
    /// A host of the attacker's, two labels below the suffix of a wildcard.
    DEEP,
    /// A host of the attacker's whose name ends in the suffix of a wildcard, not at a dot.
    NEAR,
    SILENT,
    FAILING,
    NO_SUCH_NAME,
    /// No MX records, so that the domain itself is the host.
    ABSENT,
    /// A null MX (RFC 7505).
    NULL,
    /// Those before the last change.
    STALE
  }

  /// With the addresses of a host.
  enum Address {
    NONE,
    /// The attacker's.
    EVIL,
    SILENT,
    FAILING,
    ABSENT
  }

  /// With the TLSA records of a host.
  enum Tlsa {
    NONE,
    /// The attacker's.
    FORGED,
    HIDDEN,
    SILENT,
    FAILING,
    /// Those before the last change.
    STALE
  }

  /// With the policy host of a domain.
  enum Https {
    NONE,
    BLOCKED,
    /// Somebody else answers, without a certificate for the name.
    HIJACKED,
    /// One octet a second, until the fetch is given up.
    DRIPPING
  }
}
