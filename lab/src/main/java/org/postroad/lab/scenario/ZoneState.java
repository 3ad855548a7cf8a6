package org.postroad.lab.scenario;

import java.util.Optional;
import org.postroad.lab.zone.Denial;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.SigningAlgorithm;

/// Whether and how a zone is signed, and what a validator makes of it.
public enum ZoneState {
  UNSIGNED(Validity.INSECURE),
  SIGNED(Validity.SECURE),
  SIGNED_RSA(Validity.SECURE),
  SIGNED_NSEC3(Validity.SECURE),
  SIGNED_NSEC3_SALTED(Validity.SECURE),
  SIGNED_OPT_OUT(Validity.SECURE),
  /// Insecure by RFC 9905, unless the sender is told otherwise.
  SIGNED_SHA1(Validity.INSECURE),
  /// By an algorithm that nobody knows.
  SIGNED_UNKNOWN(Validity.INSECURE),
  /// With a DS record whose digest nobody knows.
  DS_UNKNOWN(Validity.INSECURE),
  /// Signed, but without a DS record.
  ISLAND(Validity.INSECURE),
  BOGUS(Validity.BOGUS),
  EXPIRED(Validity.BOGUS),
  NOT_YET(Validity.BOGUS),
  WITHOUT_SIGNATURES(Validity.BOGUS),
  WRONG_DS(Validity.BOGUS),
  /// Signed once: the DS record has stayed.
  DS_LEFT_OVER(Validity.BOGUS);

  /// What RFC 4033 §5 calls it.
  public enum Validity {
    SECURE,
    INSECURE,
    BOGUS
  }

  private final Validity validity;

  ZoneState(Validity validity) {
    this.validity = validity;
  }

  public Validity validity() {
    return validity;
  }

  /// Nothing where it is not signed.
  public Optional<Signing> signing() {
    return switch (this) {
      case UNSIGNED -> Optional.empty();
      case SIGNED -> Optional.of(Signing.usual());
      case SIGNED_RSA -> Optional.of(Signing.usual().algorithm(SigningAlgorithm.RSASHA256));
      case SIGNED_NSEC3 -> Optional.of(Signing.usual().nsec3());
      case SIGNED_NSEC3_SALTED ->
          Optional.of(Signing.usual().denial(new Denial.Nsec3(5, "ab", false)));
      case SIGNED_OPT_OUT -> Optional.of(Signing.usual().optOut());
      case SIGNED_SHA1 -> Optional.of(Signing.usual().algorithm(SigningAlgorithm.RSASHA1));
      case SIGNED_UNKNOWN -> Optional.of(Signing.usual().algorithm(SigningAlgorithm.UNKNOWN));
      case DS_UNKNOWN -> Optional.of(Signing.usual().digest(Signing.Digest.UNKNOWN));
      case ISLAND -> Optional.of(Signing.usual().withoutDs());
      case BOGUS -> Optional.of(Signing.usual().fault(Fault.BOGUS_SIGNATURES));
      case EXPIRED -> Optional.of(Signing.usual().fault(Fault.EXPIRED));
      case NOT_YET -> Optional.of(Signing.usual().fault(Fault.NOT_YET));
      case WITHOUT_SIGNATURES -> Optional.of(Signing.usual().fault(Fault.MISSING_SIGNATURES));
      case WRONG_DS -> Optional.of(Signing.usual().fault(Fault.WRONG_DS));
      case DS_LEFT_OVER -> Optional.of(Signing.usual().fault(Fault.DS_WITHOUT_KEYS));
    };
  }
}
