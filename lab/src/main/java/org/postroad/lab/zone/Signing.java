package org.postroad.lab.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a zone is signed. `Signing.usual()` is as it should be; each of the other methods returns a
/// copy with one thing changed: `Signing.usual().nsec3().fault(Fault.EXPIRED)`.
///
/// @param digest of the DS record in the zone above
/// @param delegated whether there is one; without it the zone is an island, and counts as unsigned
/// @param life of a signature; the zone is signed anew when half of it is over
/// @param dates of every signature, instead of those that follow from the clock
/// @param fault what is wrong with it
public record Signing(
    SigningAlgorithm algorithm,
    Denial denial,
    Digest digest,
    boolean delegated,
    Duration life,
    Optional<Dates> dates,
    Optional<Fault> fault) {

  private static final Duration LIFE = Duration.ofDays(14);

  /// The digests of DS records.
  public enum Digest {
    SHA1(1),
    SHA256(2),
    SHA384(4),
    /// A number that nobody knows: the zone counts as unsigned (RFC 4509 §3).
    UNKNOWN(200);

    private final int number;

    Digest(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  /// From when until when a signature holds.
  public record Dates(Instant inception, Instant expiration) {}

  public Signing {
    if (life.compareTo(Duration.ofSeconds(2)) < 0) {
      throw new IllegalArgumentException("signatures live 2 s at least, not " + life);
    }
  }

  /// ECDSA P-256, NSEC, signatures of 14 days.
  public static Signing usual() {
    return new Signing(
        SigningAlgorithm.ECDSAP256SHA256,
        new Denial.Nsec(),
        Digest.SHA256,
        true,
        LIFE,
        Optional.empty(),
        Optional.empty());
  }

  public Signing algorithm(SigningAlgorithm other) {
    return new Signing(other, denial, digest, delegated, life, dates, fault);
  }

  public Signing denial(Denial other) {
    return new Signing(algorithm, other, digest, delegated, life, dates, fault);
  }

  /// With NSEC3 as RFC 9276 wants it.
  public Signing nsec3() {
    return denial(new Denial.Nsec3(0, "", false));
  }

  /// With NSEC3 that leaves unsigned delegations out, as large top-level domains have it.
  public Signing optOut() {
    return denial(new Denial.Nsec3(0, "", true));
  }

  public Signing digest(Digest other) {
    return new Signing(algorithm, denial, other, delegated, life, dates, fault);
  }

  /// Whether proofs leave room for unsigned delegations.
  public boolean optsOut() {
    return denial instanceof Denial.Nsec3(int _, String _, boolean optOut) && optOut;
  }

  /// Signed, but the zone above does not say so.
  public Signing withoutDs() {
    return new Signing(algorithm, denial, digest, false, life, dates, fault);
  }

  public Signing life(Duration other) {
    return new Signing(algorithm, denial, digest, delegated, other, dates, fault);
  }

  /// With signatures that are never made anew, and end when these do.
  public Signing dates(Instant inception, Instant expiration) {
    return new Signing(
        algorithm,
        denial,
        digest,
        delegated,
        life,
        Optional.of(new Dates(inception, expiration)),
        fault);
  }

  public Signing fault(Fault other) {
    return new Signing(algorithm, denial, digest, delegated, life, dates, Optional.of(other));
  }
}
