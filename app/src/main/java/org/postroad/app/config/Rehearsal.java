package org.postroad.app.config;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What a test changes about the world: addresses that are dialled for others, and the time.
///
/// @param connect dial the value for the key; empty in real life
/// @param elsewhere dial this for whatever has no value there; empty: what was asked for
/// @param start what the clock said when the process began; empty for the real time
public record Rehearsal(
    Map<InetSocketAddress, InetSocketAddress> connect,
    Optional<InetSocketAddress> elsewhere,
    Optional<Instant> start) {

  /// Real life.
  public static final Rehearsal NONE = new Rehearsal(Map.of(), Optional.empty(), Optional.empty());

  public Rehearsal {
    connect = Map.copyOf(connect);
  }

  /// Whether everything is dialled as it is.
  public boolean isReal() {
    return connect.isEmpty() && elsewhere.isEmpty();
  }

  /// The system's clock, or one that goes on from `start` as fast as the real one.
  public InstantSource clock() {
    if (start.isEmpty()) {
      return InstantSource.system();
    }
    long began = System.nanoTime();
    Instant from = start.get();
    return () -> from.plusNanos(System.nanoTime() - began);
  }
}
