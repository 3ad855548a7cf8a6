package org.postroad.app.checks.survey;

import java.util.concurrent.atomic.LongAdder;

/// How far a survey has come. Read by another thread than those that count.
public final class Tally {

  private final LongAdder good = new LongAdder();
  private final LongAdder none = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder invalid = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder begun = new LongAdder();
  private volatile long lines;
  private final LongAdder skipped = new LongAdder();

  /// Lines of the input read so far.
  public long lines() {
    return lines;
  }

  /// Lines that were answered before.
  public long skipped() {
    return skipped.sum();
  }

  /// Domains that are being looked at.
  public long inFlight() {
    return begun.sum() - (answered() - invalid.sum());
  }

  /// Lines answered by now, by this run.
  public long answered() {
    return good.sum() + none.sum() + unknown.sum() + invalid.sum() + broken.sum();
  }

  public long good() {
    return good.sum();
  }

  public long none() {
    return none.sum();
  }

  public long unknown() {
    return unknown.sum();
  }

  public long invalid() {
    return invalid.sum();
  }

  /// Domains of which something is wrong.
  public long broken() {
    return broken.sum();
  }

  void line(long number) {
    lines = number;
  }

  void skip() {
    skipped.increment();
  }

  void begin() {
    begun.increment();
  }

  void answer(String sort) {
    switch (sort) {
      case Surveyed.GOOD -> good.increment();
      case Surveyed.NONE -> none.increment();
      case Surveyed.UNKNOWN -> unknown.increment();
      case Surveyed.INVALID -> invalid.increment();
      default -> broken.increment();
    }
  }
}
