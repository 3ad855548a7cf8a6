package org.postroad.app.checks.survey;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A [Pace] for every address that is visited, so that a host that thousands of domains share is
/// not visited by all of them at once.
///
/// Only addresses that are in use are remembered: one that has rested is as good as new.
final class HostPaces {

  private static final int SWEPT_AT = 10_000;

  private final Rate rate;
  private final Map<InetAddress, Pace> paces = new HashMap<>();
  private int sweptAt = SWEPT_AT;
  private Optional<Long> last = Optional.empty(); // when the last turn comes that was taken

  HostPaces(Rate rate) {
    this.rate = rate;
  }

  /// Takes a turn at each of the addresses.
  ///
  /// @return nanoseconds until the last of them comes
  synchronized long reserve(Iterable<InetAddress> addresses, long now) {
    long wait = 0;
    for (InetAddress address : addresses) {
      wait = Math.max(wait, paces.computeIfAbsent(address, _ -> new Pace(rate, now)).reserve(now));
    }
    long turn = now + wait;
    last = Optional.of(last.filter(known -> known - turn > 0).orElse(turn));
    if (paces.size() > sweptAt) {
      paces.values().removeIf(pace -> pace.isRested(now));
      sweptAt = Math.max(SWEPT_AT, 2 * paces.size());
    }
    return wait;
  }

  /// Nanoseconds until everybody's turn has come.
  synchronized long longestWait(long now) {
    return last.map(turn -> Math.max(0, turn - now)).orElse(0L);
  }

  synchronized int size() {
    return paces.size();
  }
}
