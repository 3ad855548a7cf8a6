package org.postroad.lab.zone;

/// The algorithms that a zone can be signed with; the names are those of the IANA registry.
public enum SigningAlgorithm {
  /// Not for new zones any more: who follows RFC 9905 takes a zone with it for an unsigned one.
  RSASHA1(5),
  /// The same under the number that says "NSEC3 is understood" (RFC 5155 §2).
  RSASHA1_NSEC3_SHA1(7),
  RSASHA256(8),
  RSASHA512(10),
  ECDSAP256SHA256(13),
  ECDSAP384SHA384(14),
  ED25519(15),
  /// A number that nobody knows: the zone counts as unsigned (RFC 4035 §5.2).
  UNKNOWN(200);

  private final int number;

  SigningAlgorithm(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public boolean usesSha1() {
    return this == RSASHA1 || this == RSASHA1_NSEC3_SHA1;
  }
}
