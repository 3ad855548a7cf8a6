package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.protocol.dns.DomainName;

/// What is certainly not known, and that nothing known is ever taken for it.
class KnownNamesTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Limits FEW_IN_MEMORY = new Limits(200_000, 10);

  @TempDir Path folder;

  @Test
  void everythingThatWasPutIsFoundAndHardlyAnythingElseIsLookedFor() {
    try (SqlitePolicyCache cache = open()) {
      fill(cache, 0, 5_000);
      assertThat(cache.flush()).isTrue();
      becomes(() -> !cache.mayKnow(name(1_000_000)));
      assertAllKnown(cache, 5_000);
    }
    try (SqlitePolicyCache cache = open()) {
      assertAllKnown(cache, 5_000); // before the names are read, and after
      becomes(() -> !cache.mayKnow(name(1_000_000)));
      assertAllKnown(cache, 5_000);
      long inVain =
          IntStream.range(2_000_000, 2_010_000).filter(i -> cache.mayKnow(name(i))).count();
      assertThat(inVain).isLessThan(100);
      assertThat(cache.get(name(2_000_000))).isEmpty();
    }
  }

  /// More names than the filter was made for, so that it is begun anew while they come in.
  @Test
  void nothingIsLostWhenTheFilterIsBegunAnew() {
    int many = (1 << 16) + 10_000;
    try (SqlitePolicyCache cache = open()) {
      fill(cache, 0, many);
      assertThat(cache.flush()).isTrue();
      assertAllKnown(cache, many);
      fill(cache, many, many + 1); // whose transaction begins it anew at the latest
      assertThat(cache.flush()).isTrue();
      becomes( // one in 40,000 is in vain
          () ->
              IntStream.range(5_000_000, 5_001_000).filter(i -> cache.mayKnow(name(i))).count()
                  < 5);
      assertAllKnown(cache, many + 1);
    }
  }

  @Test
  void forgottenDomainIsUnknownAtOnce() {
    try (SqlitePolicyCache cache = open()) {
      fill(cache, 0, 10);
      assertThat(cache.mayKnow(name(3))).isTrue();
      assertThat(cache.forget(name(3))).isTrue();
      assertThat(cache.mayKnow(name(3))).isFalse();
    }
  }

  private SqlitePolicyCache open() {
    return Caches.open(folder.resolve("cache.db"), FEW_IN_MEMORY, () -> NOW);
  }

  private static void fill(SqlitePolicyCache cache, int from, int to) {
    for (int i = from; i < to; i++) {
      cache.put(name(i), RandomStates.ordinary("a1", NOW, Duration.ofDays(7)));
    }
  }

  private static void assertAllKnown(SqlitePolicyCache cache, int count) {
    assertThat(IntStream.range(0, count).filter(i -> !cache.mayKnow(name(i)))).isEmpty();
    assertThat(IntStream.range(0, count).filter(i -> i % 97 == 0 && cache.get(name(i)).isEmpty()))
        .isEmpty();
  }

  private static DomainName name(int i) {
    return DomainName.of("d" + i + ".example");
  }

  private static void becomes(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
