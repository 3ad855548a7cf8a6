package org.postroad.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// Files that are not what they were, or never were a cache.
class CacheDamageTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final int PAGE = 4096;

  @TempDir Path folder;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatNeverWasACacheIsRefusedAndLeftAlone() throws IOException, SQLException {
    Path broken = folder.resolve("broken");
    sql(broken, "create table theirs (domain text)");
    overwrite(broken, 100, new byte[PAGE - 100]);
    Map<String, byte[]> files =
        Map.of(
            "a text", "not a database at all\n".repeat(500).getBytes(UTF_8),
            "a short text", "keep me\n".getBytes(UTF_8),
            "a text as long as pages, a line end at the second",
                "\n".repeat(2 * PAGE).getBytes(UTF_8),
            "the broken database of another program", Files.readAllBytes(broken));
    for (var each : files.entrySet()) {
      Path file = Files.write(folder.resolve("keepme"), each.getValue());
      assertThat(Caches.refused(file))
          .as(each.getKey())
          .isEqualTo(file + " is no cache, and nothing says that it was one; it is left as it is");
      assertThat(Files.readAllBytes(file)).as(each.getKey()).isEqualTo(each.getValue());
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains(".damaged-"));
    }
  }

  @Test
  void aCacheWithoutItsBeginningIsMovedAsideAndACacheBegun() throws IOException {
    byte[] noise = new byte[PAGE];
    new Random(7).nextBytes(noise);
    byte[] behindTheMark = new byte[PAGE - 100];
    int run = 0;
    for (var damage :
        List.of(Map.entry(0, new byte[PAGE]), Map.entry(0, noise), Map.entry(100, behindTheMark))) {
      log.clear();
      Path file = Files.copy(filled(2_000), folder.resolve("copy" + run++));
      overwrite(file, damage.getKey(), damage.getValue());
      try (SqlitePolicyCache cache = open(file)) {
        cache.put(name(1), state(1));
      }
      Path aside = folder.resolve(file.getFileName() + ".damaged-20261101T120000Z");
      assertThat(aside).exists();
      assertThat(log)
          .singleElement()
          .asString()
          .contains("damaged", aside.toString(), "exposed as at first contact");
      try (SqlitePolicyCache cache = open(file)) {
        assertThat(cache.get(name(1))).contains(state(1));
      }
    }
  }

  /// Whatever page is hit, in the table or in an index, most of the policies are saved.
  @Test
  void aBadPageLosesNoMoreThanItHeld() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int count = 1_500;
    Path good = filled(count);
    for (int run = 0; run < 12; run++) {
      log.clear();
      Path file = Files.copy(good, folder.resolve("copy" + run));
      long page = 6 + random.nextLong(Files.size(file) / PAGE - 6); // the first six are roots
      byte[] noise = new byte[PAGE];
      random.nextBytes(noise);
      overwrite(file, page * PAGE, noise);
      try (SqlitePolicyCache cache = open(file)) {
        for (int i = 0; i < count; i++) {
          DomainState expected = state(i);
          cache.get(name(i)).ifPresent(state -> assertThat(state).isEqualTo(expected));
        }
        Map<DomainName, DomainState> left = new HashMap<>();
        cache.forEach(left::put);
        int lost = count - left.size();
        System.out.println("page " + page + ": " + lost + " lost, " + log);
        assertThat(lost).as("lost with page " + page).isLessThan(40);
        for (int i = 0; i < count; i++) {
          assertThat(left.getOrDefault(name(i), state(i))).isEqualTo(state(i));
        }
      }
      try (SqlitePolicyCache cache = open(file)) {
        assertThat(cache.size()).as("after another start").isGreaterThan(count - 40);
      }
    }
  }

  @Test
  void aTruncatedCacheSavesWhatIsThere() throws IOException {
    int count = 1_500;
    Path file = filled(count);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2 / PAGE * PAGE);
    }
    try (SqlitePolicyCache cache = open(file)) {
      for (int i = 0; i < count; i++) {
        DomainState expected = state(i);
        cache.get(name(i)).ifPresent(state -> assertThat(state).isEqualTo(expected));
      }
      assertThat(log).hasSize(1);
      assertThat(cache.size()).isGreaterThan(count / 4);
    }
  }

  @Test
  void anUnreadableRowIsTakenOutAloneWithItsReason() throws SQLException, IOException {
    Path file = filled(10);
    sql(file, "update domain set state = x'0102030405' where name = '" + name(3) + "'");
    sql(file, "update domain set name = 'no name!' where name = '" + name(7) + "'");
    try (SqlitePolicyCache cache = open(file)) {
      assertThat(cache.get(name(3))).isEmpty();
      assertThat(cache.get(name(3))).isEmpty();
      assertThat(log).hasSize(1);
      assertThat(log.getFirst()).contains(name(3).text(), "the checksum does not match");
      Map<DomainName, DomainState> left = new HashMap<>();
      cache.forEach(left::put);
      assertThat(left).hasSize(8);
      assertThat(cache.size()).isEqualTo(8);
      assertThat(log).hasSize(2);
    }
    assertThat(Files.readAllLines(folder.resolve("cache.unreadable")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(NOW + "\t" + name(3)).endsWith("\tAQIDBAU="),
            line -> assertThat(line).contains("\tno name!\tthe name is none\t"));
  }

  @Test
  void aFileOfALaterVersionIsRefusedAndLeftAlone() throws SQLException, IOException {
    Path file = filled(10);
    sql(file, "pragma user_version = 2");
    byte[] before = Files.readAllBytes(file);
    assertThat(Caches.refused(file))
        .isEqualTo(file + " was written by a later version: its layout is 2, known is 1");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws SQLException, IOException {
    Path file = folder.resolve("theirs");
    sql(file, "create table sts_policy_cache (domain text)");
    byte[] before = Files.readAllBytes(file);
    assertThat(Caches.refused(file)).isEqualTo(file + " is the database of another program");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("theirs", "theirs.lock");
    }
  }

  @Test
  void anEmptyFileIsANewCache() throws IOException {
    Path file = Files.createFile(folder.resolve("cache"));
    try (SqlitePolicyCache cache = open(file)) {
      assertThat(cache.size()).isZero();
    }
    assertThat(log).isEmpty();
  }

  private SqlitePolicyCache open(Path file) {
    return Caches.open(file, new Limits(100_000, 10), () -> NOW, CacheEvents.lines(log::add));
  }

  private Path filled(int count) {
    Path file = folder.resolve("cache");
    try (SqlitePolicyCache cache = open(file)) {
      for (int i = 0; i < count; i++) {
        cache.put(name(i), state(i));
      }
    }
    return file;
  }

  private static DomainName name(int i) {
    return DomainName.of("d" + i + ".example.com");
  }

  private static DomainState state(int i) {
    return RandomStates.ordinary("a" + i % 5, NOW, Duration.ofDays(7));
  }

  private static void overwrite(Path file, long at, byte[] with) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write(with);
    }
  }

  private static void sql(Path file, String statement) throws SQLException {
    try (Connection sql = CacheLayout.connect(file, false);
        Statement execute = sql.createStatement()) {
      execute.execute(statement);
    }
  }
}
