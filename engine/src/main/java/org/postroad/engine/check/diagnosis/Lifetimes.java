package org.postroad.engine.check.diagnosis;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/// How long certificates still live.
final class Lifetimes {

  private static final int SHARE = 5; // a certificate of six days is renewed with one or two left

  private Lifetimes() {}

  /// What was seen, if the end of a server's certificate or of its issuer's is near.
  static Optional<String> soon(List<X509Certificate> chain, Instant now, Duration most) {
    return Stream.concat(Stream.of(chain.getFirst()), issuer(chain).stream())
        .flatMap(certificate -> soon(certificate, now, most).stream())
        .findFirst();
  }

  /// The certificate of the authority that issued the server's own, if it was sent; of several the
  /// one that lives longest, and none that is a root: stores have those. What stands above it is
  /// left alone: it may be one of several ways up, and the others are not known.
  static Optional<X509Certificate> issuer(List<X509Certificate> chain) {
    X500Principal name = chain.getFirst().getIssuerX500Principal();
    return chain.stream()
        .skip(1)
        .filter(one -> one.getSubjectX500Principal().equals(name))
        .filter(one -> !one.getIssuerX500Principal().equals(name))
        .max(Comparator.comparing(X509Certificate::getNotAfter));
  }

  /// When the chain ends to hold, as far as it was sent.
  static Instant until(List<X509Certificate> chain) {
    Instant server = chain.getFirst().getNotAfter().toInstant();
    return issuer(chain)
        .map(one -> one.getNotAfter().toInstant())
        .filter(server::isAfter)
        .orElse(server);
  }

  /// `most` or a fifth of its life away, whichever is less.
  private static Optional<String> soon(X509Certificate certificate, Instant now, Duration most) {
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
