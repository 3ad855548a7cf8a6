package org.postroad.engine.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.text.Printable;

/// What a certificate chain is worth for one name at one moment.
public sealed interface CertificateVerdict {

  /// Trusted, in date, strong enough, made for servers, and valid for the name.
  ///
  /// @param path the certificates of the way to the anchor, the server's first, without the anchor
  record Verified(List<X509Certificate> path) implements CertificateVerdict {
    public Verified {
      path = List.copyOf(path);
    }
  }

  /// A TLSA record vouches for the server (RFC 7672 §3.1).
  ///
  /// @param webPki what the authorities' word would have been worth, for the MX host
  record DaneMatched(TlsaRecord by, CertificateVerdict webPki) implements CertificateVerdict {}

  /// Every other verdict, with its reason in words that are safe to print.
  sealed interface Refused extends CertificateVerdict {
    String why();
  }

  /// No way leads to a trust anchor: self-signed, an unknown authority, a missing intermediate
  /// certificate, a bad signature, an authority that may not be one.
  record NotTrusted(String why) implements Refused {}

  /// A certificate of the way is past its end.
  record Expired(String subject, Instant notAfter) implements Refused {
    @Override
    public String why() {
      return "certificate expired on " + notAfter + ": " + subject;
    }
  }

  /// A certificate of the way is not valid yet.
  record NotYetValid(String subject, Instant notBefore) implements Refused {
    @Override
    public String why() {
      return "certificate not valid before " + notBefore + ": " + subject;
    }
  }

  /// Signed with SHA-1 or weaker, somewhere below the anchor, or with a key too short to count.
  record WeakSignature(String subject, String algorithm) implements Refused {
    @Override
    public String why() {
      return "certificate signed with a weak algorithm, " + algorithm + ": " + subject;
    }
  }

  /// A certificate of the way is not made for TLS servers (keyUsage, extendedKeyUsage).
  record WrongUse(String subject, String use) implements Refused {
    @Override
    public String why() {
      return "certificate not for TLS servers, " + use + ": " + subject;
    }
  }

  /// Trusted, but for other names.
  ///
  /// @param expected the name, or the names of which one would do
  /// @param seen the DNS-IDs of the certificate, as they stand there
  record NameMismatch(String expected, List<String> seen) implements Refused {

    private static final int NAMES_SHOWN = 5;
    private static final int NAME_SHOWN_MAX = 100;

    public NameMismatch {
      seen = List.copyOf(seen);
    }

    @Override
    public String why() {
      if (seen.isEmpty()) {
        return "certificate has no DNS-ID, so it is not valid for " + expected;
      }
      List<String> shown =
          seen.stream().limit(NAMES_SHOWN).map(id -> Printable.of(id, NAME_SHOWN_MAX)).toList();
      String more =
          seen.size() > NAMES_SHOWN ? " and " + (seen.size() - NAMES_SHOWN) + " more" : "";
      return "certificate not valid for "
          + expected
          + ", only for "
          + String.join(", ", shown)
          + more;
    }
  }

  /// No TLSA record vouches for it.
  record DaneRefused(DaneVerdict.Refused refused) implements Refused {
    @Override
    public String why() {
      return refused.why();
    }
  }

  /// A certificate that cannot be read.
  record Unreadable(String why) implements Refused {}
}
