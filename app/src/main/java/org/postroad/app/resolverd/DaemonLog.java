package org.postroad.app.resolverd;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postroad.protocol.text.Printable;

/// The daemon's log: one line per event that an operator acts on, on standard error.
///
/// What strangers sent is escaped, so that nobody forges a line. Times stand in front of the lines
/// unless systemd's journal, which has its own, reads them.
final class DaemonLog {

  private static final int LINE_MAX = 2_000;
  private static final int REMEMBERED = 10_000;

  private final PrintStream out;
  private final InstantSource clock;
  private final boolean times;
  private final Map<String, Instant> said =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  DaemonLog(PrintStream out, InstantSource clock, boolean times) {
    this.out = out;
    this.clock = clock;
    this.times = times;
  }

  void info(String line) {
    write("", line);
  }

  void warning(String line) {
    write("warning: ", line);
  }

  /// A warning that is not repeated within `pause` for the same `subject`.
  void warningOnce(String subject, Duration pause, String line) {
    Instant now = clock.instant();
    synchronized (said) {
      Instant last = said.get(subject);
      if (last != null && last.plus(pause).isAfter(now)) {
        return;
      }
      said.put(subject, now);
    }
    warning(line);
  }

  void error(String line) {
    write("error: ", line);
  }

  /// A bug of ours, with its trace.
  void bug(String where, Throwable bug) {
    error("internal error in " + where + ": " + bug);
    Arrays.stream(bug.getStackTrace()).limit(40).forEach(at -> write("  at ", at.toString()));
  }

  private void write(String level, String line) {
    String time = times ? clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " : "";
    String text = time + "postroad: " + level + Printable.of(line, LINE_MAX);
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }
}
