package org.postroad.app.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;

/// Takes policies that an operator brings into a cache, and counts what became of them.
///
/// A policy is never replaced by one that was fetched earlier, one that has expired is left out,
/// and one that was fetched in the future is a fault: its life counts from the fetch, so a wrong
/// clock would prolong it.
public final class CacheImport implements PolicyEntry.Taker {

  /// How far the clock of the host that exported may be ahead.
  static final Duration SKEW_MAX = Duration.ofMinutes(5);

  private static final int FAULTS_MAX = 1_000;

  /// Something that could not be taken.
  public record Fault(String where, String why) {}

  /// What became of the entries.
  ///
  /// @param taken are in the cache now
  /// @param older were known already, from the same fetch or a later one
  /// @param expired were left out
  /// @param faulty were none; the first thousand of them stand in `faults`
  public record Report(long taken, long older, long expired, long faulty, List<Fault> faults) {
    public Report {
      faults = List.copyOf(faults);
    }
  }

  private final PolicyCache cache;
  private final InstantSource clock;
  private final Consumer<DomainName> changed;
  private final List<Fault> faults = new ArrayList<>();
  private long taken;
  private long older;
  private long expired;
  private long faulty;

  /// @param changed hears of every domain for which something else is to be answered now
  public CacheImport(PolicyCache cache, InstantSource clock, Consumer<DomainName> changed) {
    this.cache = cache;
    this.clock = clock;
    this.changed = changed;
  }

  @Override
  public void take(String where, PolicyEntry entry) {
    Instant now = clock.instant();
    CachedPolicy policy = entry.policy();
    if (policy.fetched().isAfter(now.plus(SKEW_MAX))) {
      fault(where, entry.domain() + " was fetched in the future, at " + policy.fetched());
      return;
    }
    CachedPolicy carried =
        policy.fetched().isAfter(now)
            ? new CachedPolicy(policy.policy(), policy.id(), now)
            : policy;
    if (!carried.validAt(now)) {
      expired++;
      return;
    }
    Instant asked = entry.asked().isAfter(now) ? now : entry.asked();
    // As one step: it may be fetched at this very moment.
    if (cache.update(entry.domain(), known -> merged(known, carried, asked))) {
      changed.accept(entry.domain());
      taken++;
    } else {
      older++;
    }
  }

  @Override
  public void fault(String where, String why) {
    faulty++;
    if (faults.size() < FAULTS_MAX) {
      faults.add(new Fault(where, why));
    }
  }

  public Report report() {
    return new Report(taken, older, expired, faulty, faults);
  }

  /// What is known of the domain with the policy in it; false, and all as it was, if a policy is
  /// known that was fetched no earlier.
  private static PolicyCache.Change<Boolean> merged(
      Optional<DomainState> known, CachedPolicy policy, Instant asked) {
    DomainState before = known.orElseGet(() -> DomainState.unknown(asked));
    if (before.policy().filter(held -> !held.fetched().isBefore(policy.fetched())).isPresent()) {
      return new PolicyCache.Change<>(known, false);
    }
    DomainState after =
        new DomainState(
            Optional.of(policy),
            before.look(),
            before.attempts(),
            before.unansweredSince(),
            asked.isAfter(before.asked()) ? asked : before.asked());
    return new PolicyCache.Change<>(Optional.of(after), true);
  }
}
