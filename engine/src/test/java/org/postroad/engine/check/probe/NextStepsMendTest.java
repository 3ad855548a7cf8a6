package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.faults.FaultClass.*;
import static org.postroad.protocol.mtasts.PolicyMode.ENFORCE;
import static org.postroad.protocol.mtasts.PolicyMode.TESTING;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.NextStep;
import org.postroad.engine.check.diagnosis.NextStep.ZoneRecord;
import org.postroad.engine.check.diagnosis.Verdict;
import org.postroad.lab.LabDomain;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyMode;

/// What the next steps say to publish, published as it stands there: the next check is good. So it
/// is for every fault that records and a policy file can mend.
class NextStepsMendTest {

  /// The mode of the policy that is to be published first, or to stay. Written by hand: who meant
  /// `enforce` and can keep it stays there, all others begin in testing.
  private static final Map<FaultClass, PolicyMode> MENDED = new LinkedHashMap<>();

  static {
    MENDED.put(BAD_ID, ENFORCE);
    MENDED.put(MISSING_ID, ENFORCE);
    MENDED.put(WRONG_VERSION, ENFORCE);
    MENDED.put(BAD_EXTENSION, ENFORCE);
    MENDED.put(STALE_ID, ENFORCE);
    MENDED.put(HOST_NOT_FOUND, TESTING);
    MENDED.put(HOST_SERVER_ERROR, TESTING);
    MENDED.put(HOST_REDIRECT, TESTING);
    MENDED.put(HOST_CONTENT_TYPE, ENFORCE);
    MENDED.put(POLICY_EMAIL_ADDRESS, ENFORCE);
    MENDED.put(POLICY_TRAILING_DOT, ENFORCE);
    MENDED.put(POLICY_EMPTY_MX, ENFORCE);
    MENDED.put(POLICY_EMPTY_FILE, TESTING);
    MENDED.put(POLICY_BRACKETED_MODE, TESTING);
    MENDED.put(POLICY_BLANK_LINES, ENFORCE);
    MENDED.put(POLICY_STRAY_SPACES, ENFORCE);
    MENDED.put(MX_TYPO, ENFORCE);
    MENDED.put(MX_POLICY_HOST_LISTED, ENFORCE);
    MENDED.put(MX_EXTRA_LABEL, ENFORCE);
    MENDED.put(MX_OTHER_DOMAIN, ENFORCE);
    MENDED.put(MX_WILDCARD, ENFORCE);
    MENDED.put(MX_MICROSOFT, ENFORCE);
    MENDED.put(MX_SPLIT_PROVIDERS, ENFORCE);
    MENDED.put(LEFT_RENEWED, ENFORCE);
    MENDED.put(LEFT_EMPTY_FILE, TESTING);
    MENDED.put(TLSA_LATE, ENFORCE);
    MENDED.put(INTERMEDIATE_CHANGED, ENFORCE);
  }

  private static final String WATCH = "watch for a week at least";

  private static final ProbedLab LAB = new ProbedLab();

  @AfterAll
  static void closes() {
    LAB.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsPublishedAsSaidMendsTheDomain() {
    return MENDED.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().words(), () -> mends(entry.getKey(), entry.getValue())));
  }

  private static void mends(FaultClass fault, PolicyMode mode) {
    LabDomain domain = fault.befall(SoundDomain.at(LAB.net, fault.text() + ".example"));
    Diagnosis broken = judged(domain);
    assertThat(broken.verdict()).isNotEqualTo(Verdict.GOOD);

    publish(domain, untilWatching(broken.next()));
    LAB.net.clock().advance(Duration.ofMinutes(5));
    Diagnosis mended = judged(domain);
    assertThat(mended.verdict()).as("%s", mended.findings()).isEqualTo(Verdict.GOOD);
    assertThat(mended.has(FindingCode.POLICY_MODE_TESTING)).isEqualTo(mode == TESTING);

    if (mode == TESTING) {
      assertThat(mended.next()).extracting(NextStep::title).containsExactly(WATCH, "enforce");
      publish(domain, mended.next());
      mended = judged(domain);
      assertThat(mended.verdict()).as("%s", mended.findings()).isEqualTo(Verdict.GOOD);
      assertThat(mended.has(FindingCode.POLICY_MODE_TESTING)).isFalse();
    }
    assertThat(mended.next()).as("the end of the road").isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> whoCannotPublishIsToldWhereToMend() {
    return Map.of(
            LEFT_UNCHANGED, "mend the policy host",
            NAME_SERVER_SERIALS, "mend the name service",
            DNSSEC_EXPIRED, "mend the name service",
            MX_CERTIFICATE_CHAIN, "mend the exchangers",
            TLSA_WITHOUT_DS, "mend the TLSA records",
            HOST_NO_CERTIFICATE, "mend the policy host")
        .entrySet()
        .stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().words(),
                    () -> {
                      FaultClass fault = entry.getKey();
                      NextStep first =
                          judged(fault.stage(LAB.net, fault.text() + ".example")).next().getFirst();
                      assertThat(first.title()).isEqualTo(entry.getValue());
                      assertThat(first.records()).as("nothing to paste").isEmpty();
                    }));
  }

  private static List<NextStep> untilWatching(List<NextStep> steps) {
    return steps.stream().takeWhile(step -> !step.title().equals(WATCH)).toList();
  }

  /// The files first, then the records, as each step says.
  private static void publish(LabDomain domain, List<NextStep> steps) {
    assertThat(steps).anySatisfy(step -> assertThat(step.records()).isNotEmpty());
    for (NextStep step : steps) {
      step.file()
          .ifPresent(
              file -> {
                assertThat(file.url())
                    .isEqualTo("https://" + domain.policyHostName() + "/.well-known/mta-sts.txt");
                domain.policyHost().policy(domain.policyHostName(), file.text());
              });
      Map<DomainName, List<ZoneRecord>> byName =
          step.records().stream().collect(Collectors.groupingBy(ZoneRecord::name));
      byName.forEach(
          (name, records) ->
              LAB.net
                  .dns()
                  .set(
                      name.text(),
                      records.getFirst().type(),
                      records.stream().map(ZoneRecord::value).toArray(String[]::new)));
    }
  }

  private static Diagnosis judged(LabDomain domain) {
    DomainFacts facts = LAB.probe().gather(DomainName.of(domain.name()));
    return Diagnosis.of(facts, facts.circumstances().started());
  }
}
