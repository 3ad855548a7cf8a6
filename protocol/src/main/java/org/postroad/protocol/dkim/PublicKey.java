package org.postroad.protocol.dkim;

/// The key in a record, as far as it can be judged without a signature.
public sealed interface PublicKey {

  /// RFC 8301 §3.2: signatures by shorter keys are not valid (MUST NOT).
  int RSA_BITS_MIN = 1024;

  /// RFC 8301 §3.2: what signers should use at least.
  int RSA_BITS_RECOMMENDED = 2048;

  /// RFC 8301 §3.2: the longest that every verifier can verify.
  int RSA_BITS_MAX = 4096;

  /// @param bits of the modulus
  record Rsa(int bits) implements PublicKey {}

  /// RFC 8463: always 256 bits.
  record Ed25519() implements PublicKey {}

  /// Empty on purpose: the domain has taken it back (RFC 6376 §3.6.1, `p=`).
  record Revoked() implements PublicKey {}

  /// Of a type that is not known here; such a record is ignored.
  record OfUnknownType(String type) implements PublicKey {}
}
