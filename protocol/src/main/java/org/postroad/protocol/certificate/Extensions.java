package org.postroad.protocol.certificate;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// Extensions of a certificate, unwrapped.
public final class Extensions {

  private static final int OCTET_STRING = 0x04;

  private Extensions() {}

  /// The DER value of an extension; empty if the certificate has none of that number.
  public static Optional<byte[]> value(X509Certificate certificate, String number) {
    byte[] wrapped = certificate.getExtensionValue(number);
    return wrapped == null
        ? Optional.empty()
        : Der.of(wrapped).filter(der -> der.is(OCTET_STRING)).map(Der::content);
  }
}
