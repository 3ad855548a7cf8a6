package org.postroad.engine.policyhost;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postroad.engine.net.Deadline;

/// So many fetches at a time from one address of a policy host; the others wait.
///
/// A fetch that is older than [#countsFor] no longer counts. So a host is not overrun by us, and
/// domains that drip on an address of many cannot hold back the others for longer than that.
public final class AddressGate {

  /// The limit that the daemon keeps.
  public static final int PLACES = 32;

  public static final Duration COUNTS_FOR = Duration.ofSeconds(5);

  private final int places;
  private final Duration countsFor;
  private final ReentrantLock lock = new ReentrantLock(true); // who waits longest enters first
  private final Map<InetAddress, Room> rooms = new HashMap<>();

  public AddressGate(int places, Duration countsFor) {
    this.places = places;
    this.countsFor = countsFor;
  }

  /// A place at an address; closing it makes room for another.
  public final class Place implements AutoCloseable {
    private final InetAddress address;
    private final Deadline counts;

    private Place(InetAddress address) {
      this.address = address;
      this.counts = Deadline.after(countsFor);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        Room room = rooms.get(address);
        if (room != null && room.inside.remove(this)) {
          room.left.signal();
          tidy(address, room);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /// Those inside who still count, in the order in which they came, and those who wait.
  private final class Room {
    private final Deque<Place> inside = new ArrayDeque<>();
    private final Condition left = lock.newCondition();
    private int waiting;

    /// Forgets those who no longer count.
    boolean hasPlace() {
      while (!inside.isEmpty() && inside.getFirst().counts.passed()) {
        inside.removeFirst();
      }
      return inside.size() < places;
    }
  }

  /// Waits for a place; none if there was none before the deadline.
  Optional<Place> enter(InetAddress address, Deadline deadline) {
    lock.lock();
    try {
      Room room = rooms.computeIfAbsent(address, _ -> new Room());
      boolean mayEnter = room.waiting == 0 && room.hasPlace();
      return mayEnter || await(room, deadline)
          ? Optional.of(enter(address, room))
          : leave(address, room);
    } finally {
      lock.unlock();
    }
  }

  private Place enter(InetAddress address, Room room) {
    Place place = new Place(address);
    room.inside.addLast(place);
    if (room.waiting > 0 && room.hasPlace()) {
      room.left.signal(); // several became free at once
    }
    return place;
  }

  private Optional<Place> leave(InetAddress address, Room room) {
    room.left.signal(); // what woke us, if anything, is another's
    tidy(address, room);
    return Optional.empty();
  }

  private boolean await(Room room, Deadline deadline) {
    room.waiting++;
    try {
      do {
        if (deadline.passed()) {
          return false;
        }
        Deadline nextAge = room.inside.isEmpty() ? deadline : room.inside.getFirst().counts;
        long nanos = Math.min(nextAge.remaining().toNanos(), deadline.remaining().toNanos());
        long _ = room.left.awaitNanos(Math.max(nanos, 1));
      } while (!room.hasPlace());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      room.waiting--;
    }
  }

  private void tidy(InetAddress address, Room room) {
    if (room.inside.isEmpty() && room.waiting == 0) {
      rooms.remove(address, room);
    }
  }
}
