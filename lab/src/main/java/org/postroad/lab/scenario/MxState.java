package org.postroad.lab.scenario;

/// What the DNS says of a domain's exchangers.
public enum MxState {
  /// MX records for all hosts, the first preferred.
  LISTED,
  /// MX records for all hosts with the same preference.
  EQUAL,
  /// No MX record: the first host is the domain itself (RFC 5321 §5.1).
  IMPLICIT,
  /// The null MX (RFC 7505).
  NULL,
  /// An MX record that names a host that does not exist.
  DANGLING,
  /// The look-up ends in SERVFAIL.
  FAILS,
  /// The look-up ends in silence.
  SILENT
}
