package org.postroad.engine.net;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Closes a connection when a deadline passes, so that a peer that drips its bytes, or takes none
/// of ours, holds nobody longer than that.
///
/// A socket's own time-out starts anew with every byte and does not count writes. The reader or
/// writer that was held gets an `IOException`; ask [#bit] to tell it from what the peer did:
///
/// ```java
/// try (Watchdog watchdog = Watchdog.over(socket, deadline)) { … }
/// ```
public final class Watchdog implements AutoCloseable {

  private final Deadline deadline;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean bit;

  private Watchdog(Deadline deadline) {
    this.deadline = deadline;
  }

  /// Guards the connection until the watchdog is closed.
  public static Watchdog over(Closeable connection, Deadline deadline) {
    Watchdog watchdog = new Watchdog(deadline);
    Thread.ofVirtual().start(() -> watchdog.watch(connection));
    return watchdog;
  }

  /// Whether the deadline passed and the connection was closed for it.
  public boolean bit() {
    return bit;
  }

  /// Calls it off. The connection stays as it is.
  @Override
  public void close() {
    done.countDown();
  }

  private void watch(Closeable connection) {
    try {
      if (!done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        bit = true;
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      bit = true; // closing failed because the connection is broken already
    }
  }
}
