package org.postroad.app.labs.hostile;

import java.util.ArrayList;
import java.util.List;

/// Collects what went wrong in a game.
final class Judge {

  private static final int KEPT_MAX = 100;

  private final Clock clock;
  private final Story story;
  private final List<Violation> violations = new ArrayList<>();

  /// A rule that was broken.
  record Violation(Rule rule, String what) {
    @Override
    public String toString() {
      return rule + ": " + what;
    }
  }

  Judge(Clock clock, Story story) {
    this.clock = clock;
    this.story = story;
  }

  synchronized void accuse(Rule rule, String what) {
    if (violations.size() < KEPT_MAX) {
      Violation violation = new Violation(rule, "at " + clock.text() + ", " + what);
      violations.add(violation);
      story.tell(() -> "*** " + violation);
    }
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }
}
