package org.postroad.protocol.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyFetch;

class SessionResultTest {

  private static final Channel.Tls TLS = new Channel.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256");
  private static final Shortfall EXPIRED =
      new Shortfall(Shortfall.Kind.CERTIFICATE_EXPIRED, "certificate expired on 2026-01-01");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      textBlock =
          """
          MX_NOT_IN_POLICY,            validation-failure
          STARTTLS_NOT_OFFERED,        starttls-not-supported
          STARTTLS_REFUSED,            starttls-not-supported
          STARTTLS_INJECTED,           validation-failure
          HANDSHAKE_FAILED,            validation-failure
          CERTIFICATE_OF_ANOTHER_HOST, certificate-host-mismatch
          CERTIFICATE_EXPIRED,         certificate-expired
          CERTIFICATE_NOT_TRUSTED,     certificate-not-trusted
          CERTIFICATE_UNREADABLE,      validation-failure
          TLSA_NOT_MATCHED,            tlsa-invalid
          TLSA_UNKNOWN,                dnssec-invalid
          DANE_REQUIRED,               dane-required
          MX_NOT_PROVEN,               validation-failure
          REQUIRETLS_NOT_OFFERED,      validation-failure
          """)
  void everyShortfallHasItsResultType(Shortfall.Kind kind, String type) {
    SessionResult result = of(new SessionOutcome.Refused(new Shortfall(kind, "what was seen")));

    assertThat(result.resultType().map(ResultType::text)).contains(type);
    assertThat(result.failureReason()).contains("what was seen");
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void everyShortfallIsInTheTableAbove() {
    assertThat(Shortfall.Kind.values()).hasSize(14);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      textBlock =
          """
          NO_MATCH,      tlsa-invalid
          NOT_TRUSTED,   certificate-not-trusted
          EXPIRED,       certificate-expired
          NAME_MISMATCH, certificate-host-mismatch
          """)
  void aServerThatFailsItsTlsaRecordsHasItsResultType(DaneVerdict.Fault fault, String type) {
    Shortfall shortfall = Shortfall.of(new DaneVerdict.Refused(fault, "what was seen"));

    assertThat(shortfall.kind().resultType().text()).isEqualTo(type);
    assertThat(shortfall.detail()).isEqualTo("what was seen");
  }

  @ParameterizedTest
  @EnumSource
  void whatHasNoWordInTheRfcHasNoResult(SessionOutcome.Why why) { // RFC 8460 §4.3.4
    SessionResult result = of(new SessionOutcome.Failed(why, "no answer within 30 s"));

    assertThat(result.resultType()).isEmpty();
    assertThat(result.failureReason()).isEmpty();
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void aSessionThatWentOnStillTellsWhatWasWanting() {
    SessionResult result = of(new SessionOutcome.Unverified(TLS, List.of(EXPIRED)));

    assertThat(result.resultType()).contains(ResultType.CERTIFICATE_EXPIRED);
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void onlyTlsIsASuccess() {
    assertThat(of(new SessionOutcome.Verified(TLS)).isSuccess()).isTrue();
    assertThat(of(new SessionOutcome.Unverified(TLS, List.of())).isSuccess()).isTrue();
    assertThat(of(new SessionOutcome.Unverified(new Channel.Clear(), List.of())).isSuccess())
        .isFalse();
  }

  @Test
  void namesAreThoseOfTheRfc() { // RFC 8460 §4.3.1 and §4.3.2
    assertThat(Arrays.stream(ResultType.values()).map(ResultType::text))
        .containsExactly(
            "starttls-not-supported",
            "certificate-host-mismatch",
            "certificate-expired",
            "certificate-not-trusted",
            "validation-failure",
            "tlsa-invalid",
            "dnssec-invalid",
            "dane-required",
            "sts-policy-fetch-error",
            "sts-policy-invalid",
            "sts-webpki-invalid");
    assertThat(ResultType.of("dane-required")).contains(ResultType.DANE_REQUIRED);
    assertThat(ResultType.of("DANE_REQUIRED")).isEmpty();
    assertThat(Arrays.stream(PolicyType.values()).map(PolicyType::text))
        .containsExactly("tlsa", "sts", "no-policy-found");
  }

  @Test
  void aFailedFetchHasItsResultType() {
    assertThat(ResultType.of(new PolicyFetch.FetchError("404")))
        .contains(ResultType.STS_POLICY_FETCH_ERROR);
    assertThat(ResultType.of(new PolicyFetch.WebPkiInvalid("expired")))
        .contains(ResultType.STS_WEBPKI_INVALID);
    assertThat(ResultType.of(new PolicyFetch.PolicyInvalid("no mode")))
        .contains(ResultType.STS_POLICY_INVALID);
  }

  private static SessionResult of(SessionOutcome outcome) {
    DomainName mx = DomainName.of("mx.example.com");
    return new SessionResult(
        DomainName.of("example.com"),
        PolicyType.STS,
        new MxContact.Dialled(mx, InetAddress.ofLiteral("192.0.2.1")),
        outcome);
  }
}
