package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.World.POLICY;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.Tcp;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.StsRecord;

/// The road ahead: TLS-RPT, MX certificates, testing, a week of watching, enforce.
class RoadTest {

  private static final String RECORD = "_mta-sts.example.com";

  private static List<String> titles(Diagnosis diagnosis) {
    return diagnosis.next().stream().map(NextStep::title).toList();
  }

  @Test
  void domainWithoutAnythingWalksTheWholeRoadInItsOrder() {
    World world =
        World.healthy()
            .noWeb()
            .noName(RECORD, RecordType.TXT)
            .noName("_smtp._tls.example.com", RecordType.TXT)
            .mxTls(World.faulty(CertificateFault.Kind.EXPIRED, World.MX));
    assertThat(titles(world.diagnosis()))
        .containsExactly(
            "ask for TLS reports",
            "mend the exchangers",
            "publish a policy in testing",
            "watch for a week at least",
            "enforce");
  }

  @Test
  void policyInTestingIsWatchedAndThenEnforced() {
    Diagnosis diagnosis = World.healthy().policy(POLICY.replace("enforce", "testing")).diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(titles(diagnosis)).containsExactly("watch for a week at least", "enforce");
    assertThat(policy(diagnosis.next().getLast()).mode()).isEqualTo(PolicyMode.ENFORCE);
  }

  @Test
  void policyThatWasInTestingForAWeekIsEnforcedNow() {
    NextStep enforce = inTesting("20260524T120000Z", Optional.of(Duration.ofDays(8))).getFirst();
    assertThat(enforce.title()).isEqualTo("enforce");
    assertThat(enforce.text())
        .startsWith(
            "By its id and its file the policy has been in testing since 2026-05-24, for 8 days.");
    assertThat(enforce.records().getFirst().value())
        .as("an id of now")
        .isEqualTo("\"v=STSv1; id=20260601T120000Z;\"");
    assertThat(policy(enforce).mode()).isEqualTo(PolicyMode.ENFORCE);
  }

  /// Both the id and the file must tell: one may have been changed without the other.
  @Test
  void whatWasInTestingForLessOrForNobodyKnowsHowLongIsWatchedFirst() {
    Optional<Duration> eightDays = Optional.of(Duration.ofDays(8));
    for (List<NextStep> steps :
        List.of(
            inTesting("20260526T120000Z", Optional.of(Duration.ofDays(6))),
            inTesting("20260526T120000Z", eightDays),
            inTesting("20260602T120000Z", eightDays), // tomorrow
            inTesting("20260524T120000Z", Optional.empty()),
            inTesting("7", eightDays))) {
      assertThat(steps)
          .extracting(NextStep::title)
          .containsExactly("watch for a week at least", "enforce");
    }
  }

  @Test
  void nothingWasWatchedWhereNobodyReported() {
    Diagnosis diagnosis =
        testing("20260524T120000Z", Optional.of(Duration.ofDays(8)))
            .noName("_smtp._tls.example.com", RecordType.TXT)
            .diagnosis();
    assertThat(titles(diagnosis))
        .containsExactly("ask for TLS reports", "watch for a week at least", "enforce");
  }

  private static List<NextStep> inTesting(String id, Optional<Duration> unchanged) {
    Diagnosis diagnosis = testing(id, unchanged).diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
    return diagnosis.next();
  }

  private static World testing(String id, Optional<Duration> unchanged) {
    Map<String, List<String>> fields = new HashMap<>();
    fields.put("content-type", List.of("text/plain"));
    unchanged.ifPresent(
        age ->
            fields.put(
                "last-modified",
                List.of(
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        World.NOW.minus(age).atOffset(ZoneOffset.UTC)))));
    String policy = POLICY.replace("enforce", "testing");
    return World.healthy()
        .txt(RECORD, "v=STSv1; id=" + id + ";")
        .webHttp(new Http.Answered(200, fields, policy, "", World.TOOK));
  }

  @Test
  void brokenRecordIsReplacedAndTheFileStays() {
    Diagnosis diagnosis = World.healthy().txt(RECORD, "v=STSv1; id=2026-06;").diagnosis();
    assertThat(titles(diagnosis)).containsExactly("publish the record anew");
    assertThat(diagnosis.next().getFirst().file()).isEmpty();
    assertThat(diagnosis.next().getFirst().records().getFirst().text())
        .isEqualTo("_mta-sts.example.com. IN TXT \"v=STSv1; id=20260601T120000Z;\"");
  }

  @Test
  void idOfEachStepIsNew() {
    List<String> ids =
        World.healthy().noName(RECORD, RecordType.TXT).diagnosis().next().stream()
            .flatMap(step -> step.records().stream())
            .map(NextStep.ZoneRecord::value)
            .toList();
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void enforcedPolicyIsNotLoosenedForAnExpiredCertificate() {
    Diagnosis diagnosis =
        World.healthy().mxTls(World.faulty(CertificateFault.Kind.EXPIRED, World.MX)).diagnosis();
    assertThat(titles(diagnosis)).containsExactly("mend the exchangers");
  }

  /// A file that the check would call invalid the next day.
  @Test
  void everyFileThatIsToBeServedIsAPolicyThatCoversTheExchangers() {
    String host = "mx_1.example.com";
    World world =
        World.healthy()
            .noWeb()
            .noName(RECORD, RecordType.TXT)
            .mx(host, "mx_2.example.com", World.MX)
            .host(host, World.MX_IP)
            .host("mx_2.example.com", World.MX_IP);
    List<NextStep> steps =
        world.diagnosis().next().stream().filter(step -> step.file().isPresent()).toList();
    assertThat(steps).hasSize(2);
    for (NextStep step : steps) {
      assertThat(step.file().orElseThrow().text())
          .containsOnlyOnce("mx: *.example.com\r\n")
          .contains("mx: mx.example.com\r\n");
      assertThat(policy(step).covers(DomainName.of(host))).isTrue();
    }
  }

  @Test
  void addressInPlaceOfAnExchangerIsInNoPolicyAndTheOnlyRoot() {
    Diagnosis diagnosis =
        World.healthy().noExchangers().mx("198.51.100.25").exchanger("198.51.100.25").diagnosis();
    assertThat(diagnosis.roots())
        .extracting(Finding::code)
        .containsExactly(FindingCode.MX_NO_ADDRESS);
    assertThat(titles(diagnosis)).containsExactly("mend the exchangers");
    Diagnosis first =
        World.healthy()
            .noExchangers()
            .mx("198.51.100.25")
            .exchanger("198.51.100.25")
            .noWeb()
            .noName(RECORD, RecordType.TXT)
            .diagnosis();
    assertThat(titles(first)).containsExactly("mend the exchangers");
  }

  /// Nobody could read it, so it held no mail back, and that mail arrives says nothing.
  @Test
  void unreadablePolicyIsEnforcedOnlyWhereEveryExchangerWasSeenGood() {
    String unreadable = "\ufeff" + POLICY;
    World good = World.healthy().policy(unreadable);
    assertThat(policy(good.diagnosis().next().getFirst()).mode()).isEqualTo(PolicyMode.ENFORCE);
    World bad =
        World.healthy()
            .policy(unreadable)
            .mxTls(World.faulty(CertificateFault.Kind.SELF_SIGNED, World.MX));
    assertThat(titles(bad.diagnosis()))
        .startsWith("mend the exchangers", "publish a policy in testing");
    World unseen =
        World.healthy()
            .policy(unreadable)
            .noExchangers()
            .exchanger(
                World.MX,
                World.healthy().smtpDown(World.MX, World.MX_IP, new Tcp.TimedOut(World.TOOK)))
            .port25(Reach.UNKNOWN);
    assertThat(titles(unseen.diagnosis())).startsWith("publish a policy in testing");
  }

  @Test
  void domainWithNowhereToDeliverIsToldToMendThat() {
    Diagnosis diagnosis =
        World.healthy()
            .noExchangers()
            .none("example.com", RecordType.MX)
            .host("example.com")
            .diagnosis();
    assertThat(titles(diagnosis)).containsExactly("mend the exchangers");
  }

  @Test
  void policyThatNobodyCouldSeeIsNotReplaced() {
    World unanswered = World.healthy().noWeb();
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      unanswered = unanswered.failed("mta-sts.example.com", type, Answer.Why.TIMED_OUT);
    }
    assertThat(unanswered.diagnosis().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(titles(unanswered.diagnosis())).isEmpty();
  }

  @Test
  void policyOfAHostThatIsDownIsToBeServedAgainAsItWas() {
    Diagnosis diagnosis =
        World.healthy()
            .noWeb()
            .webDown(World.WEB_IP, new Tcp.Refused("connection refused", World.TOOK))
            .diagnosis();
    assertThat(titles(diagnosis)).startsWith("mend the policy host", "publish a policy in testing");
    assertThat(diagnosis.next().get(1).text()).contains("serve that one again");
    assertThat(World.healthy().policy("").diagnosis().next().getFirst().text())
        .as("an empty file was seen")
        .doesNotContain("serve that one again");
  }

  @Test
  void nameServersThatDifferAreMendedAndNoRecordIsAddedToThem() {
    Diagnosis diagnosis =
        World.healthy()
            .nameServer("ns1.example.com", "192.0.2.1", World.serial(7), said("1"))
            .nameServer("ns2.example.com", "192.0.2.2", World.serial(7), said("2"))
            .diagnosis();
    assertThat(titles(diagnosis)).containsExactly("mend the name service");
  }

  private static NameServer.Said said(String id) {
    return World.said(
        RECORD, RecordType.TXT, new DnsRecord.TxtRecord(List.of("v=STSv1; id=" + id + ";")));
  }

  @Test
  void wildcardForItsOwnBareNameIsNotWidened() {
    Finding finding =
        World.healthy()
            .policy(POLICY.replace(World.MX, "*." + World.MX))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.code()).isEqualTo(FindingCode.POLICY_MX_WILDCARD_DEPTH);
    assertThat(finding.cure()).contains("mx: " + World.MX + ".").doesNotContain("*");
  }

  @Test
  void nobodyIsSentToEnforceBlindly() {
    Diagnosis diagnosis =
        World.healthy()
            .policy(POLICY.replace("enforce", "testing"))
            .port25(Reach.UNKNOWN)
            .diagnosis();
    assertThat(diagnosis.next().getLast().text()).contains("port 25");
  }

  @TestFactory
  Stream<DynamicTest> whatIsPastedMakesTheNextCheckGood() {
    return Stream.of(
        pasted("bad id", w -> w.txt(RECORD, "v=STSv1; id=a-b;")),
        pasted("two records", w -> w.txt(RECORD, "v=STSv1; id=1;", "v=STSv1; id=2;")),
        pasted("no record", w -> w.noName(RECORD, RecordType.TXT)),
        pasted("no reports", w -> w.noName("_smtp._tls.example.com", RecordType.TXT)),
        pasted("empty file", w -> w.policy("")),
        pasted("trailing dot", w -> w.policy(POLICY.replace(World.MX, World.MX + "."))),
        pasted("old MX", w -> w.policy(POLICY.replace(World.MX, "mx.old.example"))),
        pasted("short life", w -> w.policy(POLICY.replace("1209600", "60"))),
        pasted("404", w -> w.webHttp(World.http(404, "text/html", ""))));
  }

  private static DynamicTest pasted(String claim, UnaryOperator<World> fault) {
    return DynamicTest.dynamicTest(
        claim,
        () -> {
          World world = fault.apply(World.healthy());
          Diagnosis before = world.diagnosis();
          assertThat(before.verdict()).isNotEqualTo(Verdict.GOOD);
          paste(world, before.next());
          Diagnosis after = world.diagnosis();
          assertThat(after.verdict()).as("%s", after.findings()).isEqualTo(Verdict.GOOD);
        });
  }

  /// Up to the first step that waits for something.
  private static void paste(World world, List<NextStep> steps) {
    for (NextStep step : steps) {
      if (step.title().startsWith("watch")) {
        return;
      }
      step.file().ifPresent(file -> world.policy(file.text()));
      for (NextStep.ZoneRecord record : step.records()) {
        String text = record.value().substring(1, record.value().length() - 1);
        world.txt(record.name().text(), text);
        if (record.name().text().startsWith("_mta-sts")) {
          assertThat(StsRecord.parse(text)).isInstanceOf(StsRecord.Parsed.Valid.class);
        }
      }
    }
  }

  private static Policy policy(NextStep step) {
    byte[] octets = step.file().orElseThrow().text().getBytes(StandardCharsets.UTF_8);
    return ((Policy.Parsed.Valid) Policy.parse(octets)).policy();
  }
}
