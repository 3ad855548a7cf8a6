package org.postroad.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands until it is moved, so that a policy's year passes in a test's millisecond.
public final class LabClock implements InstantSource {

  private final AtomicReference<Instant> now;

  public LabClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Moves the clock; a negative duration sets it back, as a broken time server would.
  public void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }
}
