package org.postroad.engine.net;

import java.time.Duration;

/// The moment by which a whole piece of work must be done, however many steps it takes.
///
/// It counts on the monotonic clock, so that setting the time neither cuts work short nor lets it
/// hang. Pass it down; ask [#remaining] before each step that can block.
public record Deadline(long nanoTime) {

  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /// What is left, never negative.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /// What is left in milliseconds, at least 1 so that it can be given to a socket, where 0 is for
  /// ever.
  public int remainingMillis() {
    return Math.clamp(remaining().toMillis(), 1, Integer.MAX_VALUE);
  }

  public boolean passed() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /// The earlier of this deadline and one that far away: the bound of one step of the work.
  public Deadline atMost(Duration step) {
    Deadline other = after(step);
    return nanoTime - other.nanoTime < 0 ? this : other;
  }
}
