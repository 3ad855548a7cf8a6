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

  private static final int SHOWN = 5;
  private static final int SHOWN_MAX = 100;

  static ServerNames of(X509Certificate certificate) {
    try {
      certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return new ServerNames(List.of()); // there may be DNS-IDs, so the CN does not stand in
    }
    List<String> ids = DnsId.of(certificate);
    return new ServerNames(ids.isEmpty() ? CommonName.of(certificate) : ids);
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
