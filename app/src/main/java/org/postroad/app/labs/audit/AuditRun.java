package org.postroad.app.labs.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.postroad.app.labs.audit.Subject.Round;

/// Plays cases with one sender, as many at a time as it bears.
public final class AuditRun {

  private AuditRun() {}

  /// Plays them all; none is dropped.
  ///
  /// @param done hears of each case as soon as it is decided
  /// @return the results in the order of the cases
  public static Map<AuditCase, Result> play(
      List<AuditCase> cases, Subject subject, BiConsumer<AuditCase, Result> done)
      throws InterruptedException {
    Map<AuditCase, Future<Result>> playing = new LinkedHashMap<>();
    List<AuditCase> alone = new ArrayList<>();
    Map<AuditCase, Result> results = new LinkedHashMap<>();
    // Who waits for hours must not keep the others from their turn.
    try (ExecutorService lanes = Executors.newFixedThreadPool(subject.lanes());
        ExecutorService patient = Executors.newVirtualThreadPerTaskExecutor()) {
      for (AuditCase one : cases) {
        if (subject.sharesClock() && one.takesTime()) {
          alone.add(one);
        } else {
          ExecutorService where = one.needs().contains(Need.HOURS) ? patient : lanes;
          playing.put(one, where.submit(() -> told(one, play(one, subject), done)));
        }
      }
      for (Map.Entry<AuditCase, Future<Result>> each : playing.entrySet()) {
        results.put(each.getKey(), each.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a case could not be judged: " + e.getCause(), e);
    }
    for (AuditCase one : alone) {
      results.put(one, told(one, play(one, subject), done));
    }
    Map<AuditCase, Result> ordered = new LinkedHashMap<>();
    cases.forEach(one -> ordered.put(one, results.getOrDefault(one, unplayed())));
    return ordered;
  }

  private static Result play(AuditCase one, Subject subject) throws InterruptedException {
    Optional<String> cannot = subject.cannot(one);
    if (cannot.isPresent()) {
      return Result.notApplicable(cannot.get());
    }
    try (Round round = subject.begin(one);
        Scene scene = new Scene(one, round)) {
      one.script().play(scene);
      scene.rests();
      return Judge.of(scene);
    } catch (IOException | RuntimeException e) {
      return Result.failed(Seen.SILENT, "the case could not be played: " + e);
    }
  }

  private static Result told(AuditCase one, Result result, BiConsumer<AuditCase, Result> done) {
    synchronized (done) {
      done.accept(one, result);
    }
    return result;
  }

  private static Result unplayed() {
    return Result.failed(Seen.SILENT, "the case was not played");
  }
}
