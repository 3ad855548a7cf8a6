package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// One daemon per file, and clear words where a file cannot be used.
class CacheLockTest {

  @TempDir Path folder;

  @Test
  void aSecondDaemonIsRefusedAndNamesTheFirst() throws IOException, InterruptedException {
    Path file = folder.resolve("cache");
    Process first = CacheProcess.start(file, 0);
    try (BufferedReader said = first.inputReader()) {
      assertThat(said.readLine()).isEqualTo("open");
      assertThat(Caches.refused(file)).isEqualTo(file + " is in use by process " + first.pid());
      first.destroyForcibly().waitFor();
    } finally {
      first.destroyForcibly();
    }
    Caches.open(file, Limits.DEFAULT, InstantSource.system()).close();
  }

  @Test
  void theSameProcessIsRefusedToo() {
    Path file = folder.resolve("cache");
    try (SqlitePolicyCache first = Caches.open(file, Limits.DEFAULT, InstantSource.system())) {
      assertThat(Caches.refused(file)).isEqualTo(file + " is in use by this process");
      assertThat(first.size()).isZero();
    }
    Caches.open(file, Limits.DEFAULT, InstantSource.system()).close();
  }

  @Test
  void aRefusedOpeningLetsGoOfTheLock() throws IOException {
    Path file = Files.createDirectory(folder.resolve("cache"));
    assertThat(Caches.refused(file)).isEqualTo(file + " is a folder");
    Files.delete(file);
    Caches.open(file, Limits.DEFAULT, InstantSource.system()).close();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    assertThat(Caches.refused(Path.of("/proc/postroad-cache")))
        .isEqualTo("cannot write /proc/postroad-cache.lock: no such file or directory");
    assertThat(Caches.refused(folder.resolve("none/cache")))
        .isEqualTo("there is no folder " + folder.resolve("none"));
    Path plain = Files.createFile(folder.resolve("plain"));
    assertThat(Caches.refused(plain.resolve("cache"))).isEqualTo("there is no folder " + plain);
  }

  @Test
  void whatNamesTheDomainsIsForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("cache");
    try (SqlitePolicyCache cache = Caches.open(file, Limits.DEFAULT, InstantSource.system())) {
      cache.put(DomainName.of("example.com"), DomainState.unknown(Instant.now()));
      assertThat(cache.flush()).isTrue();
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files)
            .extracting(path -> path.getFileName().toString())
            .containsExactlyInAnyOrder("cache", "cache-wal", "cache-shm", "cache.lock");
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).allSatisfy(CacheLockTest::isForItsOwnerAlone);
      }
    }
  }

  private static void isForItsOwnerAlone(Path path) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .as(path.toString())
        .isEqualTo("rw-------");
  }
}
