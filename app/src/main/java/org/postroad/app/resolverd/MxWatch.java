package org.postroad.app.resolverd;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Looks up where a domain's mail goes. A question waits for it briefly; an answer that takes
/// longer arrives aside.
///
/// One look-up per domain at a time, a bounded number overall; over the bound a look-up is left
/// out, and the next question starts it.
final class MxWatch implements AutoCloseable {

  /// An MX answer counts until its TTL, but within these bounds.
  static final Duration TTL_MIN = Duration.ofSeconds(30);

  static final Duration TTL_MAX = Duration.ofHours(1);

  private static final int LOOKUPS_MAX = 1_000;

  private final Dns dns;
  private final BiConsumer<DomainName, Answer> late;
  private final ConcurrentMap<DomainName, Lookup> underWay = new ConcurrentHashMap<>();
  private final Semaphore permits = new Semaphore(LOOKUPS_MAX);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private static final class Lookup {
    final CountDownLatch done = new CountDownLatch(1);
    volatile @Nullable Answer answer;
    volatile boolean missed;
  }

  /// @param late called with an answer that somebody no longer waits for
  MxWatch(Dns dns, BiConsumer<DomainName, Answer> late) {
    this.dns = dns;
    this.late = late;
  }

  /// The MX answer, if it comes within `most`; else it goes to `late` when it comes.
  Optional<Answer> ask(DomainName domain, Duration most) {
    Optional<Lookup> lookup = start(domain);
    if (lookup.isEmpty()) {
      return Optional.empty();
    }
    Lookup asked = lookup.get();
    try {
      if (!asked.done.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
        asked.missed = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(asked.answer);
  }

  /// How long an answer counts.
  static Duration counts(Answer answer) {
    Duration ttl =
        switch (answer) {
          case Answer.Found found -> found.ttl();
          case Answer.NoData none -> none.ttl();
          case Answer.NoSuchName none -> none.ttl();
          case Answer.Failed failed -> TTL_MIN;
        };
    return within(ttl);
  }

  /// A TTL within the bounds.
  static Duration within(Duration ttl) {
    return ttl.compareTo(TTL_MIN) < 0 ? TTL_MIN : ttl.compareTo(TTL_MAX) > 0 ? TTL_MAX : ttl;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Optional<Lookup> start(DomainName domain) {
    Lookup under = underWay.get(domain);
    if (under != null) {
      return Optional.of(under);
    }
    if (!permits.tryAcquire()) {
      return Optional.empty();
    }
    Lookup fresh = new Lookup();
    Lookup before = underWay.putIfAbsent(domain, fresh);
    if (before != null) {
      permits.release();
      return Optional.of(before);
    }
    try {
      threads.execute(() -> look(domain, fresh));
      return Optional.of(fresh);
    } catch (RejectedExecutionException e) {
      end(domain, fresh); // we are stopping
      return Optional.empty();
    }
  }

  private void look(DomainName domain, Lookup lookup) {
    try {
      lookup.answer = dns.lookup(domain, RecordType.MX);
    } finally {
      end(domain, lookup);
    }
    Answer answer = lookup.answer;
    if (lookup.missed && answer != null) {
      late.accept(domain, answer);
    }
  }

  private void end(DomainName domain, Lookup lookup) {
    underWay.remove(domain, lookup);
    permits.release();
    lookup.done.countDown();
  }
}
