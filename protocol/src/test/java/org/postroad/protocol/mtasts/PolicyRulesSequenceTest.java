package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.dns.Answer;

/// Generated lives of a domain: questions, looks, fetches and refreshes at random moments under
/// random weather. What RFC 8461 promises (§3.3, §5.1, §10.2) and what the limits promise is
/// checked after each event against a bookkeeping that knows nothing of [DomainState].
class PolicyRulesSequenceTest {

  private static final Duration DEFER = Duration.ofHours(4);
  private final PolicyRules rules = new PolicyRules(Optional.of(DEFER));

  @Test
  void promisesHoldWhateverTheWeather() {
    Random random = Fuzz.random("PolicyRules sequences");
    int applied = 0;
    for (int life = 0; life < 3_000; life++) {
      Life run = new Life(random);
      for (int event = 0; event < 120; event++) {
        run.event();
      }
      applied += run.applied;
    }
    // A generator that never gets a policy into force proves nothing.
    assertThat(applied).isGreaterThan(10_000);
  }

  private final class Life {
    private final Random random;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private DomainState state = DomainState.unknown(now);

    // The bookkeeping.
    private @Nullable Policy lastPolicy;
    private Instant lastSuccess = Instant.MIN;
    private final Map<String, Instant> failedAt = new HashMap<>();
    private final List<Instant> counted = new ArrayList<>();
    private Instant lastFetch = Instant.MIN;
    private boolean lastFetchFailed;
    private @Nullable Instant silentSince;
    private Instant lastSilence = Instant.MIN;
    private int applied;

    Life(Random random) {
      this.random = random;
    }

    void event() {
      now = now.plus(pause());
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3, 4, 5, 6 -> question();
        case 7 -> {
          if (rules.lookDue(state, now)) {
            assertThat(valid()).isNotNull();
            carryOut(rules.afterRecord(state, weather(), now), false);
          }
        }
        case 8 -> refreshIfDue();
        default ->
            rules
                .doubted(state, now)
                .ifPresent(
                    fetch -> {
                      assertThat(lastFetch.plus(PolicyRules.BACK_OFF)).isBeforeOrEqualTo(now);
                      carryOut(fetch, true);
                    });
      }
    }

    private void question() {
      PolicyStep step = rules.onQuestion(state, now);
      state = step.state();
      if (valid() != null) {
        assertApplies(step);
        return;
      }
      assertThat(step).isInstanceOf(PolicyStep.LookUp.class);
      RecordLookup seen = weather();
      PolicyStep after = rules.afterRecord(state, seen, now);
      switch (seen) {
        case RecordLookup.Absent absent ->
            assertThat(resolution(after))
                .isInstanceOfSatisfying(
                    Resolution.NoPolicy.class,
                    none -> assertThat(none.reason()).isEqualTo(Resolution.Reason.NO_RECORD));
        case RecordLookup.Unanswered silence -> {
          boolean delayed = now.isBefore(Objects.requireNonNull(silentSince).plus(DEFER));
          assertThat(resolution(after))
              .isInstanceOf(delayed ? Resolution.TryLater.class : Resolution.NoPolicy.class);
        }
        case RecordLookup.Found found -> assertThat(after).isNotInstanceOf(PolicyStep.LookUp.class);
      }
      carryOut(after, false);
    }

    private void refreshIfDue() {
      boolean due = rules.refreshDue(state, now);
      Policy policy = valid();
      if (policy != null
          && !(lastFetchFailed && lastFetch.plus(Duration.ofHours(1)).isAfter(now))
          && policy.maxAge().compareTo(Duration.ofMinutes(10)) >= 0
          && state.asked().plus(Duration.ofDays(30)).isAfter(now)
          && lastSuccess.plus(Duration.ofDays(1)).isBefore(now)) {
        // §10.2: daily, whatever the record says; an hour after a failure.
        assertThat(due).isTrue();
      }
      if (due) {
        assertThat(policy).isNotNull();
        carryOut(rules.refresh(state), true);
      }
    }

    /// Does what the rules say until they have an answer, and checks each step.
    private void carryOut(PolicyStep first, boolean aside) {
      PolicyStep step = first;
      if (step instanceof PolicyStep.Wait(Instant until, DomainState paused)) {
        assertThat(until).isBetween(now, now.plus(PolicyRules.BRIEF_PAUSE));
        state = paused;
        now = until;
        return;
      }
      if (step instanceof PolicyStep.Fetch fetch) {
        assertMayFetch(fetch, aside);
        step = rules.afterFetch(fetch, outcome(fetch), now);
      }
      state = step.state();
      if (valid() != null) {
        assertApplies(step);
      } else if (resolution(step) instanceof Resolution.Applies(CachedPolicy policy, var source)) {
        // Only max_age 0, for this one answer.
        assertThat(policy.policy().maxAge()).isZero();
        assertThat(policy.fetched()).isEqualTo(now);
      }
    }

    private void assertMayFetch(PolicyStep.Fetch fetch, boolean aside) {
      Instant failed = failedAt.get(fetch.id());
      if (failed != null && !aside) {
        assertThat(failed.plus(PolicyRules.BACK_OFF)).isBeforeOrEqualTo(now);
      }
      if (fetch.counted()) {
        counted.removeIf(at -> !at.isAfter(now.minus(Duration.ofHours(1))));
        assertThat(counted.size()).isLessThan(6);
        counted.add(now);
      } else {
        assertThat(lastFetchFailed).as("a fetch after a failure counts").isFalse();
        assertThat(lastFetch.equals(Instant.MIN) || !lastFetch.plusSeconds(1).isAfter(now))
            .isTrue();
      }
    }

    private PolicyFetch outcome(PolicyStep.Fetch fetch) {
      lastFetch = now;
      lastFetchFailed = random.nextInt(3) == 0;
      if (lastFetchFailed) {
        failedAt.put(fetch.id(), now);
        return new PolicyFetch.FetchError("no");
      }
      lastSuccess = now;
      lastPolicy = policy();
      return new PolicyFetch.Fetched(lastPolicy);
    }

    private @Nullable Policy valid() {
      return lastPolicy != null && now.isBefore(lastSuccess.plus(lastPolicy.maxAge()))
          ? lastPolicy
          : null;
    }

    private void assertApplies(PolicyStep step) {
      applied++;
      assertThat(resolution(step))
          .isInstanceOfSatisfying(
              Resolution.Applies.class,
              applies -> {
                assertThat(applies.policy().policy()).isEqualTo(lastPolicy);
                assertThat(applies.policy().fetched()).isEqualTo(lastSuccess);
              });
    }

    private RecordLookup weather() {
      RecordLookup seen =
          switch (random.nextInt(6)) {
            case 0 ->
                new RecordLookup.Absent(
                    RecordLookup.Reason.NO_RECORD, "none", Duration.ofSeconds(random.nextInt(900)));
            case 1 -> new RecordLookup.Unanswered(Answer.Why.TIMED_OUT, "silence");
            default ->
                new RecordLookup.Found(
                    new StsRecord(Fuzz.oneOf(random, List.of("a", "b", "c"))),
                    Duration.ofSeconds(random.nextInt(100_000)));
          };
      if (seen instanceof RecordLookup.Unanswered) {
        if (silentSince == null || !lastSilence.plus(Duration.ofDays(1)).isAfter(now)) {
          silentSince = now;
        }
        lastSilence = now;
      } else {
        silentSince = null;
      }
      return seen;
    }

    private Policy policy() {
      Duration maxAge =
          Fuzz.oneOf(
              random,
              List.of(
                  Duration.ZERO,
                  Duration.ofSeconds(3),
                  Duration.ofMinutes(20),
                  Duration.ofDays(1),
                  Duration.ofDays(40)));
      PolicyMode mode = Fuzz.oneOf(random, List.of(PolicyMode.values()));
      return new Policy(mode, List.of(MX), maxAge, List.of("version: STSv1"), List.of());
    }

    private Duration pause() {
      return switch (random.nextInt(8)) {
        case 0 -> Duration.ZERO;
        case 1, 2 -> Duration.ofMillis(random.nextInt(3_000));
        case 3, 4 -> Duration.ofSeconds(random.nextInt(600));
        case 5 -> Duration.ofMinutes(random.nextInt(300));
        case 6 -> Duration.ofHours(random.nextInt(30));
        default -> Duration.ofDays(random.nextInt(12));
      };
    }
  }

  private static final MxPattern MX =
      new MxPattern.Host(org.postroad.protocol.dns.DomainName.of("mx.example.com"));

  private static Resolution resolution(PolicyStep step) {
    assertThat(step)
        .isInstanceOfAny(PolicyStep.Answer.class, PolicyStep.Fetch.class, PolicyStep.Wait.class);
    return step instanceof PolicyStep.Answer(Resolution resolution, DomainState state)
        ? resolution
        : new Resolution.TryLater(Resolution.Delay.STILL_ASKING, "a step before the answer");
  }
}
