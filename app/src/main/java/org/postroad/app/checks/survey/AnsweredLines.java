package org.postroad.app.checks.survey;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which lines of the input were answered before: a bit for each line, and a byte of its domain's
/// hash, to know another input by. One line more or less in the middle moves all that follow, so
/// that the first few of them tell.
public final class AnsweredLines {

  /// Lines that a survey which goes on can have: 256 MB of bits.
  static final long LINES_MAX = Integer.MAX_VALUE - 1L;

  private static final int ALL_UP_TO = 100;
  private static final int THEN_EVERY = 1_000;

  private static final int PAGE = 1 << 16;
  private static final int GOLDEN = 0x9E3779B9; // spreads a hash over its upper bits

  private final BitSet lines = new BitSet();
  private final Map<Integer, byte[]> marks = new HashMap<>(); // by page
  private final Map<Long, String> samples = new HashMap<>(); // to name some of them
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
    marks.computeIfAbsent((int) line / PAGE, _ -> new byte[PAGE])[(int) line % PAGE] =
        mark(answer.domain());
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

  /// What the answer to a line that has one is about, if that is not `domain`: another domain, of
  /// which the name is not always known, or none.
  Optional<String> mismatch(long line, String domain) {
    Optional<String> known = Optional.ofNullable(samples.get(line));
    if (known.isPresent()) {
      return known
          .filter(about -> !about.equals(domain))
          .map(about -> about.isEmpty() ? "none" : about);
    }
    byte[] page = marks.getOrDefault((int) line / PAGE, new byte[0]);
    return page.length > 0 && page[(int) line % PAGE] != mark(domain)
        ? Optional.of("another")
        : Optional.empty();
  }

  private static byte mark(String domain) {
    return (byte) ((domain.hashCode() * GOLDEN) >>> 24);
  }

  /// The last of them; 0 if there is none.
  long last() {
    return Math.max(0, lines.length() - 1L);
  }
}
