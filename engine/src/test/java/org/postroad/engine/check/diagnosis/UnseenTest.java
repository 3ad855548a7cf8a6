package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.MX_IP;
import static org.postroad.engine.check.diagnosis.World.TOOK;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;

/// What was not seen is neither good nor bad, and never told as if it were not there.
class UnseenTest {

  private static final String RECORD = "_mta-sts.example.com";
  private static final String HOST = "mta-sts.example.com";

  private static List<FindingCode> codes(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .map(Finding::code)
        .toList();
  }

  private static void unknown(Diagnosis diagnosis, FindingCode... codes) {
    assertThat(codes(diagnosis)).containsExactly(codes);
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.roots()).isEmpty();
  }

  @Test
  void exchangerWhoseAddressNobodyToldIsUnknown() {
    World none = World.healthy().noExchangers().exchanger(MX);
    unknown(
        none.failed(MX, RecordType.A, Answer.Why.SERVER_FAILED)
            .failed(MX, RecordType.AAAA, Answer.Why.SERVER_FAILED)
            .diagnosis(),
        FindingCode.MX_DNS_FAILED);
  }

  @Test
  void addressesOfAnExchangerInOneFamilySayNothingOfTheOther() {
    unknown(
        World.healthy().failed(MX, RecordType.AAAA, Answer.Why.TIMED_OUT).diagnosis(),
        FindingCode.MX_DNS_FAILED);
  }

  @Test
  void domainThatMayBeItsOwnExchangerIsUnknown() {
    Diagnosis diagnosis =
        World.healthy()
            .noExchangers()
            .none("example.com", RecordType.MX)
            .failed("example.com", RecordType.A, Answer.Why.SERVER_FAILED)
            .none("example.com", RecordType.AAAA)
            .diagnosis();
    assertThat(diagnosis.has(FindingCode.MX_DNS_FAILED)).isTrue();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  /// Most domains have no policy host, and where nobody said whether there is a record, that is no
  /// fault.
  @Test
  void missingPolicyHostIsNoFaultWhereTheRecordWasNotAnswered() {
    World world = World.healthy().noWeb().failed(RECORD, RecordType.TXT, Answer.Why.SERVER_FAILED);
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME)) {
      world.noName(HOST, type);
    }
    unknown(world.diagnosis(), FindingCode.STS_RECORD_UNANSWERED);
    assertThat(world.diagnosis().next()).as("nothing is known to be missing").isEmpty();
  }

  @Test
  void webServerThatIsThereForOtherReasonsIsNoFaultWhereTheRecordWasNotAnswered() {
    unknown(
        World.healthy()
            .noWeb()
            .web(
                World.WEB_IP,
                World.faulty(CertificateFault.Kind.NAME_MISMATCH, HOST),
                World.http(404, "text/html", ""))
            .failed(RECORD, RecordType.TXT, Answer.Why.TIMED_OUT)
            .diagnosis(),
        FindingCode.STS_RECORD_UNANSWERED);
  }

  @Test
  void policyThatIsServedCountsThoughTheRecordWasNotAnswered() {
    Diagnosis diagnosis =
        World.healthy()
            .policy(World.POLICY.replace("mx.example.com", "mail.elsewhere.example"))
            .failed(RECORD, RecordType.TXT, Answer.Why.TIMED_OUT)
            .diagnosis();
    assertThat(codes(diagnosis))
        .containsExactly(FindingCode.POLICY_MX_OTHER_DOMAIN, FindingCode.STS_RECORD_UNANSWERED);
  }

  /// An enforced policy would be loosened by whoever follows the advice.
  @Test
  void policyThatTheDeadlineCutOffIsNotReplaced() {
    Diagnosis diagnosis =
        World.healthy()
            .webHttp(
                new org.postroad.engine.check.Http.NotTried(Omission.DEADLINE, "the check ended"))
            .cutOff()
            .diagnosis();
    unknown(diagnosis, FindingCode.CHECK_INCOMPLETE);
    assertThat(diagnosis.next()).isEmpty();
  }

  @Test
  void addressesBeyondTheLimitAreCounted() {
    SmtpVisit[] visits =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    i < 8
                        ? World.healthy().smtp(MX, "192.0.2." + i, World.verified(Leaf.of(MX)))
                        : World.healthy()
                            .smtpDown(
                                MX,
                                "192.0.2." + i,
                                new Tcp.NotTried(Omission.LIMIT, "more than 8")))
            .toArray(SmtpVisit[]::new);
    Diagnosis diagnosis = World.healthy().noExchangers().exchanger(MX, visits).cutOff().diagnosis();
    unknown(diagnosis, FindingCode.CHECK_INCOMPLETE);
    assertThat(diagnosis.findings().getFirst().seen())
        .isEqualTo("not visited: 4 of 12 addresses of mx.example.com");
  }

  @Test
  void targetOfReportsThatNobodyAnsweredForIsUnknown() {
    unknown(
        World.healthy()
            .txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.net")
            .failed("example.net", RecordType.MX, Answer.Why.SERVER_FAILED)
            .diagnosis(),
        FindingCode.TLSRPT_TARGET_UNREACHABLE);
  }

  /// A server that demands a certificate of its clients lets the handshake of TLS 1.3 end well, and
  /// closes the session then.
  @Test
  void sessionThatEndsUnderTlsIsNotGood() {
    SmtpVisit good = World.healthy().smtp(MX, MX_IP, World.verified(Leaf.of(MX)));
    SmtpVisit cut =
        new SmtpVisit(
            good.address(),
            good.sni(),
            good.tcp(),
            good.greeting(),
            good.hello(),
            good.startTls(),
            good.tls(),
            new SmtpAnswer.Broken(SmtpAnswer.Cause.LOST, "connection lost", TOOK),
            good.hellos());
    unknown(
        World.healthy().noExchangers().exchanger(MX, cut).diagnosis(),
        FindingCode.MX_TURNED_US_AWAY);
  }

  /// RSA key exchange, say: OpenSSL still has it, the JDK has not.
  @Test
  void serverWithCipherSuitesThatWeDoNotHaveIsNotWithoutCertificate() {
    Diagnosis diagnosis = brokenOff("(handshake_failure) Received fatal alert: x", 0x002f);
    assertThat(codes(diagnosis)).containsExactly(FindingCode.MX_STARTTLS_BROKEN);
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.WARNINGS);
    assertThat(diagnosis.findings().getFirst().seen()).contains("0x002f");
  }

  /// With TLS 1.2 a server that wants a certificate of its clients says so before the handshake
  /// ends (RFC 5246 §7.4.6). It agreed to a suite that everybody has, so that is not why.
  @Test
  void serverThatAgreedToAnOfferAndThenBrokeOffIsNotWithoutCertificate() {
    Diagnosis diagnosis = brokenOff("(handshake_failure) Received fatal alert: x", 0xc02f);
    assertThat(codes(diagnosis)).containsExactly(FindingCode.MX_STARTTLS_BROKEN);
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.ERRORS);
  }

  private static Diagnosis brokenOff(String why, int cipher) {
    SmtpVisit failed =
        World.healthy().smtp(MX, MX_IP, new StartTlsAnswer.Accepted(), new Tls.Failed(why, TOOK));
    SmtpVisit agreed =
        new SmtpVisit(
            failed.address(),
            failed.sni(),
            failed.tcp(),
            failed.greeting(),
            failed.hello(),
            failed.startTls(),
            failed.tls(),
            failed.secured(),
            Map.of(
                TlsVersion.TLS_1_2,
                new Hello.Agreed(TlsVersion.TLS_1_2, cipher, Optional.empty(), TOOK)));
    return World.healthy().noExchangers().exchanger(MX, agreed).diagnosis();
  }
}
