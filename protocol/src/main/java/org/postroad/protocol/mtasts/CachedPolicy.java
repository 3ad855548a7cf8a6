package org.postroad.protocol.mtasts;

import java.time.Instant;

/// A policy and when it was fetched: the first of the three clocks.
///
/// @param id of the record that led to the fetch; empty where the policy was refreshed while no
///   record could be seen
/// @param fetched when the last successful HTTPS fetch ended; expiry counts from it alone (§3.2)
public record CachedPolicy(Policy policy, String id, Instant fetched) {

  /// The first instant at which the policy no longer counts.
  public Instant expires() {
    return fetched.plus(policy.maxAge());
  }

  /// Whether the policy still counts. A max_age of 0 never does: it was good for one answer.
  public boolean validAt(Instant now) {
    return now.isBefore(expires());
  }
}
