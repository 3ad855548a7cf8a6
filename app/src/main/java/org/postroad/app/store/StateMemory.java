package org.postroad.app.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postroad.app.store.CacheFile.Change;
import org.postroad.app.store.CacheFile.Columns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// What of a cache is in memory, under one lock: the changes that are not on disk yet, and the
/// states that were used last.
///
/// Both are bounded. Who changes faster than the disk takes it waits for room; while writing fails
/// nobody waits, and the oldest changes give way instead.
final class StateMemory {

  /// Changes that may wait for the disk.
  static final int WAITING_MAX = 8_192;

  /// Bytes that may wait for the disk; one more change may always be added to less.
  static final int WAITING_BYTES_MAX = 16 << 20;

  /// Changes in one transaction.
  static final int BATCH_MAX = 1_024;

  /// How long the first change of a transaction waits for others.
  static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// Bytes on disk of an ordinary state, rounded up. Larger ones count for more, so that policies
  /// padded to their limit do not fill the heap.
  private static final int ORDINARY_BYTES = 320;

  /// A change that waits.
  ///
  /// @param since its number; a later change of the same domain takes its place and keeps it
  private record Waiting(Optional<Columns> state, long since, long nanos) {
    int bytes() {
      return state.map(columns -> columns.bytes().length()).orElse(0);
    }
  }

  /// A state that was used lately.
  ///
  /// @param bytes its length on disk
  private record Recent(DomainState state, int bytes) {}

  /// What is known of a domain here.
  sealed interface Held {
    record Known(DomainState state) implements Held {}

    /// It is known, in these bytes.
    record Encoded(EncodedState bytes) implements Held {}

    record Forgotten() implements Held {}

    /// Ask the disk.
    ///
    /// @param stamp to be given back with what the disk says
    record Elsewhere(long stamp) implements Held {}
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final int recentMax;
  private final LinkedHashMap<DomainName, Recent> recent = new LinkedHashMap<>(64, 0.75f, true);
  private final LinkedHashMap<DomainName, Waiting> waiting = new LinkedHashMap<>();
  private LinkedHashMap<DomainName, Waiting> batch = new LinkedHashMap<>();
  private long recentBytes;
  private long waitingBytes;
  private long changes;
  private int flushing;
  private boolean failing;
  private boolean closing;

  /// @param recentMax how many states are kept besides, each of [#ORDINARY_BYTES] on average
  StateMemory(int recentMax) {
    this.recentMax = recentMax;
  }

  Held get(DomainName domain) {
    lock.lock();
    try {
      Recent last = recent.get(domain);
      if (last != null) {
        return new Held.Known(last.state());
      }
      Waiting change = waiting.containsKey(domain) ? waiting.get(domain) : batch.get(domain);
      if (change == null) {
        return new Held.Elsewhere(changes);
      }
      return change
          .state()
          .<Held>map(columns -> new Held.Encoded(columns.bytes()))
          .orElseGet(Held.Forgotten::new);
    } finally {
      lock.unlock();
    }
  }

  /// Keeps what the disk said, unless anything changed since it was asked.
  void fill(DomainName domain, DomainState state, int bytes, long stamp) {
    lock.lock();
    try {
      if (changes == stamp) {
        keepRecent(domain, state, bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return how many changes were given up: older ones for this one, or this one
  int put(DomainName domain, DomainState state) {
    Columns columns = Columns.of(state);
    lock.lock();
    try {
      int lost = change(domain, Optional.of(columns));
      keepRecent(domain, state, columns.bytes().length());
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /// @return how many changes were given up: older ones for this one, or this one
  int forget(DomainName domain) {
    lock.lock();
    try {
      int lost = change(domain, Optional.empty());
      dropRecent(domain);
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /// The next changes to write together; empty once everything is written and the cache closes.
  /// Until [#written] or [#failed] they are answered from here.
  List<Change> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        work.await();
      }
      long left = BATCH_NANOS;
      while (left > 0 && !closing && flushing == 0 && waiting.size() < BATCH_MAX && !crowded()) {
        left = BATCH_NANOS - (System.nanoTime() - waiting.firstEntry().getValue().nanos());
        if (left > 0) {
          work.awaitNanos(left);
        }
      }
      LinkedHashMap<DomainName, Waiting> next = new LinkedHashMap<>();
      for (Iterator<Map.Entry<DomainName, Waiting>> first = waiting.entrySet().iterator();
          first.hasNext() && next.size() < BATCH_MAX; ) {
        Map.Entry<DomainName, Waiting> entry = first.next();
        next.put(entry.getKey(), entry.getValue());
        waitingBytes -= entry.getValue().bytes();
        first.remove();
      }
      batch = next;
      progress.signalAll();
      List<Change> taken = new ArrayList<>(next.size());
      next.forEach((domain, change) -> taken.add(new Change(domain, change.state())));
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// What [#take] gave is on disk, and these had to go from there.
  void written(Collection<DomainName> evicted) {
    lock.lock();
    try {
      batch = new LinkedHashMap<>();
      failing = false;
      changes++; // what was read of the evicted meanwhile is not to be kept
      evicted.stream().filter(domain -> !waiting.containsKey(domain)).forEach(this::dropRecent);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What [#take] gave is not on disk: it waits again, before all that came later.
  void failed() {
    lock.lock();
    try {
      for (Map.Entry<DomainName, Waiting> entry : batch.reversed().entrySet()) {
        Waiting later = waiting.get(entry.getKey());
        Waiting before = entry.getValue();
        Waiting merged =
            later == null ? before : new Waiting(later.state(), before.since(), before.nanos());
        waiting.putFirst(entry.getKey(), merged);
        waitingBytes += later == null ? before.bytes() : 0;
      }
      batch = new LinkedHashMap<>();
      failing = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits before the next attempt; a closing cache does not.
  void pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closing) {
        left = work.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every change made before the call is on disk.
  ///
  /// @return false if that took longer than `nanos`
  boolean flush(long nanos) throws InterruptedException {
    lock.lock();
    flushing++;
    try {
      long last = changes;
      work.signalAll();
      long left = nanos;
      while (pendingUpTo(waiting, last) || pendingUpTo(batch, last)) {
        if (left <= 0) {
          return false;
        }
        left = progress.awaitNanos(left);
      }
      return true;
    } finally {
      flushing--;
      lock.unlock();
    }
  }

  /// Whether the last attempt to write failed.
  boolean isFailing() {
    lock.lock();
    try {
      return failing;
    } finally {
      lock.unlock();
    }
  }

  /// How many changes are not on disk yet.
  int waiting() {
    lock.lock();
    try {
      return waiting.size() + batch.size();
    } finally {
      lock.unlock();
    }
  }

  /// From now on no change is taken; what waits is still given out by [#take].
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Gives up what waits.
  ///
  /// @return how many changes that were
  int abandon() {
    lock.lock();
    try {
      int lost = waiting.size();
      waiting.clear();
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private int change(DomainName domain, Optional<Columns> state) {
    while (crowded() && !failing && !closing && !waiting.containsKey(domain)) {
      progress.awaitUninterruptibly();
    }
    if (closing) {
      return 1; // nobody would write it any more
    }
    changes++;
    @Nullable Waiting before = waiting.get(domain);
    Waiting change =
        before == null
            ? new Waiting(state, changes, System.nanoTime())
            : new Waiting(state, before.since(), before.nanos());
    waiting.put(domain, change);
    waitingBytes += change.bytes() - (before == null ? 0 : before.bytes());
    int lost = 0;
    while (failing && crowded() && waiting.size() > 1) {
      waitingBytes -= waiting.pollFirstEntry().getValue().bytes();
      lost++;
    }
    work.signal();
    return lost;
  }

  private boolean crowded() {
    return waiting.size() > WAITING_MAX || waitingBytes > WAITING_BYTES_MAX;
  }

  private void keepRecent(DomainName domain, DomainState state, int bytes) {
    dropRecent(domain);
    recent.put(domain, new Recent(state, bytes));
    recentBytes += bytes;
    while (recent.size() > recentMax || recentBytes > (long) recentMax * ORDINARY_BYTES) {
      recentBytes -= recent.pollFirstEntry().getValue().bytes();
    }
  }

  private void dropRecent(DomainName domain) {
    Recent last = recent.remove(domain);
    recentBytes -= last == null ? 0 : last.bytes();
  }

  private static boolean pendingUpTo(Map<DomainName, Waiting> changes, long last) {
    return changes.values().stream().anyMatch(change -> change.since() <= last);
  }
}
