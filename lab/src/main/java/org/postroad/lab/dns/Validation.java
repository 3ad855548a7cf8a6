package org.postroad.lab.dns;

/// What the lab's resolver makes of signatures. Who sets the CD bit gets bogus data in any case.
public enum Validation {
  /// It validates: AD on secure answers, SERVFAIL for bogus ones. Zones signed with SHA-1 count as
  /// unsigned (RFC 9905).
  ON,
  /// The same, but zones signed with SHA-1 count as signed.
  ON_WITH_SHA1,
  /// It passes everything on as it is and never sets AD: a resolver that nobody should trust.
  OFF
}
