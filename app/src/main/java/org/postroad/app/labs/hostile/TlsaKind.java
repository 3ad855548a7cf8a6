package org.postroad.app.labs.hostile;

/// What TLSA records a host's owner publishes.
enum TlsaKind {
  NONE,
  /// DANE-EE(3) SPKI(1) SHA2-256(1) of the key in use.
  EE,
  /// The same of the key in use and of the next one.
  EE_NEXT,
  /// SHA2-512 of the key in use, and a SHA2-256 of one that was stolen: the stronger counts.
  EE_TWO_DIGESTS,
  /// DANE-TA(2) Cert(0) Full(0): the authority's certificate.
  TA,
  /// Of no use to SMTP: PKIX-EE(1), and one of unknown matching type.
  UNUSABLE,
  /// A mishap: the key of nobody.
  WRONG
}
