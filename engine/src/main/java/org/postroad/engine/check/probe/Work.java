package org.postroad.engine.check.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postroad.engine.net.Deadline;

/// What all parts of one check share: the deadline, the answers, and turns at the network.
///
/// @param cutOff whether something was left out for want of time or for a limit
record Work(
    Vantage vantage,
    ProbeSettings settings,
    RecordingDns dns,
    Progress progress,
    Deadline deadline,
    Semaphore turns,
    Map<InetAddress, Semaphore> places,
    AtomicBoolean cutOff) {

  static Work begin(Vantage vantage, ProbeSettings settings, Progress progress) {
    Deadline deadline = Deadline.after(settings.total());
    return new Work(
        vantage,
        settings,
        new RecordingDns(vantage.dns(), deadline),
        progress,
        deadline,
        new Semaphore(settings.parallel()),
        new ConcurrentHashMap<>(),
        new AtomicBoolean());
  }

  /// Does all of it at the same time, and waits for all; results in their order. Each piece ends at
  /// the deadline by itself.
  static <T> List<T> all(List<Callable<T>> pieces) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = pieces.stream().map(threads::submit).toList();
      List<T> results = new ArrayList<>(futures.size());
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a check was interrupted", e);
    }
  }

  static <S, T> List<T> each(List<S> subjects, Function<S, T> piece) {
    return all(subjects.stream().<Callable<T>>map(s -> () -> piece.apply(s)).toList());
  }

  /// Talks to an address when it is its turn: nobody else of this check does at the same time.
  ///
  /// @param late what it is if no turn came before the deadline
  <T> T inTurn(InetAddress address, Supplier<T> talk, Supplier<T> late) {
    Semaphore place = places.computeIfAbsent(address, _ -> new Semaphore(1));
    if (!taken(place)) {
      return late.get();
    }
    try {
      if (!taken(turns)) {
        return late.get();
      }
      try {
        return talk.get();
      } finally {
        turns.release();
      }
    } finally {
      place.release();
    }
  }

  /// Tells who listens that a piece of work begins, and that it is done.
  <T> T told(Progress.Stage stage, String subject, Supplier<T> piece) {
    progress.at(stage, subject, Progress.State.BEGUN);
    try {
      return piece.get();
    } finally {
      progress.at(stage, subject, Progress.State.DONE);
    }
  }

  /// Whether a wait that came to nothing was cut short by the check's own deadline: then it says
  /// nothing of the host.
  boolean cutShort() {
    boolean passed = deadline.passed();
    if (passed) {
      cutOff.set(true);
    }
    return passed;
  }

  Deadline connectBy() {
    return deadline.atMost(settings.connect());
  }

  Deadline answerBy() {
    return deadline.atMost(settings.answer());
  }

  static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private boolean taken(Semaphore semaphore) {
    try {
      boolean taken =
          !deadline.passed()
              && semaphore.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      if (!taken) {
        cutOff.set(true);
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cutOff.set(true);
      return false;
    }
  }
}
