package org.postroad.protocol.dmarc;

import org.postroad.protocol.dns.DomainName;

/// The top of the names that belong together (RFC 9989 §3.2.14, §4.10.2).
public sealed interface OrganizationalDomain {

  record Known(DomainName domain, How how) implements OrganizationalDomain {}

  /// The DNS did not answer somewhere on the way.
  record Unknown(String why) implements OrganizationalDomain {}

  /// How it was found.
  enum How {
    /// A record with `psd=n`.
    SAYS_SO,
    /// One label below a record with `psd=y`.
    BELOW_SUFFIX,
    /// The record at the name of the fewest labels.
    HIGHEST_RECORD,
    /// No record anywhere: the domain itself.
    NO_RECORD
  }
}
