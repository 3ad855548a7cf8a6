package org.postroad.protocol.tlsrpt;

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
    CERTIFICATE_UNREADABLE(ResultType.VALIDATION_FAILURE);

    private final ResultType resultType;

    Kind(ResultType resultType) {
      this.resultType = resultType;
    }

    public ResultType resultType() {
      return resultType;
    }
  }
}
