package org.postroad.protocol.dane;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import org.postroad.protocol.dns.TlsaRecord;

/// What a DANE-TA(2) record makes a trust anchor.
sealed interface DaneAnchor {

  TlsaRecord by();

  /// Whether it is the issuer that the certificate names, or at least may be.
  boolean mayHaveIssued(X509Certificate certificate);

  /// As the JDK's validator takes it, for a certificate that it may have issued.
  TrustAnchor of(X509Certificate certificate);

  /// A certificate, sent or published.
  record Certificate(TlsaRecord by, X509Certificate certificate) implements DaneAnchor {
    @Override
    public boolean mayHaveIssued(X509Certificate other) {
      return certificate.getSubjectX500Principal().equals(other.getIssuerX500Principal());
    }

    @Override
    public TrustAnchor of(X509Certificate other) {
      return new TrustAnchor(certificate, null);
    }
  }

  /// A bare key, which has no name: what it signed was issued by it (RFC 7671 §5.2.3).
  record Key(TlsaRecord by, PublicKey key) implements DaneAnchor {
    @Override
    public boolean mayHaveIssued(X509Certificate other) {
      try {
        other.verify(key);
        return true;
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    @Override
    public TrustAnchor of(X509Certificate other) {
      return new TrustAnchor(other.getIssuerX500Principal(), key, null);
    }
  }
}
