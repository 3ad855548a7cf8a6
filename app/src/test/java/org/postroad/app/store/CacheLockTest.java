package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.SqlitePolicyCache.Limits;

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
}
