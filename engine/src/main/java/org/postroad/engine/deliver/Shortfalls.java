package org.postroad.engine.deliver;

import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.tlsrpt.Shortfall;

/// From verdicts on certificates to the words of reports.
final class Shortfalls {

  private Shortfalls() {}

  static Shortfall of(CertificateVerdict.Refused verdict) {
    if (verdict instanceof CertificateVerdict.DaneRefused(DaneVerdict.Refused refused)) {
      return Shortfall.of(refused);
    }
    Shortfall.Kind kind =
        switch (verdict) {
          case CertificateVerdict.NameMismatch mismatch ->
              Shortfall.Kind.CERTIFICATE_OF_ANOTHER_HOST;
          case CertificateVerdict.Expired expired -> Shortfall.Kind.CERTIFICATE_EXPIRED;
          case CertificateVerdict.NotTrusted untrusted -> Shortfall.Kind.CERTIFICATE_NOT_TRUSTED;
          case CertificateVerdict.NotYetValid early -> Shortfall.Kind.CERTIFICATE_NOT_TRUSTED;
          case CertificateVerdict.WeakSignature weak -> Shortfall.Kind.CERTIFICATE_NOT_TRUSTED;
          case CertificateVerdict.WrongUse wrong -> Shortfall.Kind.CERTIFICATE_NOT_TRUSTED;
          case CertificateVerdict.DaneRefused dane -> Shortfall.Kind.TLSA_NOT_MATCHED;
          case CertificateVerdict.Unreadable bad -> Shortfall.Kind.CERTIFICATE_UNREADABLE;
        };
    return new Shortfall(kind, verdict.why());
  }
}
