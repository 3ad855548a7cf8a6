package org.postroad.app.labs.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Postfix's own lines, as 3.7 and 3.10 write them.
class VerdictTest {

  @Test
  void aDeferralCarriesTheWarningOfItsOwnProcessOnly() {
    Verdict verdict =
        find(
            "A1B2",
            "Nov 21 01:54:35 sender postfix/smtpd[81]: A1B2: client=localhost[127.0.0.1]",
            "Nov 21 01:54:35 sender postfix/smtp[83]: warning: MX name 'mx.evil.example' does not"
                + " match STS MX pattern for 'd.example'",
            "Nov 21 01:54:35 sender postfix/smtp[99]: warning: of another message",
            "Nov 21 01:54:35 sender postfix/smtp[83]: A1B2: to=<t@d.example>, relay=none,"
                + " delay=0.07, delays=0.04/0.03/0/0, dsn=4.3.0, status=deferred (mail transport"
                + " unavailable (really))");
    assertThat(verdict.status()).isEqualTo(Verdict.Status.DEFERRED);
    assertThat(verdict.dsn()).isEqualTo("4.3.0");
    assertThat(verdict.words()).isEqualTo("mail transport unavailable (really)");
    assertThat(verdict.warnings())
        .containsExactly("MX name 'mx.evil.example' does not match STS MX pattern for 'd.example'");
    assertThat(verdict.reason()).startsWith("4.3.0 MX name 'mx.evil.example' does not match");
    assertThat(verdict.tls()).isEmpty();
  }

  @Test
  void aDeliveryTellsHowItsConnectionWasJudged() {
    Verdict verdict =
        find(
            "4cT2kP1y9Fz9sP",
            "2026-11-21T01:54:35.123456+00:00 sender postfix/smtp[7]: Verified TLS connection"
                + " established to mx.d.example[127.0.3.1]:25: TLSv1.3 with cipher X",
            "2026-11-21T01:54:35.123456+00:00 sender postfix/smtp[7]: 4cT2kP1y9Fz9sP:"
                + " to=<t@d.example>, orig_to=<u@d.example>, relay=mx.d.example[127.0.3.1]:25,"
                + " delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)");
    assertThat(verdict.status()).isEqualTo(Verdict.Status.SENT);
    assertThat(verdict.relay()).isEqualTo("mx.d.example[127.0.3.1]:25");
    assertThat(verdict.tls().orElse("")).startsWith("Verified TLS connection");
    assertThat(verdict.reason()).isEqualTo("2.0.0 verified TLS: 250 2.0.0 Ok");
  }

  @Test
  void theReasonOfADelayBeginsWithWhatMatters() {
    String failed =
        " A1B2: to=<t@d.example>, relay=none, delay=1, delays=0/0/1/0, dsn=4.7.5, status=deferred";
    String smtp = "Nov 21 01:54:35 s postfix/smtp[7]:";
    assertThat(
            find(
                    "A1B2",
                    smtp
                        + " warning: socketmap:unix:p/s:postfix socketmap server temporary error:"
                        + " policy of d.example: nobody answered",
                    smtp + failed + " (client TLS configuration problem)")
                .reason())
        .isEqualTo("4.7.5 resolver: policy of d.example: nobody answered");
    assertThat(
            find(
                    "A1B2",
                    smtp
                        + " server certificate verification failed for mx.d.example[127.0.3.1]:25:"
                        + " num=62:hostname mismatch",
                    smtp + failed + " (Server certificate not verified)")
                .reason())
        .isEqualTo("4.7.5 certificate of mx.d.example: hostname mismatch");
  }

  @Test
  void anotherMessageAndAServersWordsAreNoVerdict() {
    String other =
        "Nov 21 01:54:35 s postfix/smtp[7]: BBBB: to=<t@d.example>, relay=none, delay=1,"
            + " delays=0/0/1/0, dsn=4.7.5, status=deferred (x)";
    String forged =
        "Nov 21 01:54:35 s postfix/smtp[7]: BBBB: host mx said: A1B2: to=<t@d.example>, relay=x,"
            + " dsn=2.0.0, status=sent (y)";
    assertThat(Verdict.find("A1B2", List.of(other, forged, "", "garbage"))).isEmpty();
  }

  private static Verdict find(String queueId, String... lines) {
    Optional<Verdict> verdict = Verdict.find(queueId, List.of(lines));
    assertThat(verdict).isPresent();
    return verdict.get();
  }
}
