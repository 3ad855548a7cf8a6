package org.postroad.engine.check.diagnosis;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.protocol.certificate.DnsId;
import org.postroad.protocol.dns.DomainName;

/// What is wrong with the certificates that a server showed: one fault, in the order in which they
/// matter, whatever the server is for.
///
/// @param seen the certificate, by what names it and what spoils it
/// @param since when the fault began, where the certificate tells
record CertificateFault(Kind kind, String seen, Optional<Instant> since) {

  enum Kind {
    NAME_MISMATCH,
    SELF_SIGNED,
    EXPIRED,
    NOT_YET_VALID,
    INCOMPLETE_CHAIN,
    UNTRUSTED,
    UNFIT
  }

  /// @param wanted the name that the certificate must be for
  static Optional<CertificateFault> of(Tls.Established tls, DomainName wanted, DomainView view) {
    List<X509Certificate> chain = tls.chain();
    if (chain.isEmpty()) {
      return Optional.of(
          new CertificateFault(Kind.UNFIT, "no readable certificate", Optional.empty()));
    }
    X509Certificate server = chain.getFirst();
    Optional<CertificateFault> time = atThatTime(tls, view);
    return switch (tls.trust().kind()) {
      case VERIFIED -> time;
      case EXPIRED, NOT_YET_VALID ->
          DnsId.covers(server, wanted) ? time : Optional.of(otherName(server, wanted, time));
      case NAME_MISMATCH -> Optional.of(otherName(server, wanted, time));
      case WEAK, WRONG_USE, UNREADABLE -> Optional.of(unfit(server, tls.trust()));
      case NOT_TRUSTED -> Optional.of(untrusted(chain, tls.trust()));
    };
  }

  private static Instant until(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /// What time makes of a chain that is good otherwise. It is asked again, and not taken from the
  /// facts, for they may be judged for another moment than that of the check.
  private static Optional<CertificateFault> atThatTime(Tls.Established tls, DomainView view) {
    List<X509Certificate> chain = tls.chain();
    Set<X509Certificate> needed = new LinkedHashSet<>(List.of(chain.getFirst()));
    Lifetimes.issuer(chain).ifPresent(needed::add);
    boolean hasFault =
        tls.trust().kind() == Trust.Kind.EXPIRED || tls.trust().kind() == Trust.Kind.NOT_YET_VALID;
    Instant looked = view.facts().circumstances().started();
    if (hasFault) { // then something was wanted that was out of its time
      chain.stream().filter(one -> outOfTime(one, looked).isPresent()).forEach(needed::add);
    }
    boolean isAnchor =
        hasFault && needed.stream().noneMatch(one -> outOfTime(one, looked).isPresent());
    return isAnchor
        ? Optional.of(
            new CertificateFault(
                tls.trust().kind() == Trust.Kind.EXPIRED ? Kind.EXPIRED : Kind.NOT_YET_VALID,
                described(chain.getFirst()) + ": " + tls.trust().why(),
                Optional.empty()))
        : needed.stream().flatMap(one -> outOfTime(one, view.now()).stream()).findFirst();
  }

  private static Optional<CertificateFault> outOfTime(X509Certificate one, Instant at) {
    if (at.isAfter(until(one))) {
      return Optional.of(expired(one));
    }
    return at.isBefore(one.getNotBefore().toInstant())
        ? Optional.of(notYetValid(one))
        : Optional.empty();
  }

  private static CertificateFault expired(X509Certificate certificate) {
    return new CertificateFault(
        Kind.EXPIRED,
        described(certificate) + ", expired on " + Words.time(until(certificate)),
        Optional.of(until(certificate)));
  }

  private static CertificateFault notYetValid(X509Certificate early) {
    return new CertificateFault(
        Kind.NOT_YET_VALID,
        described(early) + ", valid from " + Words.time(early.getNotBefore().toInstant()),
        Optional.empty());
  }

  /// @param besides what time makes of it: to renew it would not mend the name
  private static CertificateFault otherName(
      X509Certificate server, DomainName wanted, Optional<CertificateFault> besides) {
    List<String> names = DnsId.of(server).stream().map(Words::printable).toList();
    String only = names.isEmpty() ? "no DNS name at all" : "only " + Words.list(names);
    String late =
        besides
            .map(
                fault ->
                    fault.kind() == Kind.EXPIRED
                        ? "; it has expired, too"
                        : "; nor is it valid yet")
            .orElse("");
    return new CertificateFault(
        Kind.NAME_MISMATCH,
        described(server) + ": it names " + only + ", not " + wanted + late,
        Optional.of(server.getNotBefore().toInstant()));
  }

  private static CertificateFault unfit(X509Certificate server, Trust trust) {
    return new CertificateFault(
        Kind.UNFIT, described(server) + ": " + trust.why(), Optional.empty());
  }

  private static CertificateFault untrusted(List<X509Certificate> chain, Trust trust) {
    X509Certificate server = chain.getFirst();
    if (isSelfIssued(server)) {
      return new CertificateFault(
          Kind.SELF_SIGNED,
          described(server) + ": signed by itself",
          Optional.of(server.getNotBefore().toInstant()));
    }
    boolean issuerSent =
        chain.stream()
            .skip(1)
            .anyMatch(one -> one.getSubjectX500Principal().equals(server.getIssuerX500Principal()));
    if (!issuerSent) {
      return new CertificateFault(
          Kind.INCOMPLETE_CHAIN,
          described(server)
              + ": the server sent "
              + (chain.size() == 1 ? "this certificate alone" : "others that do not belong to it")
              + " and not that of its issuer, "
              + Words.issuer(server),
          Optional.empty());
    }
    return new CertificateFault(
        Kind.UNTRUSTED, described(server) + ": " + trust.why(), Optional.empty());
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /// `certificate CN=mx.example.com, serial 4f2a, issued by CN=R3`
  static String described(X509Certificate certificate) {
    return "certificate "
        + Words.subject(certificate)
        + ", serial "
        + certificate.getSerialNumber().toString(16)
        + ", issued by "
        + Words.issuer(certificate);
  }
}
