package org.postroad.protocol.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.postroad.protocol.dns.DomainName;

/// The names of a certificate that count: the dNSName entries of its subjectAltName (DNS-IDs, RFC
/// 6125 §6.4). For MTA-STS nothing else does (RFC 8461 §3.3, §4.2); DANE-TA has a use for the CN
/// where there are none, see [CommonName].
public final class DnsId {

  private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6, GeneralName

  private DnsId() {}

  /// The DNS-IDs as they stand in the certificate; none if it has no readable subjectAltName.
  public static List<String> of(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of(); // what cannot be read names nobody
    }
    if (names == null) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    for (List<?> name : names) {
      if (name.get(0) instanceof Integer type
          && type == DNS_NAME
          && name.get(1) instanceof String id) {
        ids.add(id);
      }
    }
    return ids;
  }

  /// Whether a DNS-ID of the certificate is the name or a wildcard for it.
  public static boolean covers(X509Certificate certificate, DomainName name) {
    return of(certificate).stream().anyMatch(id -> matches(id, name));
  }

  /// Whether one DNS-ID covers the name, without regard to case.
  ///
  /// A wildcard is the complete left-most label, stands for exactly one label (RFC 6125 §6.4.3) and
  /// has something to its right: `*.example.com` covers `mx.example.com`, neither `example.com` nor
  /// `a.mx.example.com`; `m*.example.com` and `mx.*.com` cover nothing. Internationalized names are
  /// compared as A-labels, so an entry outside ASCII covers nothing either.
  public static boolean matches(String id, DomainName name) {
    // Only ASCII may be folded: the Kelvin sign becomes a "k" in lower case.
    if (name.isRoot() || id.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
      return false;
    }
    String lower = id.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("*.")) {
      return lower.equals(name.text());
    }
    return lower.length() > 2
        && name.parent().map(parent -> lower.substring(2).equals(parent.text())).orElse(false);
  }
}
