package org.postroad.protocol.tlsrpt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.postroad.protocol.mtasts.PolicyFetch;

/// What went wrong with a session or a policy, in the words of RFC 8460 §4.3.
public enum ResultType {
  STARTTLS_NOT_SUPPORTED,
  CERTIFICATE_HOST_MISMATCH,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_NOT_TRUSTED,
  /// Everything else between connecting and delivering; the failure reason says what.
  VALIDATION_FAILURE,
  TLSA_INVALID,
  DNSSEC_INVALID,
  DANE_REQUIRED,
  STS_POLICY_FETCH_ERROR,
  STS_POLICY_INVALID,
  STS_WEBPKI_INVALID;

  /// The type of exactly this text.
  public static Optional<ResultType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
  }

  /// The type of a fetch that failed; none if it did not.
  public static Optional<ResultType> of(PolicyFetch fetch) {
    return switch (fetch) {
      case PolicyFetch.Fetched fetched -> Optional.empty();
      case PolicyFetch.Failure failure -> of(failure.resultType());
    };
  }

  /// As it stands in a report: `starttls-not-supported`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
