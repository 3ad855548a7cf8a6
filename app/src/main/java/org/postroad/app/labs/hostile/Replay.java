package org.postroad.app.labs.hostile;

import java.util.Optional;

/// One game, told from the beginning, and the smallest that goes wrong in the same way.
final class Replay {

  private final Papers papers = new Papers();
  private final Transit.Layer layer;

  private Replay(Transit.Layer layer) {
    this.layer = layer;
  }

  /// @return 0, or 1 where a rule was broken
  static int tell(Script script, Transit.Layer layer) {
    return new Replay(layer).tell(script);
  }

  private int tell(Script script) {
    Game.Outcome outcome = told(script);
    Optional<Rule> broken = outcome.broken();
    if (broken.isEmpty()) {
      System.out.println("\nNo rule was broken: " + outcome.score());
      return 0;
    }
    System.err.println("hostile: looking for a smaller script that breaks " + broken.get());
    Script small =
        Shrinker.shrink(
            script, s -> Game.play(s, papers, Story.UNTOLD, layer).broken().equals(broken));
    System.out.println("\n=== smaller\n\n" + small.text() + "\n=== and played\n");
    outcome = told(small);
    System.out.println();
    outcome.violations().forEach(System.out::println);
    return 1;
  }

  private Game.Outcome told(Script script) {
    return Game.play(script, papers, line -> System.out.println(line.get()), layer);
  }
}
