package org.postroad.protocol.tlsrpt;

import org.postroad.protocol.dane.DaneVerdict;

/// In what a session fell short of a verified one.
///
/// @param detail what was seen, in words fit for a log and a report
public record Shortfall(Kind kind, String detail) {

  /// What was missing or wrong.
  public enum Kind {
    /// No pattern of the policy covers the host (RFC 8461 §4.1).
    MX_NOT_IN_POLICY(ResultType.VALIDATION_FAILURE),
    STARTTLS_NOT_OFFERED(ResultType.STARTTLS_NOT_SUPPORTED),
    /// Offered, and then answered with something else than 220.
    STARTTLS_REFUSED(ResultType.STARTTLS_NOT_SUPPORTED),
    /// Octets came between the answer to STARTTLS and the handshake.
    STARTTLS_INJECTED(ResultType.VALIDATION_FAILURE),
    /// No agreement, an alert, or the connection was cut.
    HANDSHAKE_FAILED(ResultType.VALIDATION_FAILURE),
    CERTIFICATE_OF_ANOTHER_HOST(ResultType.CERTIFICATE_HOST_MISMATCH),
    CERTIFICATE_EXPIRED(ResultType.CERTIFICATE_EXPIRED),
    /// No way to a trust anchor, not valid yet, too weak, or not made for servers.
    CERTIFICATE_NOT_TRUSTED(ResultType.CERTIFICATE_NOT_TRUSTED),
    /// A certificate that cannot be read.
    CERTIFICATE_UNREADABLE(ResultType.VALIDATION_FAILURE),
    /// No TLSA record of the host matches a certificate that it sent (RFC 7672 §2.2).
    TLSA_NOT_MATCHED(ResultType.TLSA_INVALID),
    /// Whether the host has TLSA records, or which, could not be found out (RFC 7672 §2.1.2).
    TLSA_UNKNOWN(ResultType.DNSSEC_INVALID),
    /// The operator demands DANE, and the host has no TLSA records that count, or was not found by
    /// secure MX records (RFC 7672 §6, §2.2.1).
    DANE_REQUIRED(ResultType.DANE_REQUIRED),
    /// The message requires TLS, and neither DNSSEC nor a policy in `enforce` says that this is the
    /// right host (RFC 8689 §4.2.1).
    MX_NOT_PROVEN(ResultType.VALIDATION_FAILURE),
    /// The message requires TLS, and the host does not offer REQUIRETLS.
    REQUIRETLS_NOT_OFFERED(ResultType.VALIDATION_FAILURE);

    private final ResultType resultType;

    Kind(ResultType resultType) {
      this.resultType = resultType;
    }

    public ResultType resultType() {
      return resultType;
    }
  }

  /// A server that did not prove itself by its TLSA records.
  public static Shortfall of(DaneVerdict.Refused refused) {
    Kind kind =
        switch (refused.fault()) {
          case NO_MATCH -> Kind.TLSA_NOT_MATCHED;
          case NOT_TRUSTED -> Kind.CERTIFICATE_NOT_TRUSTED;
          case EXPIRED -> Kind.CERTIFICATE_EXPIRED;
          case NAME_MISMATCH -> Kind.CERTIFICATE_OF_ANOTHER_HOST;
        };
    return new Shortfall(kind, refused.why());
  }
}
