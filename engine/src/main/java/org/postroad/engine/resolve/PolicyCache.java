package org.postroad.engine.resolve;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// What is remembered of policy domains, between questions and, where the implementation has a
/// disk, between starts.
///
/// Implementations are bounded and safe for many threads. Over the bound they drop domains without
/// a valid policy first, then those that were asked for longest ago: an attacker who asks for many
/// domains must not push out policies that are in use.
public interface PolicyCache {

  Optional<DomainState> get(DomainName domain);

  /// False if [#get] would find nothing. Never waits for a disk, so it may say true of a domain of
  /// which nothing is known.
  boolean mayKnow(DomainName domain);

  /// Remembers the state in place of the one before.
  void put(DomainName domain, DomainState state);

  /// Forgets a domain; false if nothing was known.
  boolean forget(DomainName domain);

  /// What a look at a domain's state leads to.
  ///
  /// @param state to be remembered from now on; empty forgets the domain
  /// @param outcome what to tell who asked for the change
  record Change<T>(Optional<DomainState> state, T outcome) {}

  /// Changes what is remembered of a domain as one step: no other [#put], [#forget] or change comes
  /// between the look and what follows from it.
  ///
  /// @param rule decides, from what is known; it may be asked again, about a newer state, and must
  ///   not use the cache
  <T> T update(DomainName domain, Function<Optional<DomainState>, Change<T>> rule);

  /// Domains whose policy is due for a refresh and was asked for since `askedSince`, the most
  /// overdue first.
  ///
  /// @param most how many at the most
  List<DomainName> dueForRefresh(Instant now, Instant askedSince, int most);

  /// Shows every domain, in no particular order; the cache may change meanwhile.
  void forEach(BiConsumer<DomainName, DomainState> visitor);

  /// How many domains are remembered.
  long size();
}
