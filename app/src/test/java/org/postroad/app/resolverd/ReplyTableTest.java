package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReplyTableTest {

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void itHoldsWhatAMapWouldHold() {
    ReplyTable table = new ReplyTable(100_000, seed);
    Map<String, String> model = new HashMap<>();
    Map<String, Long> expiry = new HashMap<>();
    long now = 1_000_000;
    for (int step = 0; step < 200_000; step++) {
      String key = "d" + random.nextInt(3_000) + ".example";
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> {
          String reply = "r" + random.nextInt();
          long expires = now + random.nextInt(2_000);
          table.put(bytes(key), bytes(reply), expires, now);
          model.put(key, reply);
          expiry.put(key, expires);
        }
        case 4 -> {
          table.remove(bytes(key));
          model.remove(key);
        }
        case 5 -> now += random.nextInt(5);
        default -> {
          boolean counts = model.containsKey(key) && now < expiry.getOrDefault(key, 0L);
          assertThat(get(table, key, now))
              .as("seed %d, step %d", seed, step)
              .isEqualTo(counts ? model.get(key) : "");
        }
      }
    }
  }

  @Test
  void itGrowsToAHundredThousandAndLosesNone() {
    ReplyTable table = new ReplyTable(1_000_000, seed);
    for (int i = 0; i < 100_000; i++) {
      table.put(bytes("d" + i + ".example"), bytes("r" + i), 10, 0);
    }
    assertThat(table.size()).isEqualTo(100_000);
    for (int i = 0; i < 100_000; i++) {
      assertThat(get(table, "d" + i + ".EXAMPLE", 9)).isEqualTo("r" + i);
    }
    assertThat(get(table, "d5.example", 10)).isEmpty();
  }

  @Test
  void overItsBoundItDropsWhatHasExpiredBeforeAnythingElse() {
    ReplyTable table = new ReplyTable(1_000, seed);
    for (int i = 0; i < 900; i++) {
      table.put(bytes("old" + i), bytes("r"), 10, 0);
    }
    for (int i = 0; i < 900; i++) {
      table.put(bytes("new" + i), bytes("r"), 100, 20);
    }
    for (int i = 0; i < 900; i++) {
      assertThat(get(table, "new" + i, 20)).isEqualTo("r");
    }
    assertThat(table.size()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void itNeverHoldsMoreThanItsBound() {
    ReplyTable table = new ReplyTable(1_000, seed);
    int before = 0;
    for (int i = 0; i < 50_000; i++) {
      table.put(bytes("d" + i), bytes("r" + i), 100, 0);
      boolean grew = table.size() == before + 1 && before < 1_000;
      assertThat(grew || table.size() == 501).as("grows by one, or is halved").isTrue();
      before = table.size();
      assertThat(get(table, "d" + i, 0)).as("the last one put").isEqualTo("r" + i);
    }
  }

  @Test
  void readersSeeOldOrNewButNothingElseWhileOthersWrite() throws InterruptedException {
    ReplyTable table = new ReplyTable(10_000, seed);
    AtomicBoolean done = new AtomicBoolean();
    String wrong = "";
    Thread[] writers = new Thread[2];
    for (int w = 0; w < writers.length; w++) {
      Random own = new Random(seed + w);
      writers[w] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      int n = own.nextInt(5_000);
                      byte[] key = bytes("d" + n + ".example");
                      if (own.nextInt(4) == 0) {
                        table.remove(key);
                      } else {
                        table.put(key, bytes("r" + n), Long.MAX_VALUE, 0);
                      }
                    }
                  });
    }
    for (int i = 0; i < 300_000; i++) {
      int n = random.nextInt(5_000);
      String seen = get(table, "d" + n + ".example", 0);
      if (!seen.isEmpty() && !seen.equals("r" + n)) {
        wrong = "d" + n + " has " + seen;
      }
    }
    done.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(wrong).as("seed %d", seed).isEmpty();
  }

  private static String get(ReplyTable table, String key, long now) {
    byte[] bytes = bytes(".." + key);
    ByteBuffer out = ByteBuffer.allocate(100);
    boolean found = table.get(bytes, 2, bytes.length, now, out);
    assertThat(found).isEqualTo(out.position() > 0);
    return StandardCharsets.UTF_8.decode(out.flip()).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
