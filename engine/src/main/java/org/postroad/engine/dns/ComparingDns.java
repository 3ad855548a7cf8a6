package org.postroad.engine.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Asks as it should, and then once more in another way, to tell where the two differ.
///
/// Validators have failed on honest zones before, in libraries as in resolvers; who turns on
/// validation can look here first. The caller gets the answer that counts and never waits for the
/// other one. Nothing is compared of what was not answered for other reasons.
public final class ComparingDns implements Dns {

  private static final int REMEMBERED = 10_000;
  private static final Duration ONCE_IN = Duration.ofHours(1);
  private static final int AT_A_TIME = 50;

  private final Dns counting;
  private final Dns other;
  private final InstantSource clock;
  private final Consumer<Difference> differences;
  private final Runnable done;
  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final Map<Question, Instant> compared =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// Two answers to one question.
  public record Difference(DomainName name, RecordType type, Answer counting, Answer other) {

    /// `mx.example.com A: secure, the other way bogus (…)`
    public String text() {
      return name + " " + type + ": " + words(counting) + ", the other way " + words(other);
    }

    private static String words(Answer answer) {
      return switch (answer) {
        case Answer.Failed(Why why, String detail) when why == Why.BOGUS ->
            "bogus (" + detail + ")";
        default -> kind(answer);
      };
    }
  }

  /// @param counting whose answers are handed on
  /// @param differences called in a thread of its own, seldom more than once an hour for a question
  public ComparingDns(
      Dns counting, Dns other, InstantSource clock, Consumer<Difference> differences) {
    this(counting, other, clock, differences, () -> {});
  }

  /// @param differences called in a thread of its own, seldom more than once an hour for a question
  /// @param done called in the same thread behind each comparison, whatever it came to
  public ComparingDns(
      Dns counting,
      Dns other,
      InstantSource clock,
      Consumer<Difference> differences,
      Runnable done) {
    this.counting = counting;
    this.other = other;
    this.clock = clock;
    this.differences = differences;
    this.done = done;
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    Answer answer = counting.lookup(name, type);
    if (isComparable(answer) && isDue(new Question(name, type)) && places.tryAcquire()) {
      Thread.ofVirtual().name("dnssec-compare").start(() -> compare(name, type, answer));
    }
    return answer;
  }

  private void compare(DomainName name, RecordType type, Answer answer) {
    try {
      Answer second = other.lookup(name, type);
      if (isComparable(second) && !kind(second).equals(kind(answer))) {
        differences.accept(new Difference(name, type, answer, second));
      }
    } finally {
      places.release();
      done.run();
    }
  }

  private boolean isDue(Question question) {
    Instant now = clock.instant();
    synchronized (compared) {
      Instant last = compared.get(question);
      if (last != null && last.plus(ONCE_IN).isAfter(now)) {
        return false;
      }
      compared.put(question, now);
      return true;
    }
  }

  /// What DNSSEC has a say in.
  private static boolean isComparable(Answer answer) {
    return !(answer instanceof Answer.Failed failed) || failed.why() == Why.BOGUS;
  }

  private static String kind(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> word(found.security()) + " records";
      case Answer.NoSuchName none -> word(none.security()) + ", no such name";
      case Answer.NoData none -> word(none.security()) + ", no such records";
      case Answer.Failed _ -> "bogus";
    };
  }

  private static String word(Enum<?> security) {
    return security.name().toLowerCase(Locale.ROOT);
  }
}
