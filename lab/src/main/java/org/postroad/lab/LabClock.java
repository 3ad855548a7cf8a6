package org.postroad.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands until it is moved, so that a policy's year passes in a test's millisecond;
/// or, for a lab that is kept, one that runs.
public final class LabClock implements InstantSource {

  private final AtomicReference<Instant> now;
  private final AtomicReference<InstantSource> added = new AtomicReference<>(() -> Instant.EPOCH);

  public LabClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get().plusMillis(added.get().millis());
  }

  /// Moves the clock; a negative duration sets it back, as a broken time server would.
  public void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }

  /// Lets it go on from where it stands, as fast as the real time.
  public void run() {
    long began = System.nanoTime();
    added.set(() -> Instant.EPOCH.plusNanos(System.nanoTime() - began));
  }
}
