package org.postroad.app.store;

import java.time.Instant;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;

/// A domain's policy as it is carried from one cache to another: what is worth carrying of a
/// [org.postroad.protocol.mtasts.DomainState].
///
/// @param asked when somebody last asked for the domain; it is refreshed for thirty days after that
public record PolicyEntry(DomainName domain, CachedPolicy policy, Instant asked) {

  /// Who takes entries, and hears of what is none.
  public interface Taker {
    /// @param where it stood: `line 12`
    void take(String where, PolicyEntry entry);

    void fault(String where, String why);
  }
}
