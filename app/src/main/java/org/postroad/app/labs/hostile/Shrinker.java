package org.postroad.app.labs.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Finds a small script that fails as a large one does: drops stretches of steps, then single ones,
/// then makes simpler what is left, until nothing more can go.
final class Shrinker {

  private static final int TRIES_MAX = 20_000;

  private final Predicate<Script> fails;
  private int tries;

  private Shrinker(Predicate<Script> fails) {
    this.fails = fails;
  }

  /// @param fails whether a script fails in the same way; true of the first
  static Script shrink(Script script, Predicate<Script> fails) {
    return new Shrinker(fails).shrink(script);
  }

  private Script shrink(Script first) {
    Script best = first;
    while (tries < TRIES_MAX) {
      Script smaller = simpler(shorter(plainer(best)));
      if (smaller.equals(best)) {
        return best;
      }
      best = smaller;
    }
    return best;
  }

  private Script plainer(Script script) {
    Script best = script;
    best = either(new Script(false, best.patient(), best.dane(), best.steps()), best);
    best = either(new Script(best.refreshes(), false, best.dane(), best.steps()), best);
    return either(new Script(best.refreshes(), best.patient(), false, best.steps()), best);
  }

  private Script either(Script candidate, Script best) {
    return !candidate.equals(best) && still(candidate) ? candidate : best;
  }

  private Script shorter(Script script) {
    Script best = script;
    for (int length = best.steps().size() / 2; length >= 1; length /= 2) {
      int from = 0;
      while (from + length <= best.steps().size()) {
        List<Step> fewer = new ArrayList<>(best.steps());
        fewer.subList(from, from + length).clear();
        Script candidate = best.with(fewer);
        if (still(candidate)) {
          best = candidate;
        } else {
          from++;
        }
      }
    }
    return best;
  }

  private Script simpler(Script script) {
    Script best = script;
    for (int i = 0; i < best.steps().size(); i++) {
      for (Step simple : best.steps().get(i).simpler()) {
        List<Step> steps = new ArrayList<>(best.steps());
        steps.set(i, simple);
        Script candidate = best.with(steps);
        if (still(candidate)) {
          best = candidate;
          i--; // perhaps it can be simpler still
          break;
        }
      }
    }
    return best;
  }

  private boolean still(Script candidate) {
    return tries++ < TRIES_MAX && fails.test(candidate);
  }
}
