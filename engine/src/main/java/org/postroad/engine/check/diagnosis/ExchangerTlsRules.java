package org.postroad.engine.check.diagnosis;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;

/// The TLS of one address of an exchanger: certificate, key, versions, groups (RFC 8461 §4.2, RFC
/// 9325).
final class ExchangerTlsRules {

  private static final int RSA_BITS_MIN = 2048; // RFC 9325 §4.5
  private static final int EC_BITS_MIN = 224; // RFC 9325 §4.5

  private ExchangerTlsRules() {}

  static List<Finding> of(DomainView view, DomainName host, SmtpVisit visit, Tls.Established tls) {
    List<Finding> found = new ArrayList<>();
    String subject = SmtpRules.subject(host, visit);
    Optional<CertificateFault> fault = CertificateFault.of(tls, host, view);
    fault
        .map(
            bad ->
                CertificateAdvice.EXCHANGER
                    .finding(code(bad.kind()), subject, bad, host)
                    .as(severity(view, host, tls)))
        .ifPresent(found::add);
    if (!tls.chain().isEmpty()) {
      X509Certificate server = tls.chain().getFirst();
      if (fault.isEmpty()) {
        soon(view, subject, tls.chain()).ifPresent(found::add);
      }
      weakKey(subject, server).ifPresent(found::add);
    }
    found.addAll(versions(host, visit));
    return found;
  }

  /// How grave a bad certificate is hangs on who asks for a good one. Where DANE vouches for the
  /// server it needs no authority; without a policy it stands in the way of one.
  private static Severity severity(DomainView view, DomainName host, Tls.Established tls) {
    Optional<Policy> policy = view.policy().filter(p -> p.mode() != PolicyMode.NONE);
    if (policy.isPresent()) {
      return Severity.ERROR;
    }
    return DaneRules.vouches(view, host, tls) ? Severity.INFO : Severity.WARNING;
  }

  static boolean isCertificateFault(FindingCode code) {
    return Arrays.stream(CertificateFault.Kind.values()).anyMatch(kind -> code(kind) == code);
  }

  private static FindingCode code(CertificateFault.Kind kind) {
    return switch (kind) {
      case NAME_MISMATCH -> FindingCode.MX_NAME_MISMATCH;
      case SELF_SIGNED -> FindingCode.MX_SELF_SIGNED;
      case EXPIRED -> FindingCode.MX_EXPIRED;
      case NOT_YET_VALID -> FindingCode.MX_NOT_YET_VALID;
      case INCOMPLETE_CHAIN -> FindingCode.MX_INCOMPLETE_CHAIN;
      case UNTRUSTED -> FindingCode.MX_UNTRUSTED;
      case UNFIT -> FindingCode.MX_UNFIT_CERTIFICATE;
    };
  }

  private static Optional<Finding> soon(
      DomainView view, String subject, List<X509Certificate> chain) {
    return Lifetimes.soon(chain, view.now(), PolicyHostRules.EXPIRES_SOON)
        .map(
            seen ->
                Finding.of(
                    FindingCode.MX_EXPIRES_SOON,
                    subject,
                    seen,
                    "Automatic renewal should have replaced it by now. When it ends, senders that"
                        + " verify certificates stop delivering here.",
                    "Renew it now and reload the mail server; look at the log of the renewal."));
  }

  private static Optional<Finding> weakKey(String subject, X509Certificate server) {
    return shortKey(server.getPublicKey())
        .map(
            seen ->
                Finding.of(
                    FindingCode.MX_WEAK_KEY,
                    subject,
                    CertificateFault.described(server) + ": " + seen,
                    "Keys of that size can be broken by those who can pay for it, and careful"
                        + " senders refuse them.",
                    "Get a certificate with a new key: RSA 2048 or more, or P-256."));
  }

  private static Optional<String> shortKey(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS_MIN) {
      return Optional.of("an RSA key of " + rsa.getModulus().bitLength() + " bits");
    }
    if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < EC_BITS_MIN) {
      return Optional.of("an elliptic curve of " + ec.getParams().getOrder().bitLength() + " bits");
    }
    return Optional.empty();
  }

  private static List<Finding> versions(DomainName host, SmtpVisit visit) {
    List<Finding> found = new ArrayList<>();
    List<TlsVersion> old = visit.versions().stream().filter(ExchangerTlsRules::isOld).toList();
    if (!old.isEmpty()) {
      found.add(
          Finding.of(
              FindingCode.MX_OLD_VERSIONS,
              host,
              "it agrees to " + Words.list(old.stream().map(TlsVersion::text).toList()),
              "Old versions are broken. Between mail servers the other choice is clear text, so"
                  + " this is worse in a report than on the road.",
              "Switch them off when the log shows that no sender you need uses them (Postfix:"
                  + " smtpd_tls_protocols = >=TLSv1.2)."));
    }
    if (visit.tls() instanceof Tls.Established tls
        && tls.version().equals(TlsVersion.TLS_1_2.text())) {
      found.add(
          Finding.of(
              FindingCode.MX_NO_TLS_1_3,
              host,
              "the best it agrees to is TLSv1.2",
              "TLS 1.2 is enough for every policy; 1.3 hides the certificate from onlookers and has"
                  + " no weak options.",
              "It comes with OpenSSL 1.1.1 or later; upgrade when it suits."));
    }
    visit.group().map(group -> group(host, group)).ifPresent(found::add);
    return found;
  }

  private static boolean isOld(TlsVersion version) {
    return version.compareTo(TlsVersion.TLS_1_2) < 0;
  }

  /// Whether it is known to agree to nothing that is good enough for MTA-STS.
  static boolean takesOnlyOld(SmtpVisit visit) {
    return !visit.versions().isEmpty()
        && visit.versions().stream().allMatch(ExchangerTlsRules::isOld);
  }

  private static Finding group(DomainName host, NamedGroup group) {
    return group.isPostQuantum()
        ? Finding.of(
            FindingCode.MX_POST_QUANTUM,
            host,
            "it chose " + group,
            "Mail that is recorded today cannot be read by a quantum computer of tomorrow, if the"
                + " sender offers the group too.",
            "Nothing to do.")
        : Finding.of(
            FindingCode.MX_NO_POST_QUANTUM,
            host,
            "it chose " + group + " though X25519MLKEM768 was offered",
            "Mail that is recorded today may be read by whoever has a quantum computer one day.",
            "OpenSSL 3.5 and later has X25519MLKEM768 and prefers it; upgrade when it suits.");
  }
}
