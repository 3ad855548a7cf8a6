package org.postroad.lab.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// What a server of the lab saw, in order: the newest entries up to a limit, and how many there
/// were in all.
public final class Journal<E> {

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final ArrayDeque<E> entries = new ArrayDeque<>();
  private long total;

  public Journal(int limit) {
    this.limit = limit;
  }

  public void add(E entry) {
    lock.lock();
    try {
      entries.addLast(entry);
      total++;
      if (entries.size() > limit) {
        entries.removeFirst();
      }
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The entries that are kept, oldest first.
  public List<E> entries() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  /// How many there were, the ones no longer kept included.
  public long total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  public boolean isEmpty() {
    return total() == 0;
  }

  /// Forgets everything, the total too.
  public void clear() {
    lock.lock();
    try {
      entries.clear();
      total = 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the entries are as wanted, and returns them.
  ///
  /// @throws AssertionError if they are not in time; it shows what is there instead
  public List<E> await(Duration atMost, Predicate<List<E>> wanted) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!wanted.test(List.copyOf(entries))) {
        if (left <= 0) {
          throw new AssertionError("not within " + atMost + "; there is " + entries);
        }
        left = added.awaitNanos(left);
      }
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the entry of that number, counted from 1.
  public E await(int number) throws InterruptedException {
    return await(Duration.ofSeconds(10), all -> all.size() >= number).get(number - 1);
  }
}
