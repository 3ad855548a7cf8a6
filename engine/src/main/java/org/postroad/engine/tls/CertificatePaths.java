package org.postroad.engine.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postroad.engine.tls.CertificateVerdict.Expired;
import org.postroad.engine.tls.CertificateVerdict.NotTrusted;
import org.postroad.engine.tls.CertificateVerdict.NotYetValid;
import org.postroad.engine.tls.CertificateVerdict.Unreadable;
import org.postroad.engine.tls.CertificateVerdict.Verified;
import org.postroad.engine.tls.CertificateVerdict.WeakSignature;
import org.postroad.protocol.certificate.DistinguishedName;
import org.postroad.protocol.certificate.SignatureStrength;
import org.postroad.protocol.text.Printable;

/// Finds a way from the server's certificate to a trust anchor among the certificates it sent.
///
/// The JDK's validator checks each way (RFC 5280 §6); which ways to try is decided here, by names,
/// so that a failure has one reason and a chain made to branch without end costs little. The
/// nearest anchor is tried first: what a server sends beyond it, an old cross-signed root for
/// instance, does no harm.
final class CertificatePaths {

  private static final int REASON_SHOWN_MAX = 120; // characters of the JDK's own
  private static final int STEPS_MAX = 64; // certificates looked at, all ways together
  private static final int VALIDATIONS_MAX = 8; // ways checked; honest chains have one or two

  private final TrustAnchors anchors;

  CertificatePaths(TrustAnchors anchors) {
    this.anchors = anchors;
  }

  /// The first way that holds, else the verdict on the first that did not.
  CertificateVerdict find(List<X509Certificate> sent, Instant now) {
    Search search = new Search(sent, now);
    search.extend(List.of(sent.getFirst()));
    return search.verdict();
  }

  static String subject(X509Certificate certificate) {
    return DistinguishedName.text(certificate.getSubjectX500Principal());
  }

  private static String issuer(X509Certificate certificate) {
    return DistinguishedName.text(certificate.getIssuerX500Principal());
  }

  /// One search, depth first.
  private final class Search {
    private final List<X509Certificate> sent;
    private final Instant now;
    private int steps;
    private int validations;
    private @Nullable Verified found;
    private @Nullable CertificateVerdict firstFault;
    private X509Certificate farthest;

    Search(List<X509Certificate> sent, Instant now) {
      this.sent = sent;
      this.now = now;
      this.farthest = sent.getFirst();
    }

    void extend(List<X509Certificate> path) {
      X509Certificate last = path.getLast();
      farthest = last;
      for (X509Certificate anchor : anchors.named(last.getIssuerX500Principal())) {
        if (found == null && validations++ < VALIDATIONS_MAX) {
          note(validate(path, anchor, now));
        }
      }
      for (X509Certificate issuer : sent) {
        if (found == null
            && !path.contains(issuer)
            && issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
            && steps++ < STEPS_MAX) {
          List<X509Certificate> longer = new ArrayList<>(path);
          longer.add(issuer);
          extend(longer);
        }
      }
    }

    private void note(CertificateVerdict verdict) {
      if (verdict instanceof Verified verified) {
        found = verified;
      } else if (firstFault == null) {
        firstFault = verdict;
      }
    }

    CertificateVerdict verdict() {
      if (found != null) {
        return found;
      }
      if (firstFault != null) {
        return firstFault;
      }
      boolean selfSigned =
          farthest.getIssuerX500Principal().equals(farthest.getSubjectX500Principal());
      return new NotTrusted(
          selfSigned
              ? "certificate not trusted, self-signed: " + subject(farthest)
              : "certificate not trusted, issuer unknown: " + issuer(farthest));
    }
  }

  private static CertificateVerdict validate(
      List<X509Certificate> path, X509Certificate anchor, Instant now) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (CertPathValidatorException e) {
      return verdict(path, e);
    } catch (CertificateException | InvalidAlgorithmParameterException e) {
      return new Unreadable("certificate chain cannot be read: " + text(e));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK validates paths", e);
    }
    // JSSE refuses SHA-1 only below the authorities that ship with the JDK.
    for (X509Certificate certificate : path) {
      Optional<String> weak = SignatureStrength.weakness(certificate);
      if (weak.isPresent()) {
        return new WeakSignature(subject(certificate), weak.get());
      }
    }
    return new Verified(path);
  }

  private static CertificateVerdict verdict(
      List<X509Certificate> path, CertPathValidatorException e) {
    int at = e.getIndex();
    X509Certificate culprit = at >= 0 && at < path.size() ? path.get(at) : path.getFirst();
    if (e.getReason() instanceof BasicReason reason) {
      switch (reason) {
        case EXPIRED -> {
          return new Expired(subject(culprit), culprit.getNotAfter().toInstant());
        }
        case NOT_YET_VALID -> {
          return new NotYetValid(subject(culprit), culprit.getNotBefore().toInstant());
        }
        case ALGORITHM_CONSTRAINED -> {
          return new WeakSignature(
              subject(culprit), SignatureStrength.weakness(culprit).orElseGet(() -> text(e)));
        }
        case INVALID_SIGNATURE -> {
          return new NotTrusted(
              "certificate not trusted, signature does not verify: " + subject(culprit));
        }
        case REVOKED, UNDETERMINED_REVOCATION_STATUS, UNSPECIFIED -> {}
      }
    }
    String fault =
        e.getReason() instanceof PKIXReason reason
            ? switch (reason) {
              case NOT_CA_CERT -> "issued by a certificate that is no authority's";
              case PATH_TOO_LONG -> "path longer than an authority allows";
              case INVALID_NAME -> "name outside what an authority may vouch for";
              case INVALID_KEY_USAGE -> "issued with a key not meant for it";
              case UNRECOGNIZED_CRIT_EXT -> "unknown critical extension";
              case NAME_CHAINING, INVALID_POLICY, NO_TRUST_ANCHOR -> text(e);
            }
            : text(e);
    return new NotTrusted("certificate not trusted, " + fault + ": " + subject(culprit));
  }

  private static String text(Exception e) {
    return Printable.of(String.valueOf(e.getMessage()), REASON_SHOWN_MAX);
  }
}
