package org.postroad.engine.resolve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyRules;

/// Fetches cached policies anew before they expire, whatever their records say, so that an attacker
/// who hides the record or blocks the policy host must do so for the whole life of the policy (RFC
/// 8461 §10.2).
///
/// Every pass takes the most overdue domains, a bounded number, and spreads them over the time
/// until the next at random: a hundred thousand policies that were warmed up together do not come
/// due in the same second a day later.
public final class Refresher implements AutoCloseable {

  /// The length of a pass in a daemon.
  public static final Duration PASS = Duration.ofSeconds(30);

  /// Fetches per pass: 100,000 policies a day are 35 per pass.
  public static final int PER_PASS = 600;

  private final PolicyCache cache;
  private final PolicyResolver resolver;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration length;
  private final Consumer<RuntimeException> bugs;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// @param length of a pass
  /// @param bugs hears of an exception that ended a pass; the next pass begins all the same
  public Refresher(
      PolicyCache cache,
      PolicyResolver resolver,
      InstantSource clock,
      RandomGenerator random,
      Duration length,
      Consumer<RuntimeException> bugs) {
    this.cache = cache;
    this.resolver = resolver;
    this.clock = clock;
    this.random = random;
    this.length = length;
    this.bugs = bugs;
  }

  /// Begins at once: a daemon that was down may have much overdue.
  public void start() {
    Thread.ofVirtual().name("refresher").start(this::run);
  }

  /// The domains that are due now.
  public List<DomainName> due() {
    Instant now = clock.instant();
    return cache.dueForRefresh(now, now.minus(PolicyRules.REFRESH_WHILE_ASKED), PER_PASS);
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  private void run() {
    try {
      while (!stopped.await(0, TimeUnit.SECONDS)) {
        pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass() throws InterruptedException {
    List<DomainName> due = List.of();
    try {
      due = due();
      for (DomainName domain : due) {
        // Twice the even share as the bound makes the even share the mean.
        long share = 2 * length.toNanos() / (due.size() + 1);
        if (stopped.await(random.nextLong(share), TimeUnit.NANOSECONDS)) {
          return;
        }
        resolver.refresh(domain);
      }
    } catch (RuntimeException bug) {
      bugs.accept(bug);
    }
    var _ = stopped.await(length.toNanos() / (due.size() + 1), TimeUnit.NANOSECONDS);
  }
}
