package org.postroad.protocol.mtasts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is remembered of one policy domain between questions: the policy and the three clocks that
/// RFC 8461 implies, each of which moves for its own reason.
///
/// 1. The last successful fetch ([CachedPolicy#fetched]): expiry counts from it.
/// 2. The last look at the record ([Look]): says when to look again, and which id was seen.
/// 3. The last attempts to fetch ([Attempt]): back-off and the hourly limit count from them.
///
/// [PolicyRules] is the only author of new states.
///
/// @param policy the last policy fetched, expired or not
/// @param attempts newest first, at most [#ATTEMPTS_MAX]
/// @param unansweredSince the first of the failed looks that no answer has ended
/// @param asked when somebody last asked for the domain
public record DomainState(
    Optional<CachedPolicy> policy,
    Optional<Look> look,
    List<Attempt> attempts,
    Optional<Instant> unansweredSince,
    Instant asked) {

  /// An hour's attempts that count, as many failures that do not (each follows a success that
  /// counted, or is the first of all), and the newest.
  public static final int ATTEMPTS_MAX = 2 * PolicyRules.COUNTED_PER_HOUR + 2;

  /// A domain nobody asked for before `now`.
  public static DomainState unknown(Instant now) {
    return new DomainState(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), now);
  }

  /// A look at the record and what it showed.
  public record Look(Instant at, RecordLookup lookup) {}

  /// An attempt to fetch.
  ///
  /// @param at when it ended
  /// @param id of the record that was seen before it; empty if none was
  /// @param counted whether it counts against the hourly limit
  /// @param failure why it failed; empty if it brought a policy
  public record Attempt(
      Instant at, String id, boolean counted, Optional<PolicyFetch.Failure> failure) {}

  public DomainState {
    attempts = List.copyOf(attempts);
    if (attempts.size() > ATTEMPTS_MAX) {
      throw new IllegalArgumentException(attempts.size() + " attempts");
    }
  }

  /// The policy, if it still counts.
  public Optional<CachedPolicy> validPolicy(Instant now) {
    return policy.filter(held -> held.validAt(now));
  }

  /// The newest attempt.
  public Optional<Attempt> lastAttempt() {
    return attempts.stream().findFirst();
  }

  /// The id the record showed when it last answered; empty if it has not since the start.
  public Optional<String> lastSeenId() {
    return look.map(Look::lookup)
        .filter(RecordLookup.Found.class::isInstance)
        .map(seen -> ((RecordLookup.Found) seen).record().id());
  }

  /// Whether forgetting the domain would change a later decision: a valid policy, an attempt that
  /// limits the next, or a delay that has begun. A domain that has no record is not worth keeping.
  public boolean isWorthKeeping(Instant now) {
    Instant anHourAgo = now.minus(Duration.ofHours(1));
    return validPolicy(now).isPresent()
        || unansweredSince.isPresent()
        || attempts.stream().anyMatch(attempt -> attempt.at().isAfter(anHourAgo));
  }

  DomainState askedAt(Instant now) {
    return new DomainState(policy, look, attempts, unansweredSince, now);
  }

  DomainState with(Look newLook, Optional<Instant> since) {
    return new DomainState(policy, Optional.of(newLook), attempts, since, asked);
  }

  DomainState with(CachedPolicy fetched) {
    return new DomainState(Optional.of(fetched), look, attempts, unansweredSince, asked);
  }

  /// Adds an attempt; of the others those of the last hour stay that a limit or a back-off needs.
  DomainState with(Attempt attempt) {
    Instant start = attempt.at().minus(Duration.ofHours(1));
    List<Attempt> kept = new ArrayList<>();
    kept.add(attempt);
    for (Attempt old : attempts) {
      boolean matters = old.counted() || old.failure().isPresent();
      if (kept.size() < ATTEMPTS_MAX && matters && old.at().isAfter(start)) {
        kept.add(old);
      }
    }
    return new DomainState(policy, look, kept, unansweredSince, asked);
  }
}
