package org.postroad.engine.check;

/// What the certificate authorities' word for a chain was worth, for the name that was wanted, at
/// the moment of the check. Trust comes first and the name last: a [Kind#NAME_MISMATCH] is
/// otherwise good.
///
/// @param why in words; empty if it is verified
public record Trust(Kind kind, String why) {

  public enum Kind {
    VERIFIED,
    /// No way leads to a trust anchor: self-signed, an unknown authority, a missing intermediate.
    NOT_TRUSTED,
    EXPIRED,
    NOT_YET_VALID,
    /// SHA-1 or weaker, or a key too short to count.
    WEAK,
    /// Not made for TLS servers.
    WRONG_USE,
    NAME_MISMATCH,
    UNREADABLE
  }
}
