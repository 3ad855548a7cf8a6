package org.postroad.engine.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads the certificates of a PEM text (RFC 7468), each error with its line.
///
/// The JDK's reader stops quietly at the first thing it does not know, and a trust store that is
/// quietly shorter than its file defers mail for no visible reason.
final class PemBundle {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final List<String> KINDS =
      List.of("CERTIFICATE-----", "X509 CERTIFICATE-----", "TRUSTED CERTIFICATE-----");

  private PemBundle() {}

  sealed interface Read permits Certificates, Invalid {}

  /// At least one certificate.
  record Certificates(List<X509Certificate> certificates) implements Read {}

  record Invalid(String why) implements Read {}

  static Read read(byte[] pem) {
    CertificateFactory factory = factory();
    List<X509Certificate> certificates = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    String kind = "";
    int begun = 0;
    int number = 0;
    for (String line :
        (Iterable<String>) new String(pem, StandardCharsets.ISO_8859_1).lines()::iterator) {
      number++;
      String plain = line.strip();
      if (kind.isEmpty()) {
        if (plain.startsWith(BEGIN)) {
          kind = plain.substring(BEGIN.length());
          begun = number;
          body.setLength(0);
        }
      } else if (plain.startsWith(BEGIN)) {
        return new Invalid("line " + begun + ": BEGIN without END");
      } else if (!plain.startsWith(END)) {
        body.append(plain);
      } else if (!plain.substring(END.length()).equals(kind)) {
        return new Invalid(
            "line " + number + ": END of something else than line " + begun + " began");
      } else {
        if (KINDS.getFirst().equals(kind) || KINDS.get(1).equals(kind)) {
          try {
            certificates.add(certificate(factory, body.toString()));
          } catch (CertificateException | IllegalArgumentException e) {
            return new Invalid("line " + begun + ": not a certificate: " + e.getMessage());
          }
        } else if (KINDS.contains(kind)) {
          return new Invalid("line " + begun + ": OpenSSL's TRUSTED CERTIFICATE is not understood");
        }
        kind = "";
      }
    }
    if (!kind.isEmpty()) {
      return new Invalid("line " + begun + ": BEGIN without END");
    }
    return certificates.isEmpty()
        ? new Invalid("holds no certificate in PEM form")
        : new Certificates(certificates);
  }

  private static X509Certificate certificate(CertificateFactory factory, String base64)
      throws CertificateException {
    byte[] der = Base64.getDecoder().decode(base64);
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static CertificateFactory factory() {
    try {
      return CertificateFactory.getInstance("X.509");
    } catch (CertificateException e) {
      throw new IllegalStateException("every JDK reads X.509 certificates", e);
    }
  }
}
