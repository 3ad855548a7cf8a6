package org.postroad.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A deadline on a clock that the test turns.
class DeadlineTest {

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10); // nanoTime may overflow

  @Test
  void theEarlierOfTheWholeAndTheStepCounts() {
    Deadline whole = Deadline.after(Duration.ofSeconds(10), clock::get);

    assertThat(whole.atMost(Duration.ofSeconds(2)).remaining()).isEqualTo(Duration.ofSeconds(2));
    clock.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(whole.atMost(Duration.ofSeconds(2)).remaining()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void nothingIsLeftOnceItHasPassed() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10), clock::get);

    assertThat(deadline.passed()).isFalse();
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(deadline.passed()).isTrue();
    clock.addAndGet(1);
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.remainingMillis()).isEqualTo(1);
  }

  @Test
  void whoWaitsForTheMillisecondsHasWaitedToTheEnd() {
    Deadline deadline = Deadline.after(Duration.ofNanos(1_500_000), clock::get);

    clock.addAndGet(Duration.ofMillis(deadline.remainingMillis()).toNanos());
    assertThat(deadline.passed()).isTrue();
  }
}
