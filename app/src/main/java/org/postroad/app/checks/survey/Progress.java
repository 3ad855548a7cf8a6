package org.postroad.app.checks.survey;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.postroad.app.output.Terminal;

/// How far a survey is, on standard error: how much, how fast, and how long it will take.
///
/// On a terminal one line is drawn over itself every second; elsewhere there is a new one every ten
/// seconds.
public final class Progress implements AutoCloseable {

  private static final Duration DRAWN = Duration.ofSeconds(1);
  private static final Duration NOTED = Duration.ofSeconds(10);
  private static final double LATEST = 0.3; // how much the last second counts in the rate

  private final Tally tally;
  private final LongSupplier octets;
  private final OptionalLong size;
  private final Supplier<Duration> wait;
  private final Terminal terminal;
  private final long started = System.nanoTime();
  private final Thread thread;
  private volatile boolean closed;

  /// @param octets of the input read so far
  /// @param size of the input, if it is known
  /// @param wait how long it will take at least
  public Progress(
      Tally tally,
      LongSupplier octets,
      OptionalLong size,
      Supplier<Duration> wait,
      Terminal terminal) {
    this.tally = tally;
    this.octets = octets;
    this.size = size;
    this.wait = wait;
    this.terminal = terminal;
    this.thread = Thread.ofPlatform().daemon().name("survey progress").start(this::run);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join();
    if (terminal.drawsProgress()) {
      terminal.err().print("\r\033[K");
    }
    terminal.note(summary(tally, Duration.ofNanos(System.nanoTime() - started)));
  }

  /// All in one line.
  static String summary(Tally tally, Duration took) {
    String skipped =
        tally.skipped() == 0 ? "" : String.format(" (%,d were there before)", tally.skipped());
    return String.format(
            Locale.ROOT,
            "%,d answered in %s: %,d good, %,d with faults, %,d without a record, %,d unknown",
            tally.answered(),
            words(took),
            tally.good(),
            tally.broken(),
            tally.none(),
            tally.unknown())
        + (tally.invalid() == 0 ? "" : String.format(", %,d invalid", tally.invalid()))
        + skipped;
  }

  /// `12,345 answered, 1,024/s, 500 in flight, 17% read, 56 s left`.
  static String line(
      Tally tally, double perSecond, Optional<Double> share, Optional<Duration> left) {
    return String.format(
            Locale.ROOT,
            "%,d answered, %,.0f/s, %,d in flight",
            tally.skipped() + tally.answered(),
            perSecond,
            tally.inFlight())
        + share.map(s -> String.format(Locale.ROOT, ", %.0f%% read", 100 * s)).orElse("")
        + left.map(l -> ", " + words(l) + " left").orElse("");
  }

  /// `56 s`, `12 min`, `3 h 20 min`.
  static String words(Duration time) {
    if (time.toSeconds() < 120) {
      return time.toSeconds() + " s";
    }
    return time.toMinutes() < 120
        ? time.toMinutes() + " min"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  private void run() {
    Duration every = terminal.drawsProgress() ? DRAWN : NOTED;
    long before = 0;
    double rate = -1;
    try {
      while (!closed) {
        Pace.park(System.nanoTime(), every.toNanos());
        long answered = tally.answered();
        double now = (answered - before) / (every.toNanos() / 1e9);
        rate = rate < 0 ? now : LATEST * now + (1 - LATEST) * rate;
        before = answered;
        show(rate);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void show(double rate) {
    Optional<Double> share =
        size.isPresent() && size.getAsLong() > 0
            ? Optional.of(Math.min(1, octets.getAsLong() / (double) size.getAsLong()))
            : Optional.empty();
    String line = line(tally, rate, share, share.flatMap(s -> left(tally, s, rate, wait.get())));
    if (terminal.drawsProgress()) {
      terminal.err().print("\r" + line + "\033[K");
      terminal.err().flush();
    } else {
      terminal.note(line);
    }
  }

  /// As many lines as are left, if they are as long as those before, at the present rate; and no
  /// less than those who wait will have to.
  static Optional<Duration> left(Tally tally, double share, double rate, Duration wait) {
    if (rate <= 0 || share <= 0) {
      return Optional.empty();
    }
    double lines = tally.lines() / share - tally.lines() + tally.inFlight();
    Duration busy = Duration.ofSeconds(Math.round(lines / rate));
    return Optional.of(busy.compareTo(wait) < 0 ? wait : busy);
  }
}
