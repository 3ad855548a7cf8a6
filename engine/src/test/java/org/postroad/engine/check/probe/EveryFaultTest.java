package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Verdict.ERRORS;
import static org.postroad.engine.check.diagnosis.Verdict.UNKNOWN;
import static org.postroad.engine.check.diagnosis.Verdict.WARNINGS;
import static org.postroad.lab.faults.FaultClass.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.DiagnosisInvariants;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.check.diagnosis.Verdict;
import org.postroad.engine.check.json.FactsJson;
import org.postroad.lab.LabDomain;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Every fault that was measured in the field, as a domain that has it and no other: looked at over
/// real sockets, and judged. There is one root and all else follows from it.
class EveryFaultTest {

  /// What is to be found; written by hand, from what the fault is and not from what the judge says.
  ///
  /// @param root the one root; where the verdict is unknown, what could not be found out
  /// @param following all that follows from it
  private record Row(FaultClass fault, Verdict verdict, String root, Set<String> following) {}

  private static final List<Row> TABLE =
      List.of(
          // the record
          row(BAD_ID, ERRORS, "sts-record-bad-id"),
          row(MISSING_ID, ERRORS, "sts-record-missing-id"),
          row(WRONG_VERSION, ERRORS, "sts-record-wrong-version"),
          row(BAD_EXTENSION, ERRORS, "sts-record-bad-extension"),
          row(STALE_ID, WARNINGS, "policy-changed-after-id"),
          // the policy host: DNS, TCP, TLS, HTTP
          row(HOST_NXDOMAIN, ERRORS, "policy-host-no-such-name"),
          row(HOST_SERVFAIL, UNKNOWN, "policy-host-dns-failed"),
          row(HOST_REFUSES, ERRORS, "policy-host-refused"),
          row(HOST_UNREACHABLE, ERRORS, "policy-host-timed-out"),
          row(HOST_NAME_MISMATCH, ERRORS, "policy-host-name-mismatch", "policy-host-not-found"),
          row(HOST_SELF_SIGNED, ERRORS, "policy-host-self-signed"),
          row(HOST_EXPIRED, ERRORS, "policy-host-expired"),
          row(HOST_NO_CERTIFICATE, ERRORS, "policy-host-no-certificate"),
          row(HOST_INCOMPLETE_CHAIN, ERRORS, "policy-host-incomplete-chain"),
          row(HOST_NOT_FOUND, ERRORS, "policy-host-not-found"),
          row(HOST_SERVER_ERROR, ERRORS, "policy-host-status"),
          row(HOST_REDIRECT, ERRORS, "policy-host-redirect"),
          row(HOST_CONTENT_TYPE, ERRORS, "policy-host-content-type"),
          row(HOST_IPV6_BROKEN, WARNINGS, "policy-host-ipv6-broken"),
          // the policy's text
          row(POLICY_EMAIL_ADDRESS, ERRORS, "policy-mx-email-address"),
          row(POLICY_TRAILING_DOT, ERRORS, "policy-mx-trailing-dot"),
          row(POLICY_EMPTY_MX, ERRORS, "policy-mx-empty"),
          row(POLICY_EMPTY_FILE, ERRORS, "policy-empty"),
          row(POLICY_BRACKETED_MODE, ERRORS, "policy-mode-bracketed"),
          row(POLICY_BLANK_LINES, ERRORS, "policy-blank-line"),
          row(POLICY_STRAY_SPACES, ERRORS, "policy-stray-space"),
          // the policy against the exchangers
          row(MX_TYPO, ERRORS, "policy-mx-typo"),
          row(MX_POLICY_HOST_LISTED, ERRORS, "policy-mx-extra-label"),
          row(MX_EXTRA_LABEL, ERRORS, "policy-mx-extra-label"),
          row(MX_OTHER_DOMAIN, ERRORS, "policy-mx-other-domain"),
          row(MX_WILDCARD, ERRORS, "policy-mx-wildcard-depth"),
          row(MX_MICROSOFT, ERRORS, "policy-mx-wildcard-depth"),
          row(MX_SPLIT_PROVIDERS, ERRORS, "policy-mx-split-providers"),
          row(LEFT_NXDOMAIN, ERRORS, "policy-host-dangling-alias"),
          row(LEFT_RENEWED, ERRORS, "policy-provider-left"),
          row(LEFT_EMPTY_FILE, ERRORS, "policy-empty"),
          row(LEFT_UNCHANGED, ERRORS, "policy-provider-left", "policy-host-expired"),
          // the exchangers
          row(MX_CERTIFICATE_EXPIRED, ERRORS, "mx-expired"),
          row(MX_CERTIFICATE_SELF_SIGNED, ERRORS, "mx-self-signed"),
          row(MX_CERTIFICATE_WRONG_NAME, ERRORS, "mx-name-mismatch"),
          row(MX_CERTIFICATE_CHAIN, ERRORS, "mx-incomplete-chain"),
          row(MX_IPV6_BROKEN, WARNINGS, "mx-ipv6-broken"),
          row(MX_IPV6_SILENT, WARNINGS, "mx-ipv6-broken"),
          row(PORT_25_BLOCKED, UNKNOWN, "port-25-blocked"),
          // DANE and the DNS
          row(TLSA_LATE, ERRORS, "dane-tlsa-late"),
          row(INTERMEDIATE_CHANGED, ERRORS, "dane-ta-changed"),
          row(TLSA_WITHOUT_DS, WARNINGS, "dane-insecure-zone"),
          row(
              DNSSEC_EXPIRED,
              ERRORS,
              "dnssec-expired",
              "dnssec-bogus",
              "sts-record-unanswered",
              "policy-host-dns-failed",
              "mx-dns-failed",
              "tlsrpt-unanswered",
              "spf-unanswered",
              "dmarc-unanswered"),
          row(NAME_SERVER_IDS, ERRORS, "sts-record-differs"),
          row(NAME_SERVER_SERIALS, ERRORS, "name-server-serials-differ", "sts-record-differs"));

  /// Of those whom nobody answers at all: their own time, not everybody's.
  private static final Set<FaultClass> SLOW =
      Set.of(HOST_UNREACHABLE, MX_IPV6_SILENT, PORT_25_BLOCKED);

  private static final ProbedLab LAB = new ProbedLab();

  @BeforeAll
  static void givesTime() {
    LAB.settings = LAB.settings.total(Duration.ofMinutes(2)).patience(Duration.ofSeconds(30));
  }

  @AfterAll
  static void closes() {
    LAB.close();
  }

  @Test
  void everyFaultStandsInTheTableOnce() {
    assertThat(TABLE).extracting(Row::fault).containsExactlyInAnyOrder(FaultClass.values());
  }

  @TestFactory
  Stream<DynamicTest> everyFaultHasOneRoot() {
    return TABLE.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.fault().words() + " is " + row.root(), () -> holds(row)));
  }

  private static void holds(Row row) {
    DomainName name = DomainName.of(row.fault().text() + ".example");
    LabDomain domain = row.fault().befall(SoundDomain.at(LAB.net, name.text()).alsoOverIpv6());
    assertThat(domain.name()).isEqualTo(name.text());
    ProbeSettings settings =
        SLOW.contains(row.fault()) ? LAB.settings.patience(Duration.ofSeconds(5)) : LAB.settings;
    Diagnosis diagnosis = judged(name, settings);
    assertThat(diagnosis.verdict()).as(described(diagnosis)).isEqualTo(row.verdict());
    boolean known = row.verdict() != UNKNOWN;
    assertThat(diagnosis.roots())
        .as(described(diagnosis))
        .extracting(finding -> finding.code().text())
        .containsExactlyElementsOf(known ? List.of(row.root()) : List.of());
    assertThat(diagnosis.surveyClass()).isEqualTo(known ? row.root() : "unknown");
    assertThat(diagnosis.next().isEmpty()).as("nothing to do").isEqualTo(!known);
    assertThat(codes(diagnosis.findings().stream().filter(f -> f.because().isPresent()).toList()))
        .as(described(diagnosis))
        .containsExactlyInAnyOrderElementsOf(row.following());
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.severity() != Severity.INFO)
        .allSatisfy(
            finding ->
                assertThat(origin(finding, diagnosis))
                    .as(described(diagnosis))
                    .isEqualTo(row.root()));
  }

  @TestFactory
  Stream<DynamicTest> soundDomainHasNoRoot() {
    return Stream.of(
        sound("plain", domain -> {}),
        sound("dane", domain -> domain.domain().dane()),
        sound(
            "wildcard-pattern",
            domain ->
                domain
                    .domain()
                    .publish(
                        domain.domain().policy(PolicyMode.ENFORCE, "*." + domain.domain().name()))),
        sound(
            "wildcard-mx",
            domain ->
                domain
                    .net()
                    .dns()
                    .set(
                        "*." + domain.domain().name(),
                        RecordType.MX,
                        "10 " + domain.domain().mxName())),
        sound(
            "intermediate",
            domain ->
                domain
                    .domain()
                    .mx()
                    .credential(
                        domain
                            .net()
                            .ca()
                            .issue(Leaf.of(domain.domain().mxName()).viaIntermediate()))));
  }

  private static DynamicTest sound(String what, Consumer<SoundDomain> change) {
    return DynamicTest.dynamicTest(
        "sound: " + what,
        () -> {
          DomainName name = DomainName.of("sound-" + what + ".example");
          change.accept(SoundDomain.at(LAB.net, name.text()).alsoOverIpv6());
          Diagnosis diagnosis = judged(name, LAB.settings);
          assertThat(diagnosis.verdict()).as(described(diagnosis)).isEqualTo(Verdict.GOOD);
          assertThat(diagnosis.surveyClass()).isEqualTo("good");
        });
  }

  /// From the network, and once more from what was written down.
  private static Diagnosis judged(DomainName name, ProbeSettings settings) {
    DomainFacts facts =
        new DomainProbe(LAB.vantage(), settings, List.of(), Progress.SILENT).gather(name);
    assertThat(facts.circumstances().complete()).isTrue();
    Diagnosis diagnosis = Diagnosis.of(facts, facts.circumstances().started());
    assertThat(FactsJson.read(FactsJson.write(facts)))
        .isInstanceOfSatisfying(
            FactsJson.Parsed.Valid.class,
            again ->
                assertThat(Diagnosis.of(again.facts(), again.facts().circumstances().started()))
                    .as("judged from JSON")
                    .isEqualTo(diagnosis));
    DiagnosisInvariants.hold(diagnosis);
    return diagnosis;
  }

  /// The code that a finding goes back to in the end.
  private static String origin(Finding finding, Diagnosis diagnosis) {
    FindingCode code = finding.code();
    Optional<FindingCode> cause = finding.because();
    while (cause.isPresent()) {
      code = cause.get();
      cause = because(code, diagnosis);
    }
    return code.text();
  }

  private static Optional<FindingCode> because(FindingCode code, Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.code() == code)
        .findFirst()
        .flatMap(Finding::because);
  }

  private static Set<String> codes(List<Finding> findings) {
    Set<String> codes = new TreeSet<>();
    findings.forEach(finding -> codes.add(finding.code().text()));
    return codes;
  }

  private static String described(Diagnosis diagnosis) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : diagnosis.findings()) {
      lines.add(
          finding.severity().text()
              + " "
              + finding.code().text()
              + finding.because().map(cause -> " because of " + cause.text()).orElse("")
              + " ["
              + finding.subject()
              + "] "
              + finding.seen());
    }
    return String.join("\n", lines);
  }

  private static Row row(FaultClass fault, Verdict verdict, String root, String... following) {
    return new Row(fault, verdict, root, Set.of(following));
  }
}
