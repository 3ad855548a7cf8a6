package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postroad.app.store.CacheFile.Change;
import org.postroad.app.store.StateMemory.Held;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// Between the callers and the writer, step by step.
class StateMemoryTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");

  @Test
  void aFlushWaitsForTheNewerStateThatTookTheOlderOnesPlace() throws Exception {
    StateMemory memory = new StateMemory(10);
    memory.put(DOMAIN, state(1));
    FutureTask<Boolean> flush = new FutureTask<>(() -> memory.flush(TimeUnit.MINUTES.toNanos(1)));
    Thread thread = Thread.ofPlatform().start(flush);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    memory.put(DOMAIN, state(2));
    assertThat(memory.take()).hasSize(1);
    memory.failed(); // which wakes it
    assertThat(thread.join(Duration.ofMillis(100)))
        .as("flushed, and nothing was written")
        .isFalse();
    memory.take();
    memory.written(List.of());
    assertThat(flush.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void whoWaitsForRoomGoesOnWhenWritingBeginsToFail() throws InterruptedException {
    StateMemory memory = new StateMemory(0);
    int number = 0;
    for (; number <= StateMemory.WAITING_MAX; number++) {
      memory.put(DomainName.of("d" + number), state(number));
    }
    int taken = memory.take().size();
    for (int i = 0; i < taken; i++) {
      memory.put(DomainName.of("d" + number++), state(number));
    }
    Thread thread = Thread.ofPlatform().start(() -> memory.put(DOMAIN, state(1)));
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    memory.failed();
    assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
    assertThat(memory.get(DOMAIN)).isInstanceOf(Held.Encoded.class);
  }

  @Test
  void whatFailedIsGivenOutAgainUnlessItChanged() throws InterruptedException {
    StateMemory memory = new StateMemory(0);
    DomainName other = DomainName.of("other.example");
    memory.put(DOMAIN, state(1));
    memory.put(other, state(1));
    List<Change> first = memory.take();
    memory.put(other, state(2));
    memory.failed();
    List<Change> second = memory.take();
    assertThat(second.stream().map(Change::domain)).containsExactly(DOMAIN, other);
    assertThat(second.getFirst()).isEqualTo(first.getFirst());
    assertThat(second.get(1)).isNotEqualTo(first.get(1));
  }

  @Test
  void whatIsBeingWrittenIsStillAnsweredFromHere() throws InterruptedException {
    StateMemory memory = new StateMemory(0);
    memory.put(DOMAIN, state(1));
    memory.take();
    assertThat(memory.get(DOMAIN)).isInstanceOf(Held.Encoded.class);
    memory.forget(DOMAIN);
    assertThat(memory.get(DOMAIN)).isInstanceOf(Held.Forgotten.class);
    memory.written(List.of());
    assertThat(memory.get(DOMAIN)).isInstanceOf(Held.Forgotten.class);
    memory.take();
    memory.written(List.of());
    assertThat(memory.get(DOMAIN)).isInstanceOf(Held.Elsewhere.class);
  }

  private static DomainState state(int number) {
    return DomainState.unknown(Instant.ofEpochSecond(number));
  }
}
