package org.postroad.app.labs.hostile;

/// What happened in a game, or in many, in numbers.
final class Score {

  private long games;
  private long sessions;
  private long deliveries;
  private long protectedDeliveries;
  private long delivered;
  private long deferred;
  private long failed;

  void sessions(long more) {
    sessions += more;
  }

  void delivery(boolean isProtected) {
    deliveries++;
    protectedDeliveries += isProtected ? 1 : 0;
  }

  void delivered() {
    delivered++;
  }

  void deferred() {
    deferred++;
  }

  void failed() {
    failed++;
  }

  synchronized void add(Score game) {
    games++;
    sessions += game.sessions;
    deliveries += game.deliveries;
    protectedDeliveries += game.protectedDeliveries;
    delivered += game.delivered;
    deferred += game.deferred;
    failed += game.failed;
  }

  synchronized long games() {
    return games;
  }

  synchronized long sessions() {
    return sessions;
  }

  @Override
  public synchronized String toString() {
    return "%,d games, %,d sessions, %,d deliveries (%,d protected); recipients: %,d delivered, %,d deferred, %,d failed"
        .formatted(games, sessions, deliveries, protectedDeliveries, delivered, deferred, failed);
  }
}
