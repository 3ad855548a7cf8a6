package org.postroad.engine.net;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The moment by which a whole piece of work must be done, however many steps it takes.
///
/// It counts on the monotonic clock, so that setting the time neither cuts work short nor lets it
/// hang; or on a clock of the caller's, for a lab that plays hours in no time. Pass it down; ask
/// [#remaining] before each step that can block.
///
/// @param nanoTime when, on that clock
/// @param clock counts nanoseconds and never goes back
public record Deadline(long nanoTime, LongSupplier clock) {

  private static final LongSupplier MONOTONIC = System::nanoTime;

  public static Deadline after(Duration duration) {
    return after(duration, MONOTONIC);
  }

  public static Deadline after(Duration duration, LongSupplier clock) {
    return new Deadline(clock.getAsLong() + duration.toNanos(), clock);
  }

  /// What is left, never negative.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - clock.getAsLong()));
  }

  /// What is left in milliseconds, rounded up, so that who waited for so long has waited to the end
  /// and no earlier; at least 1, since 0 means for ever to a socket.
  public int remainingMillis() {
    return Math.clamp(Math.ceilDiv(remaining().toNanos(), 1_000_000L), 1, Integer.MAX_VALUE);
  }

  public boolean passed() {
    return nanoTime - clock.getAsLong() <= 0;
  }

  /// The earlier of this deadline and one that far away: the bound of one step of the work.
  public Deadline atMost(Duration step) {
    Deadline other = after(step, clock);
    return nanoTime - other.nanoTime < 0 ? this : other;
  }
}
