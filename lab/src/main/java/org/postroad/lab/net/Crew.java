package org.postroad.lab.net;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The threads and sockets of one server, so that closing it leaves none behind.
public final class Crew implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Crew.class.getName());
  private static final Duration CLOSING_MAX = Duration.ofSeconds(10);

  private final String name;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Closeable> things = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public Crew(String name) {
    this.name = name;
  }

  /// What a thread of the crew does. An `IOException` is the end of a conversation, as when the
  /// other side hangs up; an unchecked one is a bug of the lab and is logged.
  @FunctionalInterface
  public interface Task {
    void run() throws IOException, InterruptedException;
  }

  /// Runs the task on a virtual thread of its own; not at all once the crew is closed.
  public void start(Task task) {
    if (closed) {
      return;
    }
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> runToItsEnd(task));
    threads.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
  }

  /// Keeps a socket, or closes it at once if the crew is closed already.
  public <C extends Closeable> C keep(C thing) {
    things.add(thing);
    if (closed) {
      drop(thing);
    }
    return thing;
  }

  /// Closes it and forgets it.
  public void drop(Closeable thing) {
    things.remove(thing);
    closeQuietly(thing);
  }

  public boolean isClosed() {
    return closed;
  }

  /// How many threads are at work: 0 after closing.
  public int atWork() {
    return threads.size();
  }

  /// Closes what is kept and waits for the threads to end.
  ///
  /// @throws IllegalStateException if one does not, which is a bug of the lab
  @Override
  public void close() {
    closed = true;
    long deadline = System.nanoTime() + CLOSING_MAX.toNanos();
    try {
      while (!(threads.isEmpty() && things.isEmpty())) {
        things.forEach(this::drop);
        for (Thread thread : threads) {
          if (thread.equals(Thread.currentThread())) {
            throw new IllegalStateException(name + ": closed by one of its own threads");
          }
          thread.interrupt();
          thread.join(Duration.ofMillis(100));
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(name + ": threads do not end: " + threads);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runToItsEnd(Task task) {
    try {
      task.run();
    } catch (IOException | InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> name + ": ended: " + e);
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.log(System.Logger.Level.ERROR, name + ": a bug of the lab", e);
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  private static void closeQuietly(Closeable thing) {
    try {
      thing.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "closing: " + e);
    }
  }
}
