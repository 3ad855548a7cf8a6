package org.postroad.engine.resolve;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyRules;

/// A cache that lives as long as the process: for commands, tests, and whoever embeds the engine.
public final class MemoryPolicyCache implements PolicyCache {

  private final Map<DomainName, DomainState> states = new ConcurrentHashMap<>();
  private final ReentrantLock evicting = new ReentrantLock();
  private final int most;

  /// @param most how many domains are remembered at the most
  public MemoryPolicyCache(int most) {
    this.most = most;
  }

  @Override
  public Optional<DomainState> get(DomainName domain) {
    return Optional.ofNullable(states.get(domain));
  }

  @Override
  public boolean mayKnow(DomainName domain) {
    return states.containsKey(domain);
  }

  @Override
  public void put(DomainName domain, DomainState state) {
    states.put(domain, state);
    makeRoom(state.asked());
  }

  @Override
  public boolean forget(DomainName domain) {
    return states.remove(domain) != null;
  }

  @Override
  public <T> T update(DomainName domain, Function<Optional<DomainState>, Change<T>> rule) {
    while (true) {
      Optional<DomainState> before = get(domain);
      Change<T> change = rule.apply(before);
      if (replace(domain, before, change.state())) {
        change.state().ifPresent(state -> makeRoom(state.asked()));
        return change.outcome();
      }
    }
  }

  @Override
  public List<DomainName> dueForRefresh(Instant now, Instant askedSince, int most) {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue().asked().isAfter(askedSince))
        .filter(entry -> refreshAt(entry.getValue()).isBefore(now))
        .sorted(Comparator.comparing(entry -> refreshAt(entry.getValue())))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void forEach(BiConsumer<DomainName, DomainState> visitor) {
    states.forEach(visitor);
  }

  @Override
  public long size() {
    return states.size();
  }

  private boolean replace(
      DomainName domain, Optional<DomainState> before, Optional<DomainState> after) {
    if (before.isEmpty()) {
      return after.isEmpty() || states.putIfAbsent(domain, after.get()) == null;
    }
    return after.isPresent()
        ? states.replace(domain, before.get(), after.get())
        : states.remove(domain, before.get());
  }

  private void makeRoom(Instant now) {
    if (states.size() > most && evicting.tryLock()) {
      try {
        evict(now);
      } finally {
        evicting.unlock();
      }
    }
  }

  /// Makes room for a sixteenth of the bound at once, so that a full cache is not sorted at each
  /// put.
  private void evict(Instant now) {
    int surplus = states.size() - most + most / 16;
    states.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<DomainName, DomainState>, Boolean>comparing(
                    entry -> entry.getValue().validPolicy(now).isPresent())
                .thenComparing(entry -> entry.getValue().asked()))
        .limit(surplus)
        .toList()
        .forEach(entry -> states.remove(entry.getKey(), entry.getValue()));
  }

  private static Instant refreshAt(DomainState state) {
    return PolicyRules.refreshAt(state).orElse(Instant.MAX);
  }
}
