package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.CacheProcess.Step;
import org.postroad.app.store.CacheProcess.Steps;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// A process is killed with SIGKILL while it writes, at random moments, over and over on one file.
class CacheCrashTest {

  private static final int ROUNDS = Integer.getInteger("crash.rounds", 6);

  @TempDir Path folder;

  @Test
  void whatWasFlushedSurvivesKillAndNothingIsTorn() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("cache");
    Map<DomainName, DomainState> before = Map.of();
    for (int round = 0; round < ROUNDS; round++) {
      long steps = 1 + random.nextLong(Long.MAX_VALUE - 1);
      long flushed = killedWhileWriting(file, steps, random);
      assertIntact(file);
      Map<DomainName, DomainState> after = contents(file);
      assertNothingLost(before, after, steps, flushed);
      System.out.println(
          "killed after step " + flushed + " was flushed: " + after.size() + " domains");
      before = after;
    }
  }

  /// @return the number of the last step that was said to be on disk
  private static long killedWhileWriting(Path file, long steps, Random random)
      throws IOException, InterruptedException {
    Process process = CacheProcess.start(file, steps);
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("open");
      List<String> lines = new ArrayList<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        lines.add(said.readLine());
      }
      LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(30)));
      process.toHandle().destroyForcibly(); // SIGKILL; what it said stays readable
      said.lines().forEach(lines::add);
      assertThat(process.waitFor()).as("exit code of a killed process").isEqualTo(128 + 9);
      return lines.stream()
          .filter(line -> line.matches("flushed [0-9]+"))
          .mapToLong(line -> Long.parseLong(line.substring(8)))
          .max()
          .orElse(0);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void assertIntact(Path file) throws SQLException {
    try (Connection sql = CacheLayout.connect(file, false);
        Statement statement = sql.createStatement();
        ResultSet result = statement.executeQuery("pragma integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }

  private static Map<DomainName, DomainState> contents(Path file) {
    Map<DomainName, DomainState> contents = new HashMap<>();
    List<String> unreadable = new ArrayList<>();
    CacheEvents events =
        new CacheEvents() {
          @Override
          public void rowSetAside(String name, String why) {
            unreadable.add(name + ": " + why);
          }
        };
    try (SqlitePolicyCache cache =
        Caches.open(file, new Limits(10_000, 10), InstantSource.system(), events)) {
      cache.forEach(contents::put);
    }
    assertThat(unreadable).as("torn rows").isEmpty();
    return contents;
  }

  /// Each domain stands as one of its steps left it, and not as an earlier one than its last that
  /// was flushed.
  private static void assertNothingLost(
      Map<DomainName, DomainState> before,
      Map<DomainName, DomainState> after,
      long seed,
      long flushed) {
    Map<DomainName, List<Optional<DomainState>>> allowed = new HashMap<>();
    for (int i = 0; i < CacheProcess.DOMAINS; i++) {
      DomainName domain = DomainName.of("d" + i + ".example.com");
      allowed.put(domain, new ArrayList<>(List.of(Optional.ofNullable(before.get(domain)))));
    }
    Steps steps = new Steps(seed);
    long last = flushed + 2L * StateMemory.WAITING_MAX;
    for (Step step = steps.next(); step.number() <= last; step = steps.next()) {
      List<Optional<DomainState>> states =
          allowed.computeIfAbsent(step.domain(), unknown -> new ArrayList<>());
      if (step.number() <= flushed) {
        states.clear();
      }
      states.add(step.state());
    }
    allowed.forEach(
        (domain, states) ->
            assertThat(states).as(domain.text()).contains(Optional.ofNullable(after.get(domain))));
    assertThat(allowed.keySet()).containsAll(after.keySet());
  }
}
