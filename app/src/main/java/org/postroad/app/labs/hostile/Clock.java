package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The model's time: it stands still until somebody waits. The sender's clock shows it, unless it
/// was set wrong.
final class Clock implements InstantSource {

  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private long nanos;
  private Duration ahead = Duration.ZERO;

  /// Nanoseconds since the start.
  long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos).plus(ahead);
  }

  /// Somebody sets the sender's clock, forward or back; no time passes.
  void set(Duration by) {
    ahead = ahead.plus(by);
  }

  void advance(Duration by) {
    nanos += by.toNanos();
  }

  /// Waits until then; nothing if that was.
  void advanceTo(long then) {
    nanos = Math.max(nanos, then);
  }

  /// The time since the start: `2d 03:04:05.678`.
  String text() {
    Duration since = Duration.ofNanos(nanos);
    return "%dd %02d:%02d:%02d.%03d"
        .formatted(
            since.toDays(),
            since.toHoursPart(),
            since.toMinutesPart(),
            since.toSecondsPart(),
            since.toMillisPart());
  }
}
