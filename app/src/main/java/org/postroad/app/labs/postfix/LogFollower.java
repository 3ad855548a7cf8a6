package org.postroad.app.labs.postfix;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.postroad.engine.net.Deadline;

/// Reads a log as it grows (by tail(1), which the kernel tells of each line) and lets others wait
/// for what they look for.
final class LogFollower implements AutoCloseable {

  private static final int LINES_MAX = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<String> lines = new ArrayList<>();
  private final Process tail;

  private LogFollower(Process tail) {
    this.tail = tail;
  }

  /// Follows a file that exists, from its beginning.
  static LogFollower of(Path file) throws IOException {
    Process tail =
        new ProcessBuilder("tail", "-n", "+1", "-f", "--", file.toString())
            .redirectErrorStream(true)
            .start();
    LogFollower follower = new LogFollower(tail);
    Thread.ofPlatform().daemon().name("log " + file).start(follower::read);
    return follower;
  }

  /// How many lines there are by now: what is said next begins here.
  int mark() {
    lock.lock();
    try {
      return lines.size();
    } finally {
      lock.unlock();
    }
  }

  /// The lines from a mark on.
  List<String> since(int mark) {
    lock.lock();
    try {
      return List.copyOf(lines.subList(mark, lines.size()));
    } finally {
      lock.unlock();
    }
  }

  /// Waits until `search` finds something in the lines from a mark on; empty when the deadline has
  /// passed or the log has ended.
  <T> Optional<T> await(int mark, Deadline deadline, Function<List<String>, Optional<T>> search)
      throws InterruptedException {
    lock.lock();
    try {
      int seen = -1;
      while (true) {
        if (lines.size() > seen) {
          seen = lines.size();
          Optional<T> found = search.apply(lines.subList(mark, lines.size()));
          if (found.isPresent()) {
            return found;
          }
        }
        if (deadline.passed() || !tail.isAlive()) {
          return Optional.empty();
        }
        grown.awaitNanos(deadline.remaining().toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    tail.destroy();
    try {
      if (!tail.waitFor(5, TimeUnit.SECONDS)) {
        tail.destroyForcibly();
      }
    } catch (InterruptedException _) {
      tail.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader reader = tail.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException _) {
      // Closed under us: the log has ended.
    } finally {
      wake();
    }
  }

  private void add(String line) {
    lock.lock();
    try {
      if (lines.size() < LINES_MAX) {
        lines.add(line);
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
