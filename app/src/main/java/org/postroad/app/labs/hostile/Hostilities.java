package org.postroad.app.labs.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// Many games, one for each seed, until so many sessions are played or enough went wrong.
final class Hostilities {

  private final LongFunction<Game.Outcome> game;
  private final Plan plan;
  private final AtomicLong nextSeed;
  private final Score score = new Score();
  private final List<Failed> failed = new ArrayList<>();

  /// @param sessions how many to play at least
  /// @param players how many games at a time; with one, the same plan always has the same result
  /// @param enough whether to stop, with these failures
  record Plan(long firstSeed, long sessions, int players, Predicate<List<Failed>> enough) {

    private static final int FAILED_MAX = 5;

    static Plan of(long firstSeed, long sessions) {
      int cores = Runtime.getRuntime().availableProcessors();
      return new Plan(firstSeed, sessions, cores, failed -> failed.size() >= FAILED_MAX);
    }

    Plan players(int other) {
      return new Plan(firstSeed, sessions, other, enough);
    }

    Plan until(Predicate<List<Failed>> other) {
      return new Plan(firstSeed, sessions, players, other);
    }
  }

  /// A seed whose game went wrong.
  ///
  /// @param sessions how many had been played by then, this game's with them
  record Failed(long seed, List<Judge.Violation> violations, long sessions) {

    /// Whether something of a message got where it must not.
    boolean isLeak() {
      return violations.stream()
          .map(Judge.Violation::rule)
          .anyMatch(rule -> rule == Rule.IN_CLEAR || rule == Rule.UNVERIFIED);
    }

    @Override
    public String toString() {
      return "seed " + seed + ": " + violations.getFirst();
    }
  }

  /// @param failed in the order in which they ended
  record Result(Score score, List<Failed> failed) {

    Optional<Failed> first() {
      return failed.stream().findFirst();
    }

    Optional<Failed> firstLeak() {
      return failed.stream().filter(Failed::isLeak).findFirst();
    }
  }

  private Hostilities(Plan plan, LongFunction<Game.Outcome> game) {
    this.plan = plan;
    this.game = game;
    this.nextSeed = new AtomicLong(plan.firstSeed());
  }

  /// In memory.
  static Result run(Papers papers, Plan plan) {
    return run(plan, seed -> Game.play(ScriptWriter.write(seed), papers, Story.UNTOLD));
  }

  /// @param game plays one seed
  static Result run(Plan plan, LongFunction<Game.Outcome> game) {
    Hostilities hostilities = new Hostilities(plan, game);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < plan.players(); i++) {
        threads.execute(hostilities::play);
      }
      threads.shutdown();
      if (!threads.awaitTermination(1, TimeUnit.DAYS)) {
        throw new IllegalStateException("not finished in a day");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return hostilities.result();
  }

  private void play() {
    while (goesOn()) {
      long seed = nextSeed.getAndIncrement();
      note(seed, game.apply(seed));
    }
  }

  private synchronized boolean goesOn() {
    return score.sessions() < plan.sessions() && !plan.enough().test(failed);
  }

  private synchronized void note(long seed, Game.Outcome outcome) {
    score.add(outcome.score());
    if (!outcome.violations().isEmpty()) {
      failed.add(new Failed(seed, outcome.violations(), score.sessions()));
    }
  }

  private synchronized Result result() {
    return new Result(score, List.copyOf(failed));
  }
}
