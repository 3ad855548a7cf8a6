package org.postroad.app.process;

import java.time.Duration;

/// How the run of a program came out.
public sealed interface Ran {

  /// It ended by itself. `out` and `err` are what it said, each cut at [Program#OUTPUT_BYTES_MAX].
  record Ended(int code, String out, String err) implements Ran {
    public boolean ok() {
      return code == 0;
    }
  }

  /// It was still running when its time was over, and was killed.
  record TimedOut(Duration limit) implements Ran {}

  /// It could not be started, or its output could not be read: not installed, no permission.
  record NotStarted(String why) implements Ran {}

  /// Whether it ended with code 0.
  default boolean succeeded() {
    return this instanceof Ended ended && ended.ok();
  }

  /// What to tell a reader about a run that did not succeed: its last words, else the reason.
  default String complaint() {
    return switch (this) {
      case Ended(int code, String out, String err) -> {
        String said = err.isBlank() ? out.strip() : err.strip();
        yield said.isEmpty() ? "exit code " + code : said;
      }
      case TimedOut(Duration limit) -> "not finished after " + limit.toSeconds() + " s";
      case NotStarted(String why) -> why;
    };
  }
}
