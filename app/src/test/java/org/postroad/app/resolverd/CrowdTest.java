package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand clients at once, most of them silent, slow or sending garbage, leave the server
/// answering the others, and in bounded memory.
@Timeout(180)
class CrowdTest {

  private static final int CLIENTS = 10_000;
  private static final int QUESTIONS = 20_000;
  private static final long HEAP_MAX = 64L * 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void tenThousandClientsByTcpLeaveItAnsweringOthers() throws Exception {
    crowded("inet:127.0.0.1:0");
  }

  @Test
  void tenThousandClientsByUnixSocketLeaveItAnsweringOthers() throws Exception {
    crowded("unix:" + folder.resolve("s"));
  }

  private static void crowded(String endpoint) throws Exception {
    // Where a process may have fewer files open, as many as it may.
    int clients = Math.min(CLIENTS, OpenFiles.forConnections() - 1_000);
    assertThat(clients).isGreaterThan(200);
    long seed = new Random().nextLong();
    System.out.println("a crowd of " + clients + ", seed " + seed);
    long heapBefore = usedHeap();
    SocketmapServer.Limits limits = SocketmapServer.Limits.DEFAULT;
    try (TestServer at = new TestServer(limits, endpoint)) {
      Process crowd = crowd(at.server.listening().getFirst(), clients, seed);
      try (BufferedReader out = crowd.inputReader()) {
        assertThat(out.readLine()).isEqualTo("ready");
        // Garbage senders are closed and come back, a few at a time.
        Until.holds(
            "all are connected and at it",
            () ->
                at.metric("postroad_connections") > clients * 85L / 100
                    && at.closed("malformed") > clients / 10
                    && at.metric("postroad_buffered_bytes") > 1_000);
        long[] nanos = new long[QUESTIONS];
        try (TestClient client = at.connect()) {
          for (int i = 0; i < QUESTIONS; i++) {
            String key = (i % 10 == 0 ? "cold-" : "warm-") + i;
            long start = System.nanoTime();
            assertThat(client.ask("postfix " + key)).endsWith(key);
            nanos[i] = System.nanoTime() - start;
          }
        }
        Arrays.sort(nanos);
        long heap = usedHeap() - heapBefore;
        System.out.printf(
            "%d connections, %d closed for garbage; median %.2f ms, 99%% %.2f ms, slowest %.2f ms;"
                + " heap %.1f MB, buffers %d bytes%n",
            at.metric("postroad_connections"),
            at.closed("malformed"),
            nanos[QUESTIONS / 2] / 1e6,
            nanos[QUESTIONS * 99 / 100] / 1e6,
            nanos[QUESTIONS - 1] / 1e6,
            heap / 1e6,
            at.metric("postroad_buffered_bytes"));
        assertThat(Duration.ofNanos(nanos[QUESTIONS * 99 / 100]))
            .as("99 of 100 are answered by")
            .isLessThan(Duration.ofSeconds(2));
        assertThat(at.metric("postroad_buffered_bytes")).isLessThan(limits.bufferedBytes());
        assertThat(heap).isLessThan(HEAP_MAX);
        assertThat(at.log).isEmpty();
      } finally {
        crowd.destroy();
        crowd.waitFor();
      }
      Until.holds("all are gone", () -> at.metric("postroad_connections") == 0);
      assertThat(at.metric("postroad_buffered_bytes")).isZero();
    }
  }

  private static Process crowd(String address, int clients, long seed) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Crowd.class.getName(),
            address,
            String.valueOf(clients),
            String.valueOf(seed));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// What lives: the least of several looks, since the crowd makes garbage between a collection and
  /// the look that follows.
  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int look = 0; look < 8; look++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
