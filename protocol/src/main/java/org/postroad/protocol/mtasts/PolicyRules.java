package org.postroad.protocol.mtasts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postroad.protocol.mtasts.DomainState.Attempt;
import org.postroad.protocol.mtasts.DomainState.Look;

/// When a policy applies, when the record is looked at and when a policy is fetched: RFC 8461 §3.3,
/// §5.1 and §10.2 as pure functions of what is known and the time.
///
/// Three promises hold whatever an attacker does to the DNS or to the policy host: an unexpired
/// policy is never dropped or weakened except by a newer policy fetched over verified HTTPS;
/// silence is never taken for absence; and nobody can make us fetch more often than the limits
/// below allow, nor use up another domain's share of them.
///
/// @param deferUnanswered how long a domain without a cached policy, whose record goes unanswered,
///   is delayed before it counts as a domain without a policy; empty for ever
public record PolicyRules(Optional<Duration> deferUnanswered) {

  /// Pause after a failed fetch of the same id. RFC 8461 §3.3: five minutes or longer.
  public static final Duration BACK_OFF = Duration.ofMinutes(5);

  /// Fetches per domain and hour caused by a new id, a repeated question or a failure before them.
  public static final int COUNTED_PER_HOUR = 6;

  private static final Duration HOUR = Duration.ofHours(1);

  /// Pause between fetches of a policy that lives so briefly that each question needs a new one.
  public static final Duration BRIEF_PAUSE = Duration.ofSeconds(1);

  /// Bounds of the time between two looks at a record; between them its TTL decides.
  public static final Duration LOOK_MIN = Duration.ofSeconds(60);

  public static final Duration LOOK_MAX = Duration.ofHours(1);

  /// RFC 8461 §3.3 suggests once a day; half the max_age where that is sooner.
  public static final Duration REFRESH_EVERY = Duration.ofDays(1);

  /// A policy that lives shorter than twice this is not refreshed ahead of questions.
  public static final Duration REFRESH_MIN = Duration.ofMinutes(5);

  /// After a failed refresh.
  public static final Duration REFRESH_RETRY = Duration.ofHours(1);

  /// A domain nobody asked for in this time is no longer refreshed.
  public static final Duration REFRESH_WHILE_ASKED = Duration.ofDays(30);

  /// A record that goes unanswered this long after the last failure starts a new delay: an MTA that
  /// has mail waiting asks more often than that.
  public static final Duration UNANSWERED_GAP = Duration.ofDays(1);

  /// Bounds of the time for which "no policy" is said again without asking.
  public static final Duration NEGATIVE_MIN = Duration.ofSeconds(30);

  public static final Duration NEGATIVE_MAX = Duration.ofMinutes(15);

  /// A time further ahead than this was taken from a clock that was wrong then: nothing waits for
  /// it to come.
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /// The default of `defer_unanswered`.
  public static final Duration DEFER_UNANSWERED = Duration.ofHours(4);

  /// A question came in.
  public PolicyStep onQuestion(DomainState before, Instant now) {
    DomainState state = before.askedAt(now);
    return state
        .validPolicy(now)
        .<PolicyStep>map(policy -> new PolicyStep.Answer(applies(policy), state))
        .orElseGet(() -> new PolicyStep.LookUp(state));
  }

  /// The record was looked at, for a question or aside.
  public PolicyStep afterRecord(DomainState before, RecordLookup lookup, Instant now) {
    DomainState state = looked(before, lookup, now);
    Optional<CachedPolicy> valid = state.validPolicy(now);
    return switch (lookup) {
      case RecordLookup.Found(StsRecord record, Duration ttl) when valid.isEmpty() ->
          withoutPolicy(state, record.id(), now);
      case RecordLookup.Found(StsRecord record, Duration ttl) ->
          withPolicy(state, valid.get(), record.id(), now);
      case RecordLookup.Absent(var reason, String detail, Duration ttl) ->
          answer(state, valid, new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, detail));
      case RecordLookup.Unanswered(var why, String detail) ->
          answer(state, valid, unanswered(state, detail, now));
    };
  }

  /// A fetch ended that [PolicyStep.Fetch] asked for.
  public PolicyStep.Answer afterFetch(PolicyStep.Fetch asked, PolicyFetch fetch, Instant now) {
    return afterFetch(asked.state(), asked, fetch, now);
  }

  /// As above, over a state that may have moved on since.
  public PolicyStep.Answer afterFetch(
      DomainState before, PolicyStep.Fetch asked, PolicyFetch fetch, Instant now) {
    return switch (fetch) {
      case PolicyFetch.Fetched(Policy policy) -> {
        CachedPolicy fetched = new CachedPolicy(policy, asked.id(), now);
        Attempt success = new Attempt(now, asked.id(), asked.counted(), Optional.empty());
        yield new PolicyStep.Answer(
            new Resolution.Applies(fetched, Resolution.Source.FETCHED),
            before.with(success).with(fetched));
      }
      case PolicyFetch.Failure failure -> {
        Attempt failed = new Attempt(now, asked.id(), asked.counted(), Optional.of(failure));
        DomainState state = before.with(failed);
        yield answer(state, state.validPolicy(now), fetchFailed(failure));
      }
    };
  }

  /// Whether the record of a domain with a valid policy is to be looked at again, aside.
  public boolean lookDue(DomainState state, Instant now) {
    return state.validPolicy(now).isPresent() && !now.isBefore(dueLook(state.look(), now));
  }

  /// When a look that ended as `look` is to be repeated: after its TTL, but never within a minute
  /// and always within an hour.
  public static Instant nextLook(Look look) {
    return look.at().plus(clamp(timeToLive(look), LOOK_MIN, LOOK_MAX));
  }

  /// Until when an answer may be given again without asking [#onQuestion]: the policy's end or its
  /// next look, whichever is sooner; for a domain without a policy the record's time to live within
  /// [#NEGATIVE_MIN] and [#NEGATIVE_MAX], and the end of a back-off. Not after `now` for what is
  /// good for one answer only.
  public static Instant holdsUntil(PolicyStep.Answer answer, Instant now) {
    Optional<Look> look = answer.state().look();
    return switch (answer.resolution()) {
      case Resolution.Applies(CachedPolicy policy, var source) ->
          earlier(policy.expires(), dueLook(look, now));
      case Resolution.NoPolicy(Resolution.Reason reason, String detail) -> {
        Instant asked = look.map(Look::at).filter(at -> isPast(at, now)).orElse(now);
        Duration ttl = look.map(PolicyRules::timeToLive).orElse(NEGATIVE_MIN);
        Instant until = asked.plus(clamp(ttl, NEGATIVE_MIN, NEGATIVE_MAX));
        yield reason == Resolution.Reason.FETCH_FAILED
            ? answer
                .state()
                .lastAttempt()
                .map(attempt -> earlier(until, attempt.at().plus(BACK_OFF)))
                .orElse(until)
            : until;
      }
      case Resolution.TryLater later -> now;
    };
  }

  /// Whether a valid policy is to be fetched anew before it expires, whatever its record says
  /// (§10.2).
  public boolean refreshDue(DomainState state, Instant now) {
    return refreshAt(state).filter(at -> !now.isBefore(at)).isPresent()
        && state.validPolicy(now).isPresent()
        && state.asked().plus(REFRESH_WHILE_ASKED).isAfter(now);
  }

  /// When the next refresh is due; empty where none will be, because the policy lives too briefly.
  public static Optional<Instant> refreshAt(DomainState state) {
    return state
        .policy()
        .filter(held -> held.policy().maxAge().compareTo(REFRESH_MIN.multipliedBy(2)) >= 0)
        .map(held -> dueAfter(held, state.lastAttempt()));
  }

  /// The refresh itself: a fetch under the id that was last seen. It does not count unless it
  /// follows a failure.
  public PolicyStep.Fetch refresh(DomainState state) {
    return new PolicyStep.Fetch(idToRemember(state), afterFailure(state), state);
  }

  /// A reason to doubt a valid policy though its id is unchanged: an MX host that it does not
  /// cover, or a delivery that failed because of it. Empty where the last attempt is too recent, or
  /// the hourly limit is reached.
  public Optional<PolicyStep.Fetch> doubted(DomainState state, Instant now) {
    boolean recent =
        state.lastAttempt().filter(a -> isWithin(BACK_OFF, a.at(), now)).isPresent()
            || state.policy().filter(p -> isWithin(BACK_OFF, p.fetched(), now)).isPresent();
    return recent || state.validPolicy(now).isEmpty() || overLimit(state, now)
        ? Optional.empty()
        : Optional.of(new PolicyStep.Fetch(idToRemember(state), true, state));
  }

  /// Whether an operator must hear that refreshing fails: less than a quarter of its life is left,
  /// or less than two days, and the last attempt failed. Never for mode `none` (§3.3).
  public boolean nearsExpiry(DomainState state, Instant now) {
    return afterFailure(state)
        && state.validPolicy(now).filter(held -> nearsExpiry(held, now)).isPresent();
  }

  /// As above, of a policy whose refresh has just failed.
  public static boolean nearsExpiry(CachedPolicy held, Instant now) {
    Duration left = Duration.between(now, held.expires());
    return held.policy().mode() != PolicyMode.NONE
        && (left.compareTo(held.policy().maxAge().dividedBy(4)) < 0
            || left.compareTo(Duration.ofDays(2)) < 0);
  }

  private PolicyStep withPolicy(DomainState state, CachedPolicy valid, String id, Instant now) {
    boolean fetch =
        !id.equals(valid.id())
            && failureToBackOffFrom(state, id, now).isEmpty()
            && !overLimit(state, now);
    return fetch
        ? new PolicyStep.Fetch(id, true, state)
        : new PolicyStep.Answer(applies(valid), state);
  }

  private PolicyStep withoutPolicy(DomainState state, String id, Instant now) {
    Optional<PolicyFetch.Failure> backingOff = failureToBackOffFrom(state, id, now);
    if (backingOff.isPresent()) {
      return new PolicyStep.Answer(fetchFailed(backingOff.get()), state);
    }
    Optional<Attempt> last = state.lastAttempt();
    Optional<PolicyFetch.Failure> failure = last.flatMap(Attempt::failure);
    if (failure.isPresent()) {
      return overLimit(state, now)
          ? new PolicyStep.Answer(fetchFailed(failure.get()), state)
          : new PolicyStep.Fetch(id, true, state);
    }
    return last.map(Attempt::at)
        .filter(at -> isWithin(BRIEF_PAUSE, at, now))
        .map(at -> at.plus(BRIEF_PAUSE))
        .<PolicyStep>map(until -> new PolicyStep.Wait(until, state))
        .orElseGet(() -> new PolicyStep.Fetch(id, false, state));
  }

  private static DomainState looked(DomainState state, RecordLookup lookup, Instant now) {
    Look look = new Look(now, lookup);
    if (!(lookup instanceof RecordLookup.Unanswered)) {
      return state.with(look, Optional.empty());
    }
    boolean continues =
        state.look().filter(last -> last.at().plus(UNANSWERED_GAP).isAfter(now)).isPresent();
    Optional<Instant> since =
        state.unansweredSince().filter(first -> continues && isPast(first, now));
    return state.with(look, Optional.of(since.orElse(now)));
  }

  private Resolution unanswered(DomainState state, String detail, Instant now) {
    Instant since = state.unansweredSince().orElse(now);
    boolean delayed = deferUnanswered.map(most -> now.isBefore(since.plus(most))).orElse(true);
    return delayed
        ? new Resolution.TryLater(Resolution.Delay.RECORD_UNANSWERED, detail)
        : new Resolution.NoPolicy(Resolution.Reason.UNANSWERED_TOO_LONG, detail);
  }

  private static PolicyStep.Answer answer(
      DomainState state, Optional<CachedPolicy> valid, Resolution without) {
    return new PolicyStep.Answer(valid.map(PolicyRules::applies).orElse(without), state);
  }

  private static Resolution applies(CachedPolicy policy) {
    return new Resolution.Applies(policy, Resolution.Source.CACHE);
  }

  private static Resolution fetchFailed(PolicyFetch.Failure failure) {
    return new Resolution.NoPolicy(
        Resolution.Reason.FETCH_FAILED, failure.resultType() + ": " + failure.why());
  }

  private static Optional<PolicyFetch.Failure> failureToBackOffFrom(
      DomainState state, String id, Instant now) {
    return state.attempts().stream()
        .filter(attempt -> attempt.id().equals(id) && isWithin(BACK_OFF, attempt.at(), now))
        .flatMap(attempt -> attempt.failure().stream())
        .findFirst();
  }

  private static boolean overLimit(DomainState state, Instant now) {
    return state.attempts().stream()
            .filter(attempt -> attempt.counted() && isWithin(HOUR, attempt.at(), now))
            .count()
        >= COUNTED_PER_HOUR;
  }

  private static boolean afterFailure(DomainState state) {
    return state.lastAttempt().flatMap(Attempt::failure).isPresent();
  }

  private static String idToRemember(DomainState state) {
    return state.lastSeenId().or(() -> state.policy().map(CachedPolicy::id)).orElse("");
  }

  private static Instant dueAfter(CachedPolicy held, Optional<Attempt> last) {
    Duration half = held.policy().maxAge().dividedBy(2);
    Duration every = half.compareTo(REFRESH_EVERY) < 0 ? half : REFRESH_EVERY;
    Instant due = held.fetched().plus(every);
    Duration retry = half.compareTo(REFRESH_RETRY) < 0 ? REFRESH_MIN : REFRESH_RETRY;
    return last.filter(attempt -> attempt.failure().isPresent())
        .map(attempt -> attempt.at().plus(retry))
        .filter(due::isBefore)
        .orElse(due);
  }

  private static Duration timeToLive(Look look) {
    return switch (look.lookup()) {
      case RecordLookup.Found(var record, Duration ttl) -> ttl;
      case RecordLookup.Absent(var reason, var detail, Duration ttl) -> ttl;
      case RecordLookup.Unanswered unanswered -> Duration.ZERO;
    };
  }

  /// When to look again; now, if the last look cannot be placed.
  private static Instant dueLook(Optional<Look> look, Instant now) {
    return look.filter(last -> isPast(last.at(), now)).map(PolicyRules::nextLook).orElse(now);
  }

  private static boolean isWithin(Duration time, Instant at, Instant now) {
    return isPast(at, now) && now.isBefore(at.plus(time));
  }

  /// Whether the clock did not go back behind that.
  private static boolean isPast(Instant at, Instant now) {
    return !at.isAfter(now.plus(CLOCK_SKEW));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration clamp(Duration value, Duration least, Duration most) {
    return value.compareTo(least) < 0 ? least : value.compareTo(most) > 0 ? most : value;
  }
}
