package org.postroad.protocol.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Whether a certificate was made for TLS servers (RFC 5280 §4.2.1.3, §4.2.1.12).
public final class CertificateUse {

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1"; // RFC 5280 §4.2.1.12
  private static final String ANY_USE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0; // the bits of RFC 5280 §4.2.1.3
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;

  private CertificateUse() {}

  /// What speaks against it, if anything. An authority's extendedKeyUsage binds those below it, as
  /// browsers and OpenSSL have it: an authority for mail signatures vouches for no server.
  public static Optional<String> fault(X509Certificate certificate, boolean server) {
    List<String> uses;
    try {
      uses = certificate.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      return Optional.of("extendedKeyUsage cannot be read");
    }
    if (uses != null && !uses.contains(SERVER_AUTH) && !uses.contains(ANY_USE)) {
      return Optional.of("extendedKeyUsage without serverAuth");
    }
    boolean[] bits = certificate.getKeyUsage();
    if (server
        && bits != null
        && !bits[DIGITAL_SIGNATURE]
        && !bits[KEY_ENCIPHERMENT]
        && !bits[KEY_AGREEMENT]) {
      return Optional.of("keyUsage without digitalSignature");
    }
    return Optional.empty();
  }
}
