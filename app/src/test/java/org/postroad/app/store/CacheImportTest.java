package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;

/// An import into a cache that is in use.
class CacheImportTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final CachedPolicy OLDER = fetched(NOW.minus(Duration.ofDays(2)));
  private static final CachedPolicy NEWER = fetched(NOW.minus(Duration.ofMinutes(1)));

  @Test
  void aFetchAtTheSameMomentIsNotUndone() {
    DomainState state = DomainState.unknown(NOW);
    DomainState fresh =
        new DomainState(
            Optional.of(NEWER), state.look(), state.attempts(), state.unansweredSince(), NOW);
    PolicyCache cache = new FetchedMeanwhile(new MemoryPolicyCache(10), fresh);
    CacheImport to = new CacheImport(cache, () -> NOW, domain -> {});
    to.take("line 1", new PolicyEntry(DOMAIN, OLDER, NOW));
    assertThat(cache.get(DOMAIN)).contains(fresh);
    assertThat(to.report()).isEqualTo(new CacheImport.Report(0, 1, 0, 0, List.of()));
  }

  private static CachedPolicy fetched(Instant at) {
    return RandomStates.ordinary("a", at, Duration.ofDays(7)).policy().orElseThrow();
  }

  /// The first look at a domain is followed at once by the end of somebody else's fetch.
  private record FetchedMeanwhile(PolicyCache cache, DomainState fetched, AtomicBoolean done)
      implements PolicyCache {

    FetchedMeanwhile(PolicyCache cache, DomainState fetched) {
      this(cache, fetched, new AtomicBoolean());
    }

    @Override
    public Optional<DomainState> get(DomainName domain) {
      Optional<DomainState> known = cache.get(domain);
      fetch(domain);
      return known;
    }

    @Override
    public <T> T update(DomainName domain, Function<Optional<DomainState>, Change<T>> rule) {
      return cache.update(
          domain,
          known -> {
            fetch(domain);
            return rule.apply(known);
          });
    }

    private void fetch(DomainName domain) {
      if (!done.getAndSet(true)) {
        cache.put(domain, fetched);
      }
    }

    @Override
    public void put(DomainName domain, DomainState state) {
      cache.put(domain, state);
    }

    @Override
    public boolean mayKnow(DomainName domain) {
      return cache.mayKnow(domain);
    }

    @Override
    public boolean forget(DomainName domain) {
      return cache.forget(domain);
    }

    @Override
    public List<DomainName> dueForRefresh(Instant now, Instant askedSince, int most) {
      return cache.dueForRefresh(now, askedSince, most);
    }

    @Override
    public void forEach(BiConsumer<DomainName, DomainState> visitor) {
      cache.forEach(visitor);
    }

    @Override
    public long size() {
      return cache.size();
    }
  }
}
