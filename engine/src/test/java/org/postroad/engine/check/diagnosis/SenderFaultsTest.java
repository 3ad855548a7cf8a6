package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.row;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.table;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// Faults of reports and of what a domain says of its senders: each has exactly one root. The
/// expected codes were written from the RFCs before the rules.
class SenderFaultsTest {

  private static final String DMARC = "_dmarc.example.com";
  private static final String REPORTS = "_smtp._tls.example.com";

  @TestFactory
  Stream<DynamicTest> faultOfReportsHasOneRoot() {
    return table(
        row("none", "tlsrpt-absent", w -> w.noName(REPORTS, RecordType.TXT)),
        row(
            "another case",
            "tlsrpt-absent",
            w -> w.txt(REPORTS, "v=tlsrptv1; rua=mailto:tls@example.com")),
        row(
            "two",
            "tlsrpt-several",
            w ->
                w.txt(
                    REPORTS,
                    "v=TLSRPTv1; rua=mailto:a@example.com",
                    "v=TLSRPTv1; rua=mailto:b@example.com")),
        row("no mailto", "tlsrpt-syntax", w -> w.txt(REPORTS, "v=TLSRPTv1; rua=tls@example.com")),
        row("no rua", "tlsrpt-syntax", w -> w.txt(REPORTS, "v=TLSRPTv1;")),
        row(
            "a domain that is gone",
            "tlsrpt-target-unreachable",
            w ->
                w.txt(REPORTS, "v=TLSRPTv1; rua=mailto:tls@gone.example")
                    .noName("gone.example", RecordType.MX)),
        row(
            "an https host that is gone",
            "tlsrpt-target-unreachable",
            w ->
                w.txt(REPORTS, "v=TLSRPTv1; rua=https://gone.example/v1")
                    .noName("gone.example", RecordType.A)
                    .noName("gone.example", RecordType.AAAA)));
  }

  @TestFactory
  Stream<DynamicTest> faultOfSpfHasOneRoot() {
    return table(
        spf("none", "spf-absent", w -> w.txt("example.com", "hello")),
        spf("two", "spf-several", w -> w.txt("example.com", "v=spf1 -all", "v=spf1 mx -all")),
        spf("a slip", "spf-syntax", w -> w.txt("example.com", "v=spf1 ipv4:192.0.2.1 -all")),
        spf("+all", "spf-pass-all", w -> w.txt("example.com", "v=spf1 +all")),
        spf("?all", "spf-no-all", w -> w.txt("example.com", "v=spf1 mx ?all")),
        spf("no all", "spf-no-all", w -> w.txt("example.com", "v=spf1 mx")),
        spf("ptr", "spf-ptr", w -> w.txt("example.com", "v=spf1 ptr -all")),
        spf("a /8", "spf-wide-range", w -> w.txt("example.com", "v=spf1 ip4:10.0.0.0/8 -all")),
        spf(
            "an include of nothing",
            "spf-include-broken",
            w ->
                w.txt("example.com", "v=spf1 include:gone.example -all")
                    .noName("gone.example", RecordType.TXT)),
        spf(
            "an include of no name",
            "spf-include-broken",
            w -> w.txt("example.com", "v=spf1 include:one.exampleinclude:two.example -all")),
        spf("a blank in front", "spf-syntax", w -> w.txt("example.com", " v=spf1 mx -all")),
        spf(
            "terms behind all",
            "spf-term-ignored",
            w -> w.txt("example.com", "v=spf1 -all mx ip4:192.0.2.1")),
        spf(
            "all and redirect",
            "spf-term-ignored",
            w -> w.txt("example.com", "v=spf1 mx -all redirect=other.example")),
        spf(
            "= in place of :",
            "spf-term-ignored",
            w -> w.txt("example.com", "v=spf1 ip4=192.0.2.1 -all")),
        spf("a /0", "spf-pass-all", w -> w.txt("example.com", "v=spf1 ip4:0.0.0.0/0 -all")),
        spf(
            "?all behind a redirect",
            "spf-no-all",
            w ->
                w.txt("example.com", "v=spf1 redirect=other.example")
                    .txt("other.example", "v=spf1 ?all")),
        spf("eleven", "spf-too-many-lookups", SenderFaultsTest::eleven));
  }

  private static World eleven(World world) {
    StringBuilder record = new StringBuilder("v=spf1");
    for (int i = 1; i <= 11; i++) {
      record.append(" a:h").append(i).append(".example.com");
      world.host("h" + i + ".example.com", "192.0.2." + i);
    }
    return world.txt("example.com", record + " -all");
  }

  private static PolicyFaultsTest.Row spf(String claim, String code, UnaryOperator<World> fault) {
    return row(claim, code, fault);
  }

  @TestFactory
  Stream<DynamicTest> faultOfDmarcHasOneRoot() {
    return table(
        row("none", "dmarc-absent", w -> w.noName(DMARC, RecordType.TXT)),
        row("two", "dmarc-several", w -> w.txt(DMARC, "v=DMARC1; p=none", "v=DMARC1; p=reject")),
        row("lower case", "dmarc-syntax", w -> w.txt(DMARC, "v=dmarc1; p=reject")),
        row("no such policy", "dmarc-syntax", w -> w.txt(DMARC, "v=DMARC1; p=refuse")),
        row(
            "no such policy, and reports",
            "dmarc-syntax",
            w -> w.txt(DMARC, "v=DMARC1; p=refuse; rua=mailto:dmarc@example.com")),
        row("neither p nor rua", "dmarc-syntax", w -> w.txt(DMARC, "v=DMARC1; adkim=s")),
        row("no such alignment", "dmarc-syntax", w -> w.txt(DMARC, "v=DMARC1; p=reject; adkim=x")),
        row(
            "nothing that counts above",
            "dmarc-syntax",
            w -> w.noName(DMARC, RecordType.TXT).txt("_dmarc.com", "v=DMARC1; p=refuse")),
        row(
            "two above",
            "dmarc-several",
            w ->
                w.noName(DMARC, RecordType.TXT)
                    .txt("_dmarc.com", "v=DMARC1; p=none", "v=DMARC1; p=reject")),
        row(
            "a logo too early",
            "bimi-without-dmarc",
            w ->
                w.txt(DMARC, "v=DMARC1; p=quarantine; t=y")
                    .txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/l.svg")),
        row(
            "two logos",
            "bimi-syntax",
            w ->
                w.txt(
                    "default._bimi.example.com",
                    "v=BIMI1; l=https://example.com/l.svg",
                    "v=BIMI1; l=https://example.com/m.svg")),
        row(
            "failure reports to somebody who never agreed",
            "dmarc-reports-refused",
            w ->
                w.txt(DMARC, "v=DMARC1; p=reject; ruf=mailto:d@reports.example")
                    .noName("_dmarc.reports.example", RecordType.TXT)
                    .noName("_dmarc.example", RecordType.TXT)
                    .noName("example.com._report._dmarc.reports.example", RecordType.TXT)),
        row(
            "a logo without https",
            "bimi-syntax",
            w -> w.txt("default._bimi.example.com", "v=BIMI1; l=http://example.com/l.svg")),
        row(
            "reports to somebody who never agreed",
            "dmarc-reports-refused",
            w ->
                w.txt(DMARC, "v=DMARC1; p=reject; rua=mailto:d@reports.example")
                    .noName("_dmarc.reports.example", RecordType.TXT)
                    .noName("_dmarc.example", RecordType.TXT)
                    .noName("example.com._report._dmarc.reports.example", RecordType.TXT)));
  }

  @Test
  void unansweredQuestionsAreUnknown() {
    Diagnosis diagnosis =
        World.healthy()
            .failed(DMARC, RecordType.TXT, Answer.Why.TIMED_OUT)
            .failed(REPORTS, RecordType.TXT, Answer.Why.TIMED_OUT)
            .failed("example.com", RecordType.TXT, Answer.Why.SERVER_FAILED)
            .diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.surveyClass()).isEqualTo("good");
    assertThat(diagnosis.findings())
        .extracting(Finding::code)
        .contains(
            FindingCode.DMARC_UNANSWERED,
            FindingCode.TLSRPT_UNANSWERED,
            FindingCode.SPF_UNANSWERED);
  }

  @Test
  void whatSpfLeadsToAndIsNotAnsweredIsUnknown() {
    for (RecordType type : List.of(RecordType.TXT, RecordType.A)) {
      Diagnosis diagnosis =
          World.healthy()
              .txt(
                  "example.com",
                  "v=spf1 " + (type == RecordType.TXT ? "include:" : "a:") + "late.example -all")
              .failed("late.example", type, Answer.Why.SERVER_FAILED)
              .diagnosis();
      assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(diagnosis.findings())
          .filteredOn(finding -> finding.severity() == Severity.UNKNOWN)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.code()).isEqualTo(FindingCode.SPF_UNANSWERED);
                assertThat(finding.seen()).contains("late.example");
              });
    }
  }

  @Test
  void brokenRecordIsToldWithTheTermThatLeadsToIt() {
    Finding include =
        World.healthy()
            .txt("example.com", "v=spf1 include:one.example -all")
            .txt("one.example", "v=spf1 include:gone.example -all")
            .noName("gone.example", RecordType.TXT)
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(include.seen()).contains("\"include:one.example\"", "gone.example");
    Finding redirect =
        World.healthy()
            .txt("example.com", "v=spf1 redirect=gone.example")
            .noName("gone.example", RecordType.TXT)
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(redirect.cure()).contains("-all");
  }

  @Test
  void recordOfTheOldTypeIsNoneAndIsMentioned() {
    Finding finding =
        World.healthy()
            .txt("example.com", "hello")
            .found(
                "example.com",
                RecordType.SPF,
                Security.INSECURE,
                new DnsRecord.TxtRecord(List.of("v=spf1 -all")))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.code()).isEqualTo(FindingCode.SPF_ABSENT);
    assertThat(finding.seen()).contains("99");
  }

  @Test
  void recordOfAnotherIsNotToldToBeRewritten() {
    Finding finding =
        World.healthy()
            .txt("example.com", "v=spf1 include:open.example -all")
            .txt("open.example", "v=spf1 +all")
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.cure()).contains("record of open.example", "take out what leads to it");
  }

  @Test
  void policyAboveThatIsNotAnsweredIsUnknown() {
    Diagnosis diagnosis =
        World.healthy()
            .noName(DMARC, RecordType.TXT)
            .failed("_dmarc.com", RecordType.TXT, Answer.Why.SERVER_FAILED)
            .diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.has(FindingCode.DMARC_UNANSWERED)).isTrue();
    assertThat(diagnosis.has(FindingCode.DMARC_ABSENT)).isFalse();
  }

  @Test
  void policyThatExemptsNamesBelowIsWorthAWord() {
    for (String tag : List.of("sp", "np")) {
      Diagnosis diagnosis =
          World.healthy().txt(DMARC, "v=DMARC1; p=reject; " + tag + "=none").diagnosis();
      assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
      assertThat(diagnosis.findings())
          .filteredOn(finding -> finding.code() == FindingCode.DMARC_POLICY_NONE)
          .singleElement()
          .extracting(Finding::seen)
          .asString()
          .contains(tag + "=none");
    }
  }

  @Test
  void cureNeverTakesAPolicyBack() {
    for (String record :
        List.of("v=DMARC1; p=reject; adkim=x", "V=dmarc1; p=reject", "v=DMARC1;p=reject;;")) {
      assertThat(World.healthy().txt(DMARC, record).diagnosis().root().orElseThrow().cure())
          .as(record)
          .doesNotContain("quarantine", "none");
    }
  }

  @Test
  void faultThatLeavesThePolicyIsAWarning() {
    assertThat(
            World.healthy()
                .txt(DMARC, "v=DMARC1; p=reject; aspf=x; rua=mailto:dmarc@example.com")
                .diagnosis()
                .verdict())
        .isEqualTo(Verdict.WARNINGS);
    assertThat(
            World.healthy()
                .txt(DMARC, "v=DMARC1; p=reject; rua=dmarc@example.com")
                .diagnosis()
                .verdict())
        .isEqualTo(Verdict.ERRORS);
  }

  @Test
  void domainWithoutMailIsNotToldToReadReports() {
    Finding finding =
        World.healthy()
            .found(
                "example.com", RecordType.MX, Security.INSECURE, new MxRecord(0, DomainName.ROOT))
            .noName(DMARC, RecordType.TXT)
            .diagnosis()
            .findings()
            .stream()
            .filter(each -> each.code() == FindingCode.DMARC_ABSENT)
            .findFirst()
            .orElseThrow();
    assertThat(finding.cure()).contains("p=reject").doesNotContain("mailto:");
  }

  @Test
  void recordThatWasMeantForOneIsQuoted() {
    Finding finding =
        World.healthy()
            .txt(REPORTS, "v=tlsrptv1; rua=mailto:tls@example.com")
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.seen()).contains("v=tlsrptv1");
  }

  @Test
  void faultsOfSendersAreAmongTheNextSteps() {
    assertThat(World.healthy().txt("example.com", "v=spf1 +all").diagnosis().next())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.title()).isEqualTo("say who may send in your name");
              assertThat(step.text()).contains("Write -all");
            });
  }

  @Test
  void wholeNetOfAddressesIsNotToldToWriteAll() {
    assertThat(
            World.healthy()
                .txt("example.com", "v=spf1 ip4:0.0.0.0/0 -all")
                .diagnosis()
                .root()
                .orElseThrow()
                .cure())
        .doesNotContain("-all");
  }
}
