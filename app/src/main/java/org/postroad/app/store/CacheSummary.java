package org.postroad.app.store;

import java.time.Instant;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.DomainState.Attempt;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.RecordLookup;

/// What an operator wants to see of a cached domain at a glance.
///
/// @param policy the last policy fetched
/// @param valid whether it still counts
/// @param refreshAt when it is fetched anew; empty if it will not be
/// @param looked when the record was last looked at
/// @param record what that showed: `found`, `absent` or `unanswered`; the last too if nobody looked
///   yet, for not to know is not to know that there is none
/// @param attempted when a fetch was last tried
/// @param failure why that brought no policy; empty if it did
public record CacheSummary(
    DomainName domain,
    Optional<CachedPolicy> policy,
    boolean valid,
    Optional<Instant> refreshAt,
    Optional<Instant> looked,
    String record,
    Optional<Instant> attempted,
    Optional<String> failure,
    Instant asked) {

  public static CacheSummary of(DomainName domain, DomainState state, Instant now) {
    Optional<Attempt> last = state.lastAttempt();
    return new CacheSummary(
        domain,
        state.policy(),
        state.validPolicy(now).isPresent(),
        PolicyRules.refreshAt(state),
        state.look().map(DomainState.Look::at),
        state.look().map(DomainState.Look::lookup).map(CacheSummary::word).orElse("unanswered"),
        last.map(Attempt::at),
        last.flatMap(Attempt::failure).map(why -> why.resultType() + ": " + why.why()),
        state.asked());
  }

  private static String word(RecordLookup lookup) {
    return switch (lookup) {
      case RecordLookup.Found _ -> "found";
      case RecordLookup.Absent _ -> "absent";
      case RecordLookup.Unanswered _ -> "unanswered";
    };
  }
}
