package org.postroad.app.checks.survey;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A token bucket: keeps whoever comes to a rate, one after the other, with a little room for those
/// who come in a bunch after a rest.
final class Pace {

  /// So much of the rate may come at once after a rest.
  private static final Duration BUNCH = Duration.ofMillis(100);

  private final long interval;
  private final long bunch;
  private long next;

  Pace(Rate rate) {
    this(rate, System.nanoTime());
  }

  Pace(Rate rate, long now) {
    this.interval = rate.interval();
    this.bunch = Math.max(0, BUNCH.toNanos() - interval);
    this.next = now;
  }

  /// Takes the next turn.
  ///
  /// @param now by [System#nanoTime]
  /// @return nanoseconds until it comes
  synchronized long reserve(long now) {
    if (next - (now - bunch) < 0) {
      next = now - bunch;
    }
    long wait = Math.max(0, next - now);
    next += interval;
    return wait;
  }

  /// Whether it has rested for so long that a new one would be the same.
  synchronized boolean isRested(long now) {
    return next - (now - bunch) <= 0;
  }

  /// Waits for the next turn.
  void await() throws InterruptedException {
    long begun = System.nanoTime();
    park(begun, reserve(begun));
  }

  static void park(long begun, long nanos) throws InterruptedException {
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begun)) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
