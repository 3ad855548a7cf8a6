package org.postroad.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LabClockTest {

  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void aClockStandsUntilItIsMoved() {
    LabClock clock = new LabClock(START);
    clock.advance(Duration.ofDays(1));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(1)));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(1)));
  }

  @Test
  void aClockThatRunsGoesOnFromWhereItStands() {
    LabClock clock = new LabClock(START);
    long began = System.nanoTime();
    clock.run();
    while (clock.instant().equals(START)) {
      assertThat(System.nanoTime() - began).isLessThan(Duration.ofSeconds(10).toNanos());
      Thread.onSpinWait();
    }
    clock.advance(Duration.ofDays(1));
    Duration passed = Duration.between(START.plus(Duration.ofDays(1)), clock.instant());
    assertThat(passed)
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - began));
  }
}
