package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.engine.resolve.PolicyCache.Change;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// What the port promises, over a real file, with the cache in memory as the model.
class SqlitePolicyCacheTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;

  @Test
  void aStateIsThereAtOnceAndAfterAReopening() {
    DomainName domain = DomainName.of("example.com");
    DomainState state = RandomStates.ordinary("a1", NOW, WEEK);
    try (SqlitePolicyCache cache = open(Limits.DEFAULT)) {
      assertThat(cache.get(domain)).isEmpty();
      cache.put(domain, state);
      assertThat(cache.get(domain)).contains(state);
    }
    try (SqlitePolicyCache cache = open(Limits.DEFAULT)) {
      assertThat(cache.get(domain)).contains(state);
      assertThat(cache.size()).isEqualTo(1);
      assertThat(cache.forget(domain)).isTrue();
      assertThat(cache.get(domain)).isEmpty();
      assertThat(cache.forget(domain)).isFalse();
    }
    try (SqlitePolicyCache cache = open(Limits.DEFAULT)) {
      assertThat(cache.get(domain)).isEmpty();
      assertThat(cache.size()).isZero();
    }
  }

  /// Random operations, reopenings among them, with memory for few of the domains.
  @Test
  void itDoesWhatTheCacheInMemoryDoes() {
    Random random = seeded();
    RandomStates states = new RandomStates(random);
    for (int run = 0; run < 12; run++) {
      Path file = folder.resolve("run" + run);
      Limits limits = new Limits(1_000, 1 + random.nextInt(20));
      PolicyCache model = new MemoryPolicyCache(1_000);
      SqlitePolicyCache cache = Caches.open(file, limits, () -> NOW);
      try {
        for (int step = 0; step < 400; step++) {
          DomainName name = states.name(60);
          switch (random.nextInt(20)) {
            case 0 -> assertThat(cache.forget(name)).isEqualTo(model.forget(name));
            case 1 -> assertThat(contents(cache)).isEqualTo(contents(model));
            case 2 -> assertThat(cache.flush()).isTrue();
            case 3 -> assertSameDue(cache, model, random);
            case 4 -> {
              if (random.nextInt(4) == 0) {
                cache.close();
                cache = Caches.open(file, limits, () -> NOW);
                assertThat(cache.size()).isEqualTo(model.size());
              }
            }
            case 5, 6, 7, 8, 9, 10 -> {
              DomainState state = states.state(NOW);
              cache.put(name, state);
              model.put(name, state);
            }
            case 11, 12 -> {
              Optional<DomainState> state =
                  random.nextInt(4) == 0 ? Optional.empty() : Optional.of(states.state(NOW));
              Optional<DomainState> seen =
                  cache.update(name, before -> new Change<>(state, before));
              assertThat(seen).isEqualTo(model.update(name, before -> new Change<>(state, before)));
            }
            default -> assertThat(cache.get(name)).isEqualTo(model.get(name));
          }
        }
        assertThat(contents(cache)).isEqualTo(contents(model));
      } finally {
        cache.close();
      }
    }
  }

  @Test
  void overTheBoundItDropsWhatTheCacheInMemoryDrops() {
    Random random = seeded();
    RandomStates states = new RandomStates(random);
    PolicyCache model = new MemoryPolicyCache(64);
    try (SqlitePolicyCache cache = open(new Limits(64, 16))) {
      for (int i = 0; i < 500; i++) {
        DomainName name = states.name(200);
        DomainState drawn = states.state(NOW);
        // The model takes the time from the state: let all be asked now, a millisecond apart.
        DomainState state =
            new DomainState(
                drawn.policy(),
                drawn.look(),
                drawn.attempts(),
                drawn.unansweredSince(),
                NOW.plusMillis(i));
        cache.put(name, state);
        assertThat(cache.flush()).isTrue();
        model.put(name, state);
        assertThat(cache.size()).isEqualTo(model.size());
      }
      assertThat(contents(cache)).isEqualTo(contents(model));
    }
  }

  @Test
  void attackerWhoAsksForManyDomainsCannotPushOutPolicies() {
    try (SqlitePolicyCache cache = open(new Limits(200, 50))) {
      for (int i = 0; i < 100; i++) {
        cache.put(DomainName.of("used" + i + ".example"), RandomStates.ordinary("a", NOW, WEEK));
      }
      for (int i = 0; i < 5_000; i++) {
        cache.put(DomainName.of("x" + i + ".example"), DomainState.unknown(NOW.plusSeconds(i)));
      }
      assertThat(cache.flush()).isTrue();
      assertThat(cache.size()).isLessThanOrEqualTo(200);
      for (int i = 0; i < 100; i++) {
        assertThat(cache.get(DomainName.of("used" + i + ".example"))).isPresent();
      }
    }
  }

  @Test
  void whatWasDroppedIsNotAnsweredFromMemory() {
    try (SqlitePolicyCache cache = open(new Limits(16, 1_000))) {
      for (int i = 0; i < 100; i++) {
        cache.put(DomainName.of("d" + i), RandomStates.ordinary("a", NOW.plusSeconds(i), WEEK));
      }
      assertThat(cache.flush()).isTrue();
      long known =
          IntStream.range(0, 100)
              .filter(i -> cache.get(DomainName.of("d" + i)).isPresent())
              .count();
      assertThat(known).isEqualTo(cache.size()).isBetween(10L, 16L);
    }
  }

  @Test
  void aHundredThousandPoliciesAreReadyWithinHalfASecond() {
    int count = 100_000;
    try (SqlitePolicyCache cache = open(Limits.DEFAULT)) {
      for (int i = 0; i < count; i++) {
        cache.put(
            DomainName.of("d" + i + ".example.com"), RandomStates.ordinary("a" + i, NOW, WEEK));
      }
    }
    long start = System.nanoTime();
    try (SqlitePolicyCache cache = open(Limits.DEFAULT)) {
      assertThat(cache.get(DomainName.of("d77777.example.com"))).isPresent();
      assertThat(cache.size()).isEqualTo(count);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("ready with " + count + " policies in " + took.toMillis() + " ms");
      assertThat(took).isLessThan(Duration.ofMillis(500));
      assertThat(cache.dueForRefresh(NOW.plus(WEEK), Instant.EPOCH, 600)).hasSize(600);
    }
  }

  @Test
  void manyThreadsSeeTheirOwnWrites() throws InterruptedException {
    try (SqlitePolicyCache cache = open(new Limits(10_000, 8))) {
      List<String> wrong = Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        String mine = "t" + t + "d";
        threads.add(Thread.ofVirtual().start(() -> writeAndRead(cache, mine, wrong)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(cache.flush()).isTrue();
      assertThat(cache.size()).isEqualTo(320);
    }
  }

  /// With memory for one domain every read races with the writer for what it keeps.
  @Test
  void nobodySeesAnOlderStateAfterANewerOne() throws InterruptedException {
    DomainName[] names = {DomainName.of("a.example"), DomainName.of("b.example")};
    try (SqlitePolicyCache cache = open(new Limits(100, 1))) {
      AtomicBoolean done = new AtomicBoolean();
      List<String> wrong = Collections.synchronizedList(new ArrayList<>());
      List<Thread> readers = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        readers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      long[] seen = new long[names.length];
                      for (int i = 0; !done.get(); i++) {
                        int which = i % names.length;
                        long number =
                            cache.get(names[which]).map(DomainState::asked).stream()
                                .mapToLong(Instant::getEpochSecond)
                                .sum();
                        if (number < seen[which]) {
                          wrong.add(names[which] + ": " + number + " after " + seen[which]);
                        }
                        seen[which] = number;
                      }
                    }));
      }
      for (int i = 1; i <= 4_000; i++) {
        cache.put(names[i % names.length], DomainState.unknown(Instant.ofEpochSecond(i)));
        assertThat(i % 4 != 0 || cache.flush()).isTrue();
      }
      done.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void aStateThatComesWhileAnotherIsWorkedOutStands() throws InterruptedException {
    DomainName domain = DomainName.of("example.com");
    DomainState later = RandomStates.ordinary("b", NOW, WEEK);
    try (SqlitePolicyCache file = open(Limits.DEFAULT)) {
      for (PolicyCache cache : List.of(file, new MemoryPolicyCache(10))) {
        Thread other = Thread.ofPlatform().unstarted(() -> cache.put(domain, later));
        cache.update(
            domain,
            before -> {
              if (other.getState() == Thread.State.NEW) {
                other.start();
                // Either it is kept out, or it has been and the rule is asked again.
                while (other.getState() != Thread.State.WAITING && other.isAlive()) {
                  Thread.onSpinWait();
                }
              }
              return new Change<>(
                  before.or(() -> Optional.of(RandomStates.ordinary("a", NOW, WEEK))), true);
            });
        other.join();
        assertThat(cache.get(domain)).contains(later);
      }
    }
  }

  @Test
  void aChangeAfterTheClosingIsCountedAsLost() {
    List<String> log = new ArrayList<>();
    SqlitePolicyCache cache =
        Caches.open(
            folder.resolve("cache"), Limits.DEFAULT, () -> NOW, CacheEvents.lines(log::add));
    cache.close();
    cache.put(DomainName.of("example.com"), DomainState.unknown(NOW));
    assertThat(log).containsExactly("1 changes of the policy cache were never written");
  }

  private static void writeAndRead(PolicyCache cache, String mine, List<String> wrong) {
    for (int i = 0; i < 3_000; i++) {
      DomainName name = DomainName.of(mine + i % 40);
      DomainState state = RandomStates.ordinary("a" + i, NOW, WEEK);
      cache.put(name, state);
      cache.get(DomainName.of(mine + (i + 7) % 40)); // pushes others out of memory
      if (!cache.get(name).equals(Optional.of(state))) {
        wrong.add(name + " " + i);
      }
    }
  }

  private static void assertSameDue(PolicyCache cache, PolicyCache model, Random random) {
    Instant now = NOW.minus(Duration.ofHours(random.nextInt(48)));
    Instant since = NOW.minus(Duration.ofDays(random.nextInt(45)));
    int most = 1 + random.nextInt(40);
    assertThat(cache.dueForRefresh(now, since, most))
        .isEqualTo(model.dueForRefresh(now, since, most));
  }

  private static Map<DomainName, DomainState> contents(PolicyCache cache) {
    Map<DomainName, DomainState> contents = new HashMap<>();
    cache.forEach((name, state) -> assertThat(contents.put(name, state)).isNull());
    return contents;
  }

  private SqlitePolicyCache open(Limits limits) {
    return Caches.open(folder.resolve("cache"), limits, () -> NOW);
  }

  private static Random seeded() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    return new Random(seed);
  }
}
