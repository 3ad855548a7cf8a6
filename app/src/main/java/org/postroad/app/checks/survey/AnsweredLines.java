package org.postroad.app.checks.survey;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which lines of the input were answered before: a bit for each line, and the domains of some, to
/// know another input by.
public final class AnsweredLines {

  /// Lines that a survey which goes on can have: 256 MB of bits.
  static final long LINES_MAX = Integer.MAX_VALUE - 1L;

  private static final int ALL_UP_TO = 100;
  private static final int THEN_EVERY = 1_000;

  private final BitSet lines = new BitSet();
  private final Map<Long, String> samples = new HashMap<>();
  private long count;

  /// Notes an answer.
  ///
  /// @return what is wrong with it, if anything
  Optional<String> add(AnswerRead.Valid answer) {
    long line = answer.line();
    if (line > LINES_MAX) {
      return Optional.of("line " + line + ", at most " + LINES_MAX);
    }
    if (lines.get((int) line)) {
      return Optional.of("line " + line + " is answered a second time");
    }
    lines.set((int) line);
    count++;
    if (line <= ALL_UP_TO || line % THEN_EVERY == 0) {
      samples.put(line, answer.domain());
    }
    return Optional.empty();
  }

  boolean has(long line) {
    return line <= LINES_MAX && lines.get((int) line);
  }

  /// How many there are.
  public long count() {
    return count;
  }

  /// What the answer to that line is about, if it is one that was kept, and is not about `domain`.
  Optional<String> mismatch(long line, String domain) {
    return Optional.ofNullable(samples.get(line)).filter(known -> !known.equals(domain));
  }

  /// The last of them; 0 if there is none.
  long last() {
    return Math.max(0, lines.length() - 1L);
  }
}
