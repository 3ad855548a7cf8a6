package org.postroad.app.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.postroad.app.store.CacheFile.Change;
import org.postroad.protocol.dns.DomainName;

/// The one thread that writes: takes what [StateMemory] gathered for up to 100 ms and commits it.
///
/// A platform thread, for an fsync would hold the carrier of a virtual one.
final class CacheWriter {

  /// How long it waits while it cannot write.
  ///
  /// @param busy for others who use the file
  /// @param retry between two attempts
  record Patience(Duration busy, Duration retry) {
    static final Patience DEFAULT = new Patience(CacheLayout.BUSY, Duration.ofSeconds(1));
  }

  /// Where the changes go.
  interface Sink {
    /// @return the domains that had to go for them
    Collection<DomainName> write(List<Change> changes) throws SQLException;
  }

  private final StateMemory memory;
  private final Sink sink;
  private final Duration retry;
  private final CacheEvents events;
  private final Thread thread;
  private volatile boolean closing;
  private boolean failing;

  CacheWriter(StateMemory memory, Sink sink, Duration retry, CacheEvents events) {
    this.memory = memory;
    this.sink = sink;
    this.retry = retry;
    this.events = events;
    thread = Thread.ofPlatform().name("cache-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Writes what waits, and ends; waits for that so long.
  void close(long millis) throws InterruptedException {
    closing = true;
    memory.close();
    thread.join(millis);
  }

  private void run() {
    try {
      List<Change> changes = memory.take();
      while (!changes.isEmpty()) {
        if (!write(changes) && closing) {
          events.lost(memory.abandon());
          return;
        }
        changes = memory.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; the daemon thread would just end
    }
  }

  private boolean write(List<Change> changes) throws InterruptedException {
    try {
      memory.written(sink.write(changes));
      if (failing) {
        failing = false;
        events.writingWorks();
      }
      return true;
    } catch (SQLException e) {
      memory.failed();
      if (!failing) {
        failing = true;
        events.writingFails(String.valueOf(e.getMessage()));
      }
      memory.pause(retry.toNanos());
      return false;
    }
  }
}
