package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.CacheWriter.Patience;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// When changes reach the disk, and what happens while they cannot.
class CacheWriterTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Patience BRIEF = new Patience(Duration.ofMillis(50), Duration.ofMillis(20));
  private static final DomainState STATE = RandomStates.ordinary("a", NOW, Duration.ofDays(7));

  @TempDir Path folder;
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Test
  void aChangeIsOnDiskSoonThoughNobodyAsksForIt() throws SQLException {
    Path file = folder.resolve("cache");
    try (SqlitePolicyCache cache = open(file);
        Connection sql = CacheLayout.connect(file, true)) {
      cache.put(DomainName.of("example.com"), STATE);
      long start = System.nanoTime();
      long deadline = start + TimeUnit.SECONDS.toNanos(5);
      while (count(sql) == 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(count(sql)).isEqualTo(1);
      System.out.println("on disk after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
  }

  /// Another program holds the file for longer than is waited.
  @Test
  void whileWritingFailsTheCacheAnswersAndNothingIsLost() throws Exception {
    Path file = folder.resolve("cache");
    DomainName name = DomainName.of("example.com");
    try (SqlitePolicyCache cache = open(file)) {
      try (Connection sql = CacheLayout.connect(file, false);
          Statement statement = sql.createStatement()) {
        statement.execute("begin immediate");
        cache.put(name, STATE);
        assertThat(log.poll(20, TimeUnit.SECONDS)).contains("cannot be written", "locked");
        assertThat(cache.get(name)).contains(STATE);
        assertThat(cache.isWritten()).isFalse();
        assertThat(cache.waiting()).isEqualTo(1);
        statement.execute("rollback");
      }
      assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("the policy cache is written again");
      assertThat(cache.isWritten()).isTrue();
      assertThat(cache.flush()).isTrue();
      assertThat(cache.size()).isEqualTo(1);
      assertThat(log).isEmpty();
    }
  }

  /// SQLite rolls such a transaction back by itself, as it does on a full disk: a trigger does the
  /// same without filling one.
  @Test
  void afterADiskThatWasFullTheCacheIsWrittenAgain() throws Exception {
    Path file = folder.resolve("cache");
    DomainName name = DomainName.of("example.com");
    try (SqlitePolicyCache cache = open(file)) {
      sql(
          file,
          "create trigger full before insert on domain begin select raise(rollback, 'full'); end");
      cache.put(name, STATE);
      assertThat(log.poll(20, TimeUnit.SECONDS)).contains("cannot be written", "full");
      sql(file, "drop trigger full");
      assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("the policy cache is written again");
      assertThat(cache.flush()).isTrue();
      assertThat(cache.size()).isEqualTo(1);
      assertThat(log).isEmpty();
    }
    try (SqlitePolicyCache again = open(file)) {
      assertThat(again.get(name)).contains(STATE);
    }
  }

  @Test
  void whileWritingFailsNobodyWaitsForRoomAndWhatIsGivenUpIsCounted() throws Exception {
    Path file = folder.resolve("cache");
    int surplus = 2 * StateMemory.BATCH_MAX; // more than the writer may have in its hands
    try (SqlitePolicyCache cache = open(file)) {
      try (Connection sql = CacheLayout.connect(file, false);
          Statement statement = sql.createStatement()) {
        statement.execute("begin immediate");
        cache.put(DomainName.of("first.example"), STATE);
        assertThat(log.poll(20, TimeUnit.SECONDS)).contains("cannot be written");
        for (int i = 0; i < StateMemory.WAITING_MAX + surplus; i++) {
          cache.put(DomainName.of("d" + i + ".example"), STATE);
        }
        // One, or with it what came back from the writer's hands.
        assertThat(log.poll()).matches("\\d+ changes of the policy cache were never written");
        statement.execute("rollback");
      }
      assertThat(cache.flush()).isTrue();
      assertThat(cache.get(DomainName.of("d" + surplus * 2 + ".example"))).contains(STATE);
      // Some were in its hands meanwhile.
      assertThat(cache.size())
          .isBetween((long) StateMemory.WAITING_MAX, StateMemory.WAITING_MAX + 1L + surplus);
    }
  }

  @Test
  void whatWasNotWrittenWhenTheCacheClosesIsCounted() throws Exception {
    Path file = folder.resolve("cache");
    try (Connection sql = CacheLayout.connect(file, false)) {
      try (SqlitePolicyCache cache = open(file);
          Statement statement = sql.createStatement()) {
        statement.execute("begin immediate");
        cache.put(DomainName.of("example.com"), STATE);
      }
    }
    assertThat(log.poll()).contains("cannot be written");
    assertThat(log.poll()).isEqualTo("1 changes of the policy cache were never written");
  }

  private SqlitePolicyCache open(Path file) {
    return Caches.opened(
        SqlitePolicyCache.open(
            file, new Limits(100_000, 10), BRIEF, () -> NOW, CacheEvents.lines(log::add)));
  }

  private static void sql(Path file, String text) throws SQLException {
    try (Connection sql = CacheLayout.connect(file, false);
        Statement statement = sql.createStatement()) {
      statement.execute(text);
    }
  }

  private static long count(Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from domain")) {
      return result.getLong(1);
    }
  }
}
