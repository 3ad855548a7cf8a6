package org.postroad.engine.resolve;

import java.time.Duration;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.Resolution;

/// What happens inside a [PolicyResolver], for logs, metrics and explanations. Called on the thread
/// that did it, so keep it short; nothing depends on it.
public interface ResolverEvents {

  /// Nobody listens.
  ResolverEvents NONE = new ResolverEvents() {};

  /// The record of a domain was looked at.
  default void looked(DomainName domain, RecordLookup lookup, Duration took) {}

  /// A policy was fetched, or was not.
  ///
  /// @param held the valid policy that was in force before
  default void fetched(
      DomainName domain, PolicyFetch fetch, Optional<CachedPolicy> held, Duration took) {}

  /// A flight ended with this.
  default void resolved(DomainName domain, Resolution resolution) {}

  /// What was answered for the domain until now may no longer hold.
  default void changed(DomainName domain) {}

  /// A bug of ours ended a flight; who waited for it was told to try later.
  default void broken(DomainName domain, RuntimeException bug) {}
}
