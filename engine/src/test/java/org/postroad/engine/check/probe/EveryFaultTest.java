package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.faults.FaultClass.HOST_UNREACHABLE;
import static org.postroad.lab.faults.FaultClass.MX_IPV6_SILENT;
import static org.postroad.lab.faults.FaultClass.PORT_25_BLOCKED;

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
import org.postroad.lab.faults.Expectation;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.protocol.dkim.Selectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Every fault that was measured in the field, as a domain that has it and no other: looked at over
/// real sockets, and judged. There is one root and all else follows from it.
class EveryFaultTest {

  /// Of those whom nobody answers at all: their own time, not everybody's.
  private static final Set<FaultClass> SLOW =
      Set.of(HOST_UNREACHABLE, MX_IPV6_SILENT, PORT_25_BLOCKED);

  private static final ProbedLab LAB = new ProbedLab();

  @BeforeAll
  static void givesTime() {
    LAB.settings = LAB.settings.total(Duration.ofMinutes(2)).patience(Duration.ofSeconds(30));
    LAB.settings = LAB.settings.selectors(Selectors.NAMES); // as a check guesses them
  }

  @AfterAll
  static void closes() {
    LAB.close();
  }

  @TestFactory
  Stream<DynamicTest> everyFaultHasOneRoot() {
    return Expectation.TABLE.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.fault().words() + " is " + row.root(), () -> holds(row)));
  }

  private static void holds(Expectation row) {
    DomainName name = DomainName.of(row.fault().text() + ".example");
    LabDomain domain = row.fault().befall(SoundDomain.at(LAB.net, name.text()).alsoOverIpv6());
    assertThat(domain.name()).isEqualTo(name.text());
    ProbeSettings settings =
        SLOW.contains(row.fault()) ? LAB.settings.patience(Duration.ofSeconds(5)) : LAB.settings;
    Diagnosis diagnosis = judged(name, settings);
    assertThat(diagnosis.verdict())
        .as(described(diagnosis))
        .isEqualTo(Verdict.valueOf(row.verdict().name()));
    boolean known = row.isKnown();
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
}
