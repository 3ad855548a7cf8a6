package org.postroad.protocol.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/// A certificate from its DER octets.
public final class EncodedCertificate {

  private EncodedCertificate() {}

  /// The certificate that these octets are, no more and no less: nothing behind it, and no PEM,
  /// which the JDK would take too.
  public static Optional<X509Certificate> read(byte[] octets) {
    try {
      return CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(octets))
              instanceof X509Certificate certificate
          ? Optional.of(certificate).filter(read -> isExactly(read, octets))
          : Optional.empty();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static boolean isExactly(X509Certificate certificate, byte[] octets) {
    try {
      return Arrays.equals(certificate.getEncoded(), octets);
    } catch (CertificateEncodingException e) {
      return false;
    }
  }
}
