package org.postroad.app.labs.hostile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What all servers have taken, and whom they have turned away for now.
final class Mailroom {

  private static final long PATIENCE_NANOS = 300L * 1_000_000_000;

  private final Clock clock;
  private final Map<String, Set<String>> taken = new HashMap<>();
  private final Map<String, Witness> lastTaken = new HashMap<>();
  private final Map<String, Long> firstSeen = new HashMap<>();

  Mailroom(Clock clock) {
    this.clock = clock;
  }

  /// A server answered the message with 250.
  synchronized void take(String message, List<String> recipients, Witness session) {
    recipients.forEach(recipient -> lastTaken.put(message + " " + recipient, session));
    taken.computeIfAbsent(message, _ -> new HashSet<>()).addAll(recipients);
  }

  synchronized boolean hasTaken(String message, String recipient) {
    return taken.getOrDefault(message, Set.of()).contains(recipient);
  }

  /// Whether the server that took the message for the recipient, the last one if there were
  /// several, is one of the domain's beyond doubt.
  synchronized boolean isProven(String message, String recipient) {
    return Optional.ofNullable(lastTaken.get(message + " " + recipient))
        .filter(Witness::isProven)
        .isPresent();
  }

  /// Whether a host that greylists lets the recipient wait.
  synchronized boolean waits(Host host, String recipient) {
    long first = firstSeen.computeIfAbsent(host + " " + recipient, _ -> clock.nanos());
    return clock.nanos() - first < PATIENCE_NANOS;
  }
}
