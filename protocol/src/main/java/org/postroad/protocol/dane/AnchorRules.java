package org.postroad.protocol.dane;

import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.certificate.CertificateUse;
import org.postroad.protocol.certificate.Extensions;
import org.postroad.protocol.dane.DaneVerdict.Refused;

/// What the certificate of a trust anchor demands of those below it (RFC 7672 §3.1.2: a client
/// SHOULD apply its constraints). The JDK's validator takes an anchor as a name and a key and looks
/// at nothing else of it.
///
/// A certificate without basicConstraints may be an anchor all the same, for the domain's owner
/// says that it is one; a certificate that says that it is none may not.
final class AnchorRules {

  private static final String BASIC_CONSTRAINTS = "2.5.29.19"; // RFC 5280 §4.2.1.9
  private static final String NAME_CONSTRAINTS = "2.5.29.30"; // RFC 5280 §4.2.1.10
  private static final int KEY_CERT_SIGN = 5; // RFC 5280 §4.2.1.3
  private static final String UNREADABLE = "name constraints of its authority cannot be read";

  private AnchorRules() {}

  /// What is wrong, if anything.
  static Optional<Refused> fault(X509Certificate anchor, List<X509Certificate> path, Instant now) {
    if (now.isAfter(anchor.getNotAfter().toInstant())) {
      return Optional.of(AnchorPath.expired(anchor));
    }
    return constraint(anchor, path, now)
        .map(why -> AnchorPath.untrusted(why + ": " + Certificates.subject(anchor)));
  }

  private static Optional<String> constraint(
      X509Certificate anchor, List<X509Certificate> path, Instant now) {
    if (now.isBefore(anchor.getNotBefore().toInstant())) {
      return Optional.of("not valid before " + anchor.getNotBefore().toInstant());
    }
    int pathLength = anchor.getBasicConstraints();
    if (anchor.getExtensionValue(BASIC_CONSTRAINTS) != null && pathLength < 0) {
      return Optional.of("issued by a certificate that is no authority's");
    }
    boolean[] use = anchor.getKeyUsage();
    if (use != null && !use[KEY_CERT_SIGN]) {
      return Optional.of("issued with a key not meant for it");
    }
    // RFC 5280 §4.2.1.9: authorities between this one and the server, those with a new key aside
    long between = path.stream().skip(1).filter(one -> !isSelfIssued(one)).count();
    if (pathLength >= 0 && between > pathLength) {
      return Optional.of("path longer than its authority allows");
    }
    return CertificateUse.fault(anchor, false).or(() -> nameFault(anchor, path));
  }

  private static Optional<String> nameFault(X509Certificate anchor, List<X509Certificate> path) {
    if (anchor.getExtensionValue(NAME_CONSTRAINTS) == null) {
      return Optional.empty();
    }
    Optional<byte[]> constraints = Extensions.value(anchor, NAME_CONSTRAINTS);
    if (constraints.isEmpty()) {
      return Optional.of(UNREADABLE);
    }
    X509CertSelector within = new X509CertSelector();
    try {
      within.setNameConstraints(constraints.get());
    } catch (IOException e) {
      return Optional.of(UNREADABLE);
    }
    return path.stream()
            .filter(one -> !isSelfIssued(one) || one.equals(path.getFirst()))
            .allMatch(within::match)
        ? Optional.empty()
        : Optional.of("name outside what its authority may vouch for");
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }
}
