package org.postroad.app.labs.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Many games, one for each seed, on all cores, until so many sessions are played or enough of them
/// have failed.
final class Hostilities {

  private static final int FAILED_MAX = 5;

  private final Papers papers;
  private final AtomicLong nextSeed;
  private final long sessions;
  private final Score score = new Score();
  private final List<Failed> failed = new ArrayList<>();

  /// A seed whose game went wrong.
  ///
  /// @param sessions how many had been played by then, this game's with them
  record Failed(long seed, Rule rule, String what, long sessions) {}

  private Hostilities(Papers papers, long firstSeed, long sessions) {
    this.papers = papers;
    this.nextSeed = new AtomicLong(firstSeed);
    this.sessions = sessions;
  }

  /// @param failed by seed
  record Result(Score score, List<Failed> failed) {}

  static Result run(Papers papers, long firstSeed, long sessions) {
    Hostilities hostilities = new Hostilities(papers, firstSeed, sessions);
    int players = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < players; i++) {
        threads.execute(hostilities::play);
      }
      threads.shutdown();
      boolean over = threads.awaitTermination(1, TimeUnit.DAYS);
      if (!over) {
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
      note(seed, Game.play(ScriptWriter.write(seed), papers, Story.UNTOLD));
    }
  }

  private synchronized boolean goesOn() {
    return score.sessions() < sessions && failed.size() < FAILED_MAX;
  }

  private synchronized void note(long seed, Game.Outcome outcome) {
    score.add(outcome.score());
    if (!outcome.violations().isEmpty()) {
      Judge.Violation first = outcome.violations().getFirst();
      failed.add(new Failed(seed, first.rule(), first.what(), score.sessions()));
    }
  }

  private synchronized Result result() {
    return new Result(score, List.copyOf(failed));
  }
}
