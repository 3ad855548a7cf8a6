package org.postroad.engine.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.postroad.protocol.dns.Answer;

/// Answers for as long as their TTL lets them live, at most so many octets of them.
///
/// Above the bound the entries that end soonest go, out of a handful looked at in turn: who fills
/// the cache with names of his own pushes out mostly those.
final class AnswerCache {

  private static final Duration FAILURE_TTL = Duration.ofSeconds(5); // RFC 9520: 1 s to 5 min
  private static final int ENTRY_BYTES = 400; // what an entry weighs besides its records, measured
  private static final int LOOKED_AT = 16;

  private final Map<Question, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong weight = new AtomicLong();
  private final ReentrantLock evicting = new ReentrantLock();
  private final long bytesMax;
  private final InstantSource clock;
  private Iterator<Map.Entry<Question, Entry>> hand = entries.entrySet().iterator();

  AnswerCache(long bytesMax, InstantSource clock) {
    this.bytesMax = bytesMax;
    this.clock = clock;
  }

  private record Entry(Answer answer, Instant until, long bytes) {}

  /// The answer with what is left of its TTL.
  Optional<Answer> get(Question question) {
    Entry entry = entries.get(question);
    if (entry == null) {
      return Optional.empty();
    }
    Duration left = Duration.between(clock.instant(), entry.until());
    // More than any TTL: the clock was set back, and nobody knows how old the answer is.
    if (!left.isPositive() || left.compareTo(AnswerReader.POSITIVE_MAX) > 0) {
      remove(question, entry);
      return Optional.empty();
    }
    return Optional.of(withTtl(entry.answer(), left));
  }

  /// Keeps the answer; one of a limit of ours is forgotten at once.
  void put(Question question, Answer answer, int bytes) {
    Duration ttl =
        switch (answer) {
          case Answer.Found found -> found.ttl();
          case Answer.NoSuchName none -> none.ttl();
          case Answer.NoData none -> none.ttl();
          case Answer.Failed failed ->
              failed.why() == Answer.Why.OVER_LIMIT ? Duration.ZERO : FAILURE_TTL;
        };
    if (!ttl.isPositive()) {
      return;
    }
    Entry entry = new Entry(answer, clock.instant().plus(ttl), ENTRY_BYTES + 4L * bytes);
    Entry before = entries.put(question, entry);
    weight.addAndGet(entry.bytes() - (before == null ? 0 : before.bytes()));
    while (weight.get() > bytesMax && !entries.isEmpty() && evicting.tryLock()) {
      try {
        evictOne();
      } finally {
        evicting.unlock();
      }
    }
  }

  int size() {
    return entries.size();
  }

  private void evictOne() {
    Optional<Map.Entry<Question, Entry>> soonest = Optional.empty();
    for (int i = 0; i < LOOKED_AT; i++) {
      if (!hand.hasNext()) {
        hand = entries.entrySet().iterator();
        if (!hand.hasNext()) {
          break;
        }
      }
      Map.Entry<Question, Entry> next = hand.next();
      if (soonest.isEmpty() || next.getValue().until().isBefore(soonest.get().getValue().until())) {
        soonest = Optional.of(next);
      }
    }
    soonest.ifPresent(entry -> remove(entry.getKey(), entry.getValue()));
  }

  private void remove(Question question, Entry entry) {
    if (entries.remove(question, entry)) {
      weight.addAndGet(-entry.bytes());
    }
  }

  private static Answer withTtl(Answer answer, Duration left) {
    Duration ttl = Duration.ofSeconds(left.toSeconds());
    return switch (answer) {
      case Answer.Found(var records, var name, var security, var _) ->
          new Answer.Found(records, name, security, ttl);
      case Answer.NoSuchName(var security, var _) -> new Answer.NoSuchName(security, ttl);
      case Answer.NoData(var security, var _) -> new Answer.NoData(security, ttl);
      case Answer.Failed failed -> failed;
    };
  }
}
