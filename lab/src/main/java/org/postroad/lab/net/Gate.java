package org.postroad.lab.net;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Holds what comes to it until it is opened, so that a test decides when a slow answer arrives
/// instead of waiting for a time. Once open it stays open.
public final class Gate {

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);

  /// A closed gate.
  public Gate() {}

  public void open() {
    closed.countDown();
  }

  /// Waits at the gate; the lab's servers call it.
  public void pass() throws InterruptedException {
    arrivals.release();
    closed.await();
  }

  /// Waits at the gate for at most that long, without counting as an arrival.
  ///
  /// @return whether it is open
  public boolean pass(Duration atMost) throws InterruptedException {
    return closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Waits until one more has come to the gate; each arrival is reported once.
  ///
  /// @throws AssertionError if nobody came in time
  public void awaitArrival(Duration atMost) throws InterruptedException {
    if (!arrivals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("nobody came to the gate within " + atMost);
    }
  }
}
