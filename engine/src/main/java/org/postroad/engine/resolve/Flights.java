package org.postroad.engine.resolve;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.postroad.protocol.dns.DomainName;

/// The flights under way: one for each domain, and a bounded number of them.
final class Flights {

  private final int most;
  private final Semaphore permits;
  private final ConcurrentMap<DomainName, Flight> underWay = new ConcurrentHashMap<>();

  Flights(int most) {
    this.most = most;
    this.permits = new Semaphore(most);
  }

  /// What somebody gets who wants a domain looked for.
  sealed interface Boarding {
    /// The flight was under way already.
    record Joined(Flight flight) implements Boarding {}

    /// Nobody looked for the domain: the caller has to, and to [#leave] at the end.
    record Started(Flight flight) implements Boarding {}

    /// Too many are under way.
    record Full() implements Boarding {}
  }

  Boarding board(DomainName domain) {
    Flight under = underWay.get(domain);
    if (under != null) {
      return new Boarding.Joined(under);
    }
    if (!permits.tryAcquire()) {
      return new Boarding.Full();
    }
    Flight fresh = new Flight();
    Flight before = underWay.putIfAbsent(domain, fresh);
    if (before != null) {
      permits.release();
      return new Boarding.Joined(before);
    }
    return new Boarding.Started(fresh);
  }

  /// Has a doubt looked into when the flight of the domain has landed.
  ///
  /// @return false if none is under way
  boolean doubtAfterwards(DomainName domain) {
    Flight under = underWay.get(domain);
    return under != null && under.doubtAfterwards() && underWay.get(domain) == under;
  }

  /// It looks no more; who comes now starts another. Those on board still wait for [Flight#land].
  void leave(DomainName domain, Flight flight) {
    underWay.remove(domain, flight);
    permits.release();
  }

  int count() {
    return most - permits.availablePermits();
  }
}
