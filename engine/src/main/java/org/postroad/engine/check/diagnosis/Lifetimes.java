package org.postroad.engine.check.diagnosis;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long certificates still live.
final class Lifetimes {

  private static final int SHARE = 5; // a certificate of six days is renewed with one or two left

  private Lifetimes() {}

  /// What was seen, if a certificate's end is near: `most` or a fifth of its life away, whichever
  /// is less.
  static Optional<String> soon(X509Certificate certificate, Instant now, Duration most) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    Duration share = Duration.between(from, until).dividedBy(SHARE);
    Duration limit = share.compareTo(most) < 0 ? share : most;
    Duration left = Duration.between(now, until);
    return left.isNegative() || left.compareTo(limit) > 0
        ? Optional.empty()
        : Optional.of(
            CertificateFault.described(certificate)
                + ", ends on "
                + Words.time(until)
                + ", in "
                + Words.span(left));
  }
}
