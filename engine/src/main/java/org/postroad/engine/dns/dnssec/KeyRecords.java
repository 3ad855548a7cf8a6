package org.postroad.engine.dns.dnssec;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer.Why;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// The DS and DNSKEY records that dnsjava asks for, for as long as their TTL lets them live.
///
/// dnsjava goes down from the root for every zone that it meets; without this each would cost the
/// network as many questions. Nothing here is verified: who uses it verifies. What led to a refusal
/// is forgotten and asked for anew.
final class KeyRecords {

  /// A zone whose keys expire at once would be asked for them at every hop; dnsjava besides takes
  /// the absences of a zone with NSEC3 for insecure once its keys are no longer in its own cache.
  private static final Duration TTL_MIN = Duration.ofMinutes(1);

  private static final Duration TTL_MAX = Duration.ofHours(1);

  private final Upstream upstream;
  private final InstantSource clock;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true); // the oldest first
  private final ConcurrentMap<Question, CompletableFuture<KeyMessage>> flights =
      new ConcurrentHashMap<>();
  private long bytes;

  private record Question(Name name, int type) {
    static Question of(Record record) {
      return new Question(record.getName(), record.getType());
    }
  }

  private record Kept(KeyMessage.Usable message, Instant until) {}

  KeyRecords(Upstream upstream, InstantSource clock, long bytesMax) {
    this.upstream = upstream;
    this.clock = clock;
    this.bytesMax = bytesMax;
  }

  /// What is remembered.
  Optional<KeyMessage.Usable> remembered(Record question) {
    Question key = Question.of(question);
    lock.lock();
    try {
      Kept entry = kept.get(key);
      if (entry == null) {
        return Optional.empty();
      }
      Duration left = Duration.between(clock.instant(), entry.until());
      // More than any TTL: the clock was set back.
      if (!left.isPositive() || left.compareTo(TTL_MAX) > 0) {
        remove(key);
        return Optional.empty();
      }
      return Optional.of(entry.message());
    } finally {
      lock.unlock();
    }
  }

  /// Asks, or waits for whoever asks the same.
  KeyMessage ask(Record question, SignatureRules rules, Deadline deadline) {
    Question key = Question.of(question);
    CompletableFuture<KeyMessage> mine = new CompletableFuture<>();
    CompletableFuture<KeyMessage> other = flights.putIfAbsent(key, mine);
    if (other != null) {
      return await(other, deadline);
    }
    KeyMessage answer = new KeyMessage.Refused(Why.SERVER_FAILED, "the look-up broke off");
    try {
      answer =
          switch (upstream.ask(key.name(), key.type(), deadline)) {
            case Upstream.Asked.Unanswered(Why why, String detail) ->
                new KeyMessage.Refused(why, detail);
            case Upstream.Asked.Answered(var message) ->
                KeyMessage.of(key.name(), key.type(), message, rules);
          };
      if (answer instanceof KeyMessage.Usable usable) {
        KeyMessage.Usable bounded = usable.withTtl(TTL_MIN, TTL_MAX);
        keep(key, bounded);
        answer = bounded;
      }
    } finally {
      flights.remove(key, mine);
      mine.complete(answer);
    }
    return answer;
  }

  void forget(List<Record> questions) {
    lock.lock();
    try {
      questions.forEach(question -> remove(Question.of(question)));
    } finally {
      lock.unlock();
    }
  }

  private static KeyMessage await(CompletableFuture<KeyMessage> other, Deadline deadline) {
    try {
      return other.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new KeyMessage.Refused(Why.TIMED_OUT, "interrupted");
    } catch (TimeoutException | ExecutionException e) {
      return new KeyMessage.Refused(Why.TIMED_OUT, "no answer in time");
    }
  }

  private void keep(Question key, KeyMessage.Usable usable) {
    lock.lock();
    try {
      remove(key);
      kept.put(key, new Kept(usable, clock.instant().plusSeconds(usable.ttl())));
      bytes += usable.weight();
      while (bytes > bytesMax) {
        remove(kept.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  private void remove(Question key) {
    Kept before = kept.remove(key);
    if (before != null) {
      bytes -= before.message().weight();
    }
  }
}
