package org.postroad.protocol.dane;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.certificate.CertificateUse;
import org.postroad.protocol.certificate.SignatureStrength;
import org.postroad.protocol.dane.DaneVerdict.Fault;
import org.postroad.protocol.dane.DaneVerdict.Refused;

/// Whether a way to an anchor holds: RFC 5280 §6 by the JDK's validator, what an anchor's own
/// certificate demands, which the validator does not look at ([AnchorRules]), signatures better
/// than SHA-1, and certificates made for TLS servers.
final class AnchorPath {

  private AnchorPath() {}

  /// What is wrong, if anything.
  ///
  /// @param path the server's certificate first, up to the one that the anchor issued
  static Optional<Refused> fault(List<X509Certificate> path, DaneAnchor anchor, Instant now) {
    return pkixFault(path, anchor, now)
        .or(() -> useFault(path))
        .or(
            () ->
                anchor instanceof DaneAnchor.Certificate(var by, X509Certificate certificate)
                    ? AnchorRules.fault(certificate, path, now)
                    : Optional.empty());
  }

  private static Optional<Refused> pkixFault(
      List<X509Certificate> path, DaneAnchor anchor, Instant now) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor.of(path.getLast())));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      int at = e.getIndex();
      X509Certificate culprit = at >= 0 && at < path.size() ? path.get(at) : path.getFirst();
      boolean expired = e.getReason() == BasicReason.EXPIRED;
      return Optional.of(
          expired
              ? expired(culprit)
              : untrusted(Certificates.text(e) + ": " + Certificates.subject(culprit)));
    } catch (CertificateException | InvalidAlgorithmParameterException e) {
      return Optional.of(untrusted(Certificates.text(e)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK validates paths", e);
    }
  }

  private static Optional<Refused> useFault(List<X509Certificate> path) {
    for (int i = 0; i < path.size(); i++) {
      X509Certificate certificate = path.get(i);
      Optional<String> fault =
          SignatureStrength.weakness(certificate)
              .map(weak -> "signed with " + weak)
              .or(() -> CertificateUse.fault(certificate, certificate.equals(path.getFirst())));
      if (fault.isPresent()) {
        return fault.map(why -> untrusted(why + ": " + Certificates.subject(certificate)));
      }
    }
    return Optional.empty();
  }

  static Refused expired(X509Certificate certificate) {
    return new Refused(
        Fault.EXPIRED,
        "certificate expired on "
            + certificate.getNotAfter().toInstant()
            + ": "
            + Certificates.subject(certificate));
  }

  static Refused untrusted(String why) {
    return new Refused(Fault.NOT_TRUSTED, "certificate not trusted, " + why);
  }
}
