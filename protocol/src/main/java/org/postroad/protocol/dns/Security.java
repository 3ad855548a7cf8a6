package org.postroad.protocol.dns;

/// What DNSSEC says of an answer that counts (RFC 4035 §4.3). Bogus and indeterminate answers do
/// not count: they are [Answer.Failed].
public enum Security {
  /// Signed, and validated up to a trust anchor.
  SECURE,
  /// Provably unsigned, or not validated at all.
  INSECURE
}
