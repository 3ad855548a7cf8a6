package org.postroad.protocol.dane;

import java.security.cert.X509Certificate;
import org.postroad.protocol.text.Printable;

/// How certificates are named in messages.
final class Certificates {

  private static final int SHOWN_MAX = 120;

  private Certificates() {}

  static String subject(X509Certificate certificate) {
    return Printable.of(certificate.getSubjectX500Principal().getName(), SHOWN_MAX);
  }

  static String text(Exception e) {
    return Printable.of(String.valueOf(e.getMessage()), SHOWN_MAX);
  }
}
