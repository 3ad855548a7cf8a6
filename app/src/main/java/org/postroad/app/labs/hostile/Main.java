package org.postroad.app.labs.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `bench/hostile`.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Papers papers = new Papers();
    List<String> words = Arrays.asList(args);
    Optional<Long> seed = number(words, "--seed");
    if (seed.isPresent()) {
      Game.Outcome outcome =
          Game.play(ScriptWriter.write(seed.get()), papers, line -> System.out.println(line.get()));
      outcome.violations().forEach(System.out::println);
      outcome
          .broken()
          .ifPresent(
              rule -> {
                Script small =
                    Shrinker.shrink(
                        ScriptWriter.write(seed.get()),
                        s -> Game.play(s, papers, Story.UNTOLD).broken().equals(Optional.of(rule)));
                System.out.println("=== shrunk\n" + small.text());
                Game.play(small, papers, line -> System.out.println(line.get()));
              });
      return;
    }
    long start = System.nanoTime();
    Hostilities.Result result =
        Hostilities.run(
            papers,
            number(words, "--from").orElse(1L),
            number(words, "--sessions").orElse(1_000_000L));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(result.score());
    System.out.printf("%.1f s, %,.0f sessions/s%n", seconds, result.score().sessions() / seconds);
    result.failed().forEach(System.out::println);
  }

  private static Optional<Long> number(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? Optional.empty() : Optional.of(Long.parseLong(words.get(at + 1)));
  }
}
