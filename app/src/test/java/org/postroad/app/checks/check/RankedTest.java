package org.postroad.app.checks.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.Severity;

class RankedTest {

  private static final String A = "mx1.example.com (192.0.2.1)";
  private static final String B = "mx2.example.com (192.0.2.2)";

  @Test
  void theSameFaultAtTwoHostsIsOneWithTwoPlaces() {
    List<Ranked> ranked =
        Ranked.of(List.of(root(FindingCode.MX_EXPIRED, A), root(FindingCode.MX_EXPIRED, B)));
    assertThat(ranked).hasSize(1);
    assertThat(ranked.getFirst().places()).extracting(Finding::subject).containsExactly(A, B);
  }

  @Test
  void faultsThatAreCuredDifferentlyStayApart() {
    Finding other = finding(FindingCode.MX_EXPIRED, B, "renew the other", Optional.empty());
    assertThat(Ranked.of(List.of(root(FindingCode.MX_EXPIRED, A), other))).hasSize(2);
  }

  @Test
  void whatFollowsStandsBelowTheFaultOfItsOwnHost() {
    Finding other = finding(FindingCode.MX_EXPIRED, B, "renew the other", Optional.empty());
    Finding effect = follower(FindingCode.DANE_MISMATCH, B, FindingCode.MX_EXPIRED);
    List<Ranked> ranked = Ranked.of(List.of(root(FindingCode.MX_EXPIRED, A), other, effect));
    assertThat(ranked.getFirst().follow()).isEmpty();
    assertThat(ranked.getLast().follow()).containsExactly(new Ranked(List.of(effect), List.of()));
  }

  @Test
  void whatFollowsAtNoHostOfItsCauseIsNotLost() {
    Finding effect = follower(FindingCode.POLICY_EMPTY, "the file", FindingCode.MX_EXPIRED);
    Finding further = follower(FindingCode.POLICY_NO_MX, "the file", FindingCode.POLICY_EMPTY);
    List<Ranked> ranked = Ranked.of(List.of(root(FindingCode.MX_EXPIRED, A), effect, further));
    assertThat(ranked).hasSize(1);
    Ranked below = ranked.getFirst().follow().getFirst();
    assertThat(below.first()).isEqualTo(effect);
    assertThat(below.follow().getFirst().first()).isEqualTo(further);
  }

  @Test
  void whatIsOnlyGoodToKnowIsNoFaultAndNoCause() {
    Finding note =
        new Finding(
            FindingCode.POLICY_NOTE,
            Severity.INFO,
            "line 3",
            "RFC 8461 §3.2",
            "seen",
            "cause",
            "cure",
            Optional.empty(),
            Optional.empty());
    Finding effect = follower(FindingCode.POLICY_NO_MX, "the file", FindingCode.POLICY_NOTE);
    assertThat(Ranked.of(List.of(note, effect)))
        .containsExactly(new Ranked(List.of(effect), List.of()));
  }

  private static Finding root(FindingCode code, String subject) {
    return finding(code, subject, "renew it", Optional.empty());
  }

  private static Finding follower(FindingCode code, String subject, FindingCode cause) {
    return finding(code, subject, "nothing", Optional.of(cause));
  }

  private static Finding finding(
      FindingCode code, String subject, String cure, Optional<FindingCode> because) {
    return new Finding(
        code,
        Severity.ERROR,
        subject,
        code.section(),
        "seen",
        "cause",
        cure,
        because,
        Optional.empty());
  }
}
