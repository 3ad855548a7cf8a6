package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.row;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.table;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.protocol.dkim.Selectors;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;

/// Faults of DKIM keys, at selectors that are known and at those that are guessed. The expected
/// codes were written from the RFCs before the rules.
class KeyFaultsTest {

  private static final String DMARC = "_dmarc.example.com";
  private static final String KEY = "s1._domainkey.example.com";

  @TestFactory
  Stream<DynamicTest> faultOfAKeyHasOneRoot() {
    return table(
        key("1024 bits", "dkim-key-short", "v=DKIM1; k=rsa; p=" + rsa(1024)),
        key("512 bits", "dkim-key-short", "v=DKIM1; k=rsa; p=" + rsa(512)),
        key("t=y", "dkim-key-testing", "v=DKIM1; t=y; p=" + rsa(2048)),
        key("no p", "dkim-key-invalid", "v=DKIM1; k=rsa"),
        key("sha1 alone", "dkim-key-invalid", "v=DKIM1; h=sha1; p=" + rsa(2048)),
        key("not for mail", "dkim-key-invalid", "v=DKIM1; s=tlsrpt; p=" + rsa(2048)),
        key("of an unknown kind", "dkim-key-invalid", "v=DKIM1; k=dsa; p=AAAA"),
        row(
            "two keys at one name",
            "dkim-key-invalid",
            w ->
                w.selectors("s1")
                    .txt(KEY, "v=DKIM1; p=" + rsa(2048), "v=DKIM1; k=rsa; p=" + rsa(2048))),
        key("cut", "dkim-key-invalid", "v=DKIM1; p=" + rsa(2048).substring(0, 200)));
  }

  private static PolicyFaultsTest.Row key(String claim, String code, String record) {
    return row(claim, code, w -> w.selectors("s1").txt(KEY, record));
  }

  private static String rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keyThatReceiversMustRefuseIsAnError() {
    Finding finding =
        World.healthy()
            .selectors("s1")
            .txt(KEY, "v=DKIM1; k=rsa; p=" + rsa(512))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void withdrawnKeyAndHistoricTagAreWorthAWordOnly() {
    Diagnosis diagnosis =
        World.healthy()
            .selectors("s1")
            .txt(KEY, "v=DKIM1; p=")
            .txt(DMARC, "v=DMARC1; p=reject; pct=10")
            .diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(diagnosis.has(FindingCode.DKIM_KEY_REVOKED)).isTrue();
    assertThat(diagnosis.has(FindingCode.DMARC_REMOVED_TAG)).isTrue();
  }

  @Test
  void selectorsThatHaveNoKeyProveNothing() {
    Diagnosis diagnosis = guessed().noName(KEY, RecordType.TXT).diagnosis();
    assertThat(diagnosis.has(FindingCode.DKIM_NONE_FOUND)).isTrue();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void selectorThatTheOperatorNamesHasToHaveAKey() {
    Finding finding =
        World.healthy()
            .selectors("s1", "s2")
            .txt(KEY, "v=DKIM1; p=" + rsa(2048))
            .noName("s2._domainkey.example.com", RecordType.TXT)
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.code()).isEqualTo(FindingCode.DKIM_NONE_FOUND);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.seen()).contains("s2").doesNotContain("s1");
  }

  /// No selector named: the usual ones are tried.
  private static World guessed() {
    return World.healthy().selectors(Selectors.NAMES.toArray(String[]::new));
  }

  @Test
  void selectorsThatAreNotAnsweredAreUnknown() {
    Diagnosis diagnosis =
        guessed()
            .failed(KEY, RecordType.TXT, Answer.Why.SERVER_FAILED)
            .noName("s2._domainkey.example.com", RecordType.TXT)
            .diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.has(FindingCode.DKIM_UNANSWERED)).isTrue();
    assertThat(diagnosis.has(FindingCode.DKIM_NONE_FOUND)).isFalse();
  }

  @Test
  void whoSendsNothingNeedsNoKey() {
    Diagnosis diagnosis =
        World.healthy()
            .txt("example.com", "v=spf1 -all")
            .selectors(Selectors.NAMES.toArray(String[]::new))
            .noName(KEY, RecordType.TXT)
            .diagnosis();
    assertThat(diagnosis.has(FindingCode.DKIM_NONE_FOUND)).isFalse();
  }

  /// RFC 6376 §3.6.1 and usual advice for names without mail: `*._domainkey TXT "v=DKIM1; p="`.
  @Test
  void wildcardIsOneFinding() {
    World world = World.healthy().selectors("a", "b", "c", "d");
    for (String selector : List.of("a", "b", "c", "d")) {
      world.txt(selector + "._domainkey.example.com", "v=DKIM1; p=");
    }
    assertThat(world.diagnosis().findings())
        .filteredOn(finding -> finding.code() == FindingCode.DKIM_KEY_REVOKED)
        .singleElement()
        .extracting(Finding::subject)
        .isEqualTo("*._domainkey.example.com");
  }

  @Test
  void whatAWildcardSaysOfOtherThingsIsNoKey() {
    for (String text : List.of("v=DMARC1; p=reject", "v=spf1 -all exp=e.example.com", "hello")) {
      Diagnosis diagnosis = guessed().txt(KEY, text).diagnosis();
      assertThat(diagnosis.verdict()).as(text).isEqualTo(Verdict.GOOD);
      assertThat(diagnosis.has(FindingCode.DKIM_NONE_FOUND)).as(text).isTrue();
    }
  }
}
