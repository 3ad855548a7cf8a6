package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;

/// RFC 8461 §3.3, §5.1, §8.3, §10.2, case by case.
class PolicyRulesTest {

  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration TTL = Duration.ofMinutes(5);

  private final PolicyRules rules = new PolicyRules(Optional.of(Duration.ofHours(4)));
  private Instant now = START;
  private DomainState state = DomainState.unknown(START);

  @Test
  void firstQuestionLooksUpFetchesAndApplies() {
    assertThat(rules.onQuestion(state, now)).isInstanceOf(PolicyStep.LookUp.class);
    PolicyStep.Fetch fetch = fetchAfter(found("1"));
    assertThat(fetch.id()).isEqualTo("1");
    assertThat(fetch.counted()).isFalse();
    PolicyStep.Answer answer = rules.afterFetch(fetch, fetched(PolicyMode.ENFORCE), now);
    assertThat(answer.resolution())
        .isEqualTo(
            new Resolution.Applies(
                new CachedPolicy(policy(PolicyMode.ENFORCE), "1", now), Resolution.Source.FETCHED));
  }

  @Test
  void attackerWhoHidesTheRecordCannotStripACachedPolicy() {
    warm();
    pass(Duration.ofDays(6));
    assertApplies(rules.afterRecord(state, absent(), now));
    assertApplies(rules.onQuestion(state, now));
  }

  @Test
  void attackerWhoTimesOutTheRecordCannotStripACachedPolicy() {
    warm();
    pass(Duration.ofDays(6));
    assertApplies(rules.afterRecord(state, unanswered(), now));
    assertApplies(rules.onQuestion(state, now));
  }

  @Test
  void attackerWhoForgesAnIdAndBlocksHttpsCannotStripACachedPolicy() {
    warm();
    pass(Duration.ofHours(2));
    PolicyStep.Fetch fetch = fetchAfter(found("forged"));
    assertApplies(rules.afterFetch(fetch, new PolicyFetch.FetchError("blocked"), now));
  }

  @Test
  void attackerWhoServesAnInvalidPolicyCannotStripACachedPolicy() {
    warm();
    pass(Duration.ofHours(2));
    PolicyStep.Fetch fetch = fetchAfter(found("new"));
    assertApplies(rules.afterFetch(fetch, new PolicyFetch.PolicyInvalid("no mx"), now));
  }

  @Test
  void attackerWhoForgesIdsCannotMakeUsFetchMoreThanSixTimesAnHour() {
    warm();
    int fetches = 0;
    for (int i = 0; i < 600; i++) {
      pass(Duration.ofSeconds(6));
      PolicyStep step = rules.afterRecord(state, found("forged" + i), now);
      state = step.state();
      if (step instanceof PolicyStep.Fetch fetch) {
        fetches++;
        state = rules.afterFetch(fetch, new PolicyFetch.FetchError("blocked"), now).state();
      }
      assertApplies(rules.onQuestion(state, now));
    }
    assertThat(fetches).isEqualTo(6);
  }

  @Test
  void failedFetchOfAnIdIsNotRepeatedForFiveMinutes() {
    PolicyStep.Fetch first = fetchAfter(found("1"));
    state = rules.afterFetch(first, new PolicyFetch.FetchError("HTTP 503"), now).state();
    pass(Duration.ofSeconds(299));
    assertThat(rules.afterRecord(state, found("1"), now))
        .isInstanceOfSatisfying(
            PolicyStep.Answer.class,
            answer ->
                assertThat(answer.resolution())
                    .isEqualTo(
                        new Resolution.NoPolicy(
                            Resolution.Reason.FETCH_FAILED, "sts-policy-fetch-error: HTTP 503")));
    assertThat(rules.afterRecord(state, found("2"), now)).isInstanceOf(PolicyStep.Fetch.class);
    pass(Duration.ofSeconds(1));
    assertThat(rules.afterRecord(state, found("1"), now)).isInstanceOf(PolicyStep.Fetch.class);
  }

  @Test
  void foundRecordWithoutPolicyIsAsIfTheDomainHadNone() {
    PolicyStep.Fetch fetch = fetchAfter(found("1"));
    assertThat(rules.afterFetch(fetch, new PolicyFetch.WebPkiInvalid("expired"), now).resolution())
        .isEqualTo(
            new Resolution.NoPolicy(Resolution.Reason.FETCH_FAILED, "sts-webpki-invalid: expired"));
  }

  @Test
  void unchangedIdFetchesNothingAndProlongsNothing() {
    warm();
    Instant expires = state.policy().orElseThrow().expires();
    pass(Duration.ofHours(2));
    PolicyStep step = rules.afterRecord(state, found("1"), now);
    assertApplies(step);
    assertThat(step.state().policy().orElseThrow().expires()).isEqualTo(expires);
    now = expires;
    assertThat(rules.onQuestion(step.state(), now)).isInstanceOf(PolicyStep.LookUp.class);
  }

  @Test
  void policyOfModeNoneReplacesTheOneInForce() {
    warm();
    pass(Duration.ofHours(2));
    PolicyStep.Fetch fetch = fetchAfter(found("2"));
    PolicyStep.Answer answer = rules.afterFetch(fetch, fetched(PolicyMode.NONE), now);
    assertThat(answer.resolution())
        .isInstanceOfSatisfying(
            Resolution.Applies.class,
            applies -> assertThat(applies.policy().policy().mode()).isEqualTo(PolicyMode.NONE));
  }

  @Test
  void silenceIsDelayForFourHoursThenNoPolicyWithItsReason() {
    for (long minutes : List.of(0L, 239L)) {
      pass(Duration.ofMinutes(minutes));
      PolicyStep step = rules.afterRecord(state, unanswered(), now);
      assertTryLater(step);
      state = step.state();
    }
    pass(Duration.ofMinutes(1));
    assertThat(resolution(rules.afterRecord(state, unanswered(), now)))
        .isEqualTo(
            new Resolution.NoPolicy(Resolution.Reason.UNANSWERED_TOO_LONG, "no server answered"));
  }

  @Test
  void anAnswerEndsTheDelayAndTheNextSilenceBeginsAnew() {
    state = rules.afterRecord(state, unanswered(), now).state();
    pass(Duration.ofHours(3));
    state = rules.afterRecord(state, absent(), now).state();
    pass(Duration.ofHours(3));
    assertTryLater(rules.afterRecord(state, unanswered(), now));
  }

  @Test
  void attackerWhoSilencedTheRecordLastWeekMustDelayUsAgain() {
    state = rules.afterRecord(state, unanswered(), now).state();
    pass(Duration.ofDays(7));
    assertTryLater(rules.afterRecord(state, unanswered(), now));
  }

  @Test
  void deferringForEverNeverGivesIn() {
    PolicyRules forEver = new PolicyRules(Optional.empty());
    for (int i = 0; i < 100; i++) {
      PolicyStep step = forEver.afterRecord(state, unanswered(), now);
      assertTryLater(step);
      state = step.state();
      pass(Duration.ofHours(20));
    }
  }

  @Test
  void deferringNotAtAllGivesInAtOnce() {
    PolicyRules never = new PolicyRules(Optional.of(Duration.ZERO));
    assertThat(resolution(never.afterRecord(state, unanswered(), now)))
        .isInstanceOf(Resolution.NoPolicy.class);
  }

  @Test
  void maxAgeZeroIsGoodForOneAnswerAndOneFetchASecond() {
    PolicyStep.Fetch fetch = fetchAfter(found("1"));
    Policy brief = policy(PolicyMode.ENFORCE, Duration.ZERO);
    PolicyStep.Answer answer = rules.afterFetch(fetch, new PolicyFetch.Fetched(brief), now);
    assertThat(answer.resolution()).isInstanceOf(Resolution.Applies.class);
    state = answer.state();
    assertThat(rules.onQuestion(state, now)).isInstanceOf(PolicyStep.LookUp.class);
    assertThat(rules.afterRecord(state, found("1"), now))
        .isInstanceOfSatisfying(
            PolicyStep.Wait.class,
            pause -> assertThat(pause.until()).isEqualTo(START.plusSeconds(1)));
    pass(Duration.ofSeconds(1));
    assertThat(rules.afterRecord(state, found("1"), now))
        .isInstanceOfSatisfying(
            PolicyStep.Fetch.class, next -> assertThat(next.counted()).isFalse());
  }

  @Test
  void recordIsLookedAtAgainAfterItsTtlButWithinAnHourAndNotWithinAMinute() {
    for (var row :
        List.of(
            List.of(0L, 60L), List.of(59L, 60L), List.of(300L, 300L), List.of(86_400L, 3_600L))) {
      state = DomainState.unknown(now);
      warm(Duration.ofSeconds(row.get(0)));
      Instant due = now.plusSeconds(row.get(1));
      assertThat(rules.lookDue(state, due.minusMillis(1))).as("ttl %s", row.get(0)).isFalse();
      assertThat(rules.lookDue(state, due)).as("ttl %s", row.get(0)).isTrue();
    }
  }

  @Test
  void policyIsRefreshedDailyThoughItsRecordIsGone() {
    warm();
    pass(Duration.ofHours(1));
    state = rules.afterRecord(state, absent(), now).state();
    pass(Duration.ofHours(22));
    assertThat(rules.refreshDue(state, now)).isFalse();
    pass(Duration.ofHours(1));
    assertThat(rules.refreshDue(state, now)).isTrue();
    PolicyStep.Fetch refresh = rules.refresh(state);
    assertThat(refresh.id()).isEqualTo("1");
    state = rules.afterFetch(refresh, fetched(PolicyMode.ENFORCE), now).state();
    assertThat(state.policy().orElseThrow().fetched()).isEqualTo(now);
  }

  @Test
  void failedRefreshIsTriedAgainAfterAnHourAndNamedNearTheEnd() {
    warm();
    pass(Duration.ofDays(1));
    state = rules.afterFetch(rules.refresh(state), new PolicyFetch.FetchError("x"), now).state();
    assertThat(rules.refreshDue(state, now.plus(Duration.ofMinutes(59)))).isFalse();
    assertThat(rules.refreshDue(state, now.plus(Duration.ofMinutes(60)))).isTrue();
    assertThat(rules.nearsExpiry(state, now)).isFalse();
    assertThat(rules.nearsExpiry(state, START.plus(Duration.ofDays(6)))).isTrue();
  }

  @Test
  void policyOfModeNoneNearingItsEndIsNoNews() {
    PolicyStep.Fetch fetch = fetchAfter(found("1"));
    state = rules.afterFetch(fetch, fetched(PolicyMode.NONE), now).state();
    pass(Duration.ofDays(6));
    state = rules.afterFetch(rules.refresh(state), new PolicyFetch.FetchError("x"), now).state();
    assertThat(rules.nearsExpiry(state, now)).isFalse();
  }

  @Test
  void domainNobodyAsksForIsNotRefreshed() {
    PolicyStep.Fetch fetch = fetchAfter(found("1"));
    Policy year = policy(PolicyMode.ENFORCE, Policy.MAX_AGE_MAX);
    state = rules.afterFetch(fetch, new PolicyFetch.Fetched(year), now).state();
    pass(Duration.ofDays(30));
    assertThat(rules.refreshDue(state, now)).isFalse();
    state = rules.onQuestion(state, now).state();
    assertThat(rules.refreshDue(state, now)).isTrue();
  }

  @Test
  void doubtFetchesThoughTheIdIsUnchangedButNotAgainWithinFiveMinutes() {
    warm();
    assertThat(rules.doubted(state, now.plusSeconds(299))).isEmpty();
    pass(Duration.ofMinutes(5));
    PolicyStep.Fetch fetch = rules.doubted(state, now).orElseThrow();
    assertThat(fetch.counted()).isTrue();
    state = rules.afterFetch(fetch, new PolicyFetch.FetchError("x"), now).state();
    assertThat(rules.doubted(state, now.plusSeconds(299))).isEmpty();
  }

  @Test
  void answersHoldUntilTheNextLookOrTheEnd() {
    warm();
    PolicyStep.Answer answer = (PolicyStep.Answer) rules.onQuestion(state, now);
    assertThat(PolicyRules.holdsUntil(answer, now)).isEqualTo(START.plus(TTL));
    pass(Duration.ofDays(7).minusSeconds(10));
    answer = (PolicyStep.Answer) rules.afterRecord(state, found("1"), now);
    assertThat(PolicyRules.holdsUntil(answer, now)).isEqualTo(START.plus(Duration.ofDays(7)));
  }

  @Test
  void negativeAnswersHoldBetweenThirtySecondsAndAQuarterOfAnHour() {
    for (var row : List.of(List.of(0L, 30L), List.of(100L, 100L), List.of(86_400L, 900L))) {
      RecordLookup none =
          new RecordLookup.Absent(
              RecordLookup.Reason.NO_RECORD, "none", Duration.ofSeconds(row.get(0)));
      PolicyStep.Answer answer = (PolicyStep.Answer) rules.afterRecord(state, none, now);
      assertThat(PolicyRules.holdsUntil(answer, now)).isEqualTo(START.plusSeconds(row.get(1)));
    }
  }

  @Test
  void failedFetchHoldsUntilItsBackOffEndsAndSilenceNotAtAll() {
    PolicyStep.Fetch fetch =
        fetchAfter(new RecordLookup.Found(new StsRecord("1"), Duration.ofDays(1)));
    PolicyStep.Answer failed = rules.afterFetch(fetch, new PolicyFetch.FetchError("x"), now);
    assertThat(PolicyRules.holdsUntil(failed, now)).isEqualTo(START.plusSeconds(300));
    PolicyStep.Answer silent = (PolicyStep.Answer) rules.afterRecord(state, unanswered(), now);
    assertThat(PolicyRules.holdsUntil(silent, now)).isEqualTo(now);
  }

  /// A host that came up with a clock months ahead, which was then put right.
  @Test
  void nothingWaitsForTheTimesOfAClockThatWasAhead() {
    PolicyStep.Fetch fetch = fetchAfter(found("1"));
    for (int i = 0; i < PolicyRules.COUNTED_PER_HOUR + 1; i++) {
      pass(PolicyRules.BACK_OFF);
      state = rules.afterFetch(fetch, new PolicyFetch.FetchError("HTTP 503"), now).state();
      fetch = rules.refresh(state);
    }
    state = rules.afterRecord(state, unanswered(), now).state();
    now = START.minus(Duration.ofDays(60));
    assertThat(
            PolicyRules.holdsUntil(
                (PolicyStep.Answer) rules.afterRecord(state, absent(), now), now))
        .isBeforeOrEqualTo(now.plus(PolicyRules.NEGATIVE_MAX));
    fetch = fetchAfter(found("1"));
    state = rules.afterFetch(fetch, new PolicyFetch.FetchError("HTTP 503"), now).state();
    assertThat(rules.afterRecord(state, found("1"), now))
        .as("the back-off counts from the new clock")
        .isInstanceOf(PolicyStep.Answer.class);
    pass(PolicyRules.BACK_OFF);
    assertThat(rules.afterRecord(state, found("1"), now)).isInstanceOf(PolicyStep.Fetch.class);
  }

  @Test
  void aPolicyFromAClockThatWasAheadIsLookedAtAgainAndMayBeDoubted() {
    warm();
    now = START.minus(Duration.ofDays(60));
    assertApplies(rules.onQuestion(state, now));
    assertThat(rules.lookDue(state, now)).isTrue();
    assertThat(rules.doubted(state, now)).isPresent();
    assertThat(PolicyRules.holdsUntil((PolicyStep.Answer) rules.onQuestion(state, now), now))
        .isEqualTo(now);
    assertThat(rules.afterRecord(state, found("2"), now)).isInstanceOf(PolicyStep.Fetch.class);
    state = rules.afterRecord(state, found("1"), now).state();
    assertThat(rules.lookDue(state, now)).isFalse();
  }

  @Test
  void silenceUnderAClockThatWasAheadDelaysNoLongerThanAnyOther() {
    assertTryLater(rules.afterRecord(state, unanswered(), now));
    state = rules.afterRecord(state, unanswered(), now).state();
    now = START.minus(Duration.ofDays(60));
    state = rules.afterRecord(state, unanswered(), now).state();
    pass(Duration.ofHours(4));
    assertThat(resolution(rules.afterRecord(state, unanswered(), now)))
        .isInstanceOf(Resolution.NoPolicy.class);
  }

  private void warm() {
    warm(TTL);
  }

  private void warm(Duration ttl) {
    PolicyStep.Fetch fetch = fetchAfter(new RecordLookup.Found(new StsRecord("1"), ttl));
    state = rules.afterFetch(fetch, fetched(PolicyMode.ENFORCE), now).state();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private PolicyStep.Fetch fetchAfter(RecordLookup lookup) {
    PolicyStep step = rules.afterRecord(state, lookup, now);
    assertThat(step).isInstanceOf(PolicyStep.Fetch.class);
    state = step.state();
    return (PolicyStep.Fetch) step;
  }

  private static void assertApplies(PolicyStep step) {
    assertThat(resolution(step))
        .isInstanceOfSatisfying(
            Resolution.Applies.class,
            applies -> {
              assertThat(applies.policy().policy()).isEqualTo(policy(PolicyMode.ENFORCE));
              assertThat(applies.policy().fetched()).isEqualTo(START);
            });
  }

  private static void assertTryLater(PolicyStep step) {
    assertThat(resolution(step))
        .isEqualTo(
            new Resolution.TryLater(Resolution.Delay.RECORD_UNANSWERED, "no server answered"));
  }

  private static Resolution resolution(PolicyStep step) {
    assertThat(step).isInstanceOf(PolicyStep.Answer.class);
    return ((PolicyStep.Answer) step).resolution();
  }

  private static RecordLookup found(String id) {
    return new RecordLookup.Found(new StsRecord(id), TTL);
  }

  private static RecordLookup absent() {
    return new RecordLookup.Absent(RecordLookup.Reason.NO_RECORD, "no such name", TTL);
  }

  private static RecordLookup unanswered() {
    return new RecordLookup.Unanswered(Answer.Why.TIMED_OUT, "no server answered");
  }

  private static PolicyFetch fetched(PolicyMode mode) {
    return new PolicyFetch.Fetched(policy(mode));
  }

  private static Policy policy(PolicyMode mode) {
    return policy(mode, Duration.ofDays(7));
  }

  private static Policy policy(PolicyMode mode, Duration maxAge) {
    MxPattern mx = new MxPattern.Host(DomainName.of("mx.example.com"));
    return new Policy(mode, List.of(mx), maxAge, List.of("version: STSv1"), List.of());
  }
}
