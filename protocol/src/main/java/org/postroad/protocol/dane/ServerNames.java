package org.postroad.protocol.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.protocol.certificate.CommonName;
import org.postroad.protocol.certificate.DnsId;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Printable;

/// The names that a certificate has under DANE-TA: its DNS-IDs, and only where there are none its
/// CN-IDs (RFC 7672 §3.2.3). Wildcards stand for one whole leftmost label in both.
///
/// @param presented as they stand in the certificate
record ServerNames(List<String> presented) {

  private static final String ALTERNATIVE_NAMES = "2.5.29.17"; // RFC 5280 §4.2.1.6
  private static final int SHOWN = 5;
  private static final int SHOWN_MAX = 100;

  static ServerNames of(X509Certificate certificate) {
    List<String> ids = DnsId.of(certificate);
    return new ServerNames(
        ids.isEmpty() && hasReadableNames(certificate) ? CommonName.of(certificate) : ids);
  }

  /// Whether it is known which names stand in the extension. There may be DNS-IDs in one that
  /// cannot be read, and then the CN does not stand in for them. The JDK says so, or passes over
  /// it.
  private static boolean hasReadableNames(X509Certificate certificate) {
    try {
      return certificate.getSubjectAlternativeNames() != null
          || certificate.getExtensionValue(ALTERNATIVE_NAMES) == null;
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /// What speaks against a certificate that must be for one of these names, if anything.
  Optional<String> fault(List<DomainName> wanted) {
    boolean covered =
        wanted.stream()
            .anyMatch(name -> presented.stream().anyMatch(id -> DnsId.matches(id, name)));
    if (covered) {
      return Optional.empty();
    }
    String expected = wanted.stream().map(DomainName::toString).collect(Collectors.joining(" or "));
    return Optional.of(
        presented.isEmpty()
            ? "certificate has no name, so it is not valid for " + expected
            : "certificate not valid for " + expected + ", only for " + shown());
  }

  private String shown() {
    String first =
        presented.stream()
            .limit(SHOWN)
            .map(id -> Printable.of(id, SHOWN_MAX))
            .collect(Collectors.joining(", "));
    return presented.size() > SHOWN
        ? first + " and " + (presented.size() - SHOWN) + " more"
        : first;
  }
}
