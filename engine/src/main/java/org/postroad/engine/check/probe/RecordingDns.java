package org.postroad.engine.check.probe;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Asks the DNS for one check and keeps every answer. The first answer to a question is the one
/// that counts, so that all parts of a check see the same world.
///
/// Nobody waits beyond the deadline: what has no answer by then is a failure that says so.
final class RecordingDns implements Dns {

  /// Questions of one check. The largest real ones have about three hundred.
  static final int QUESTIONS_MAX = 1_500;

  private static final int AT_A_TIME = 16;

  private final Dns dns;
  private final Deadline deadline;
  private final ConcurrentMap<DnsQuestion, RecordedDns.Entry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean cutOff = new AtomicBoolean();
  private final Semaphore places = new Semaphore(AT_A_TIME);

  RecordingDns(Dns dns, Deadline deadline) {
    this.dns = dns;
    this.deadline = deadline;
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    DnsQuestion question = new DnsQuestion(name, type);
    RecordedDns.Entry known = entries.get(question);
    if (known == null) {
      long start = System.nanoTime();
      Answer answer = ask(question);
      RecordedDns.Entry mine =
          new RecordedDns.Entry(answer, Duration.ofNanos(System.nanoTime() - start));
      RecordedDns.Entry first = entries.putIfAbsent(question, mine);
      known = first == null ? mine : first;
    }
    return known.answer();
  }

  RecordedDns recorded() {
    return new RecordedDns(entries);
  }

  /// Whether the deadline or the limit left a question without an answer.
  boolean cutOff() {
    return cutOff.get();
  }

  private Answer ask(DnsQuestion question) {
    if (deadline.passed()) {
      return omitted(Answer.Why.NOT_ASKED, "not asked: the check's deadline had passed");
    }
    if (asked.incrementAndGet() > QUESTIONS_MAX) {
      return omitted(Answer.Why.OVER_LIMIT, "not asked: more than " + QUESTIONS_MAX + " questions");
    }
    Pending pending = new Pending();
    Thread.ofVirtual().name("check dns").start(() -> pending.answer(inTurn(question)));
    return pending.await(deadline);
  }

  private Answer inTurn(DnsQuestion question) {
    try {
      if (!places.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return omitted(Answer.Why.NOT_ASKED, "not asked: the check's deadline had passed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return omitted(Answer.Why.NOT_ASKED, "not asked: interrupted");
    }
    try {
      return dns.lookup(question.name(), question.type());
    } finally {
      places.release();
    }
  }

  private Answer omitted(Answer.Why why, String detail) {
    cutOff.set(true);
    return new Answer.Failed(why, detail);
  }

  /// An answer that somebody else brings.
  private final class Pending {
    private final CountDownLatch here = new CountDownLatch(1);
    private volatile Answer answer =
        new Answer.Failed(Answer.Why.TIMED_OUT, "no answer before the check's deadline");

    void answer(Answer brought) {
      answer = brought;
      here.countDown();
    }

    Answer await(Deadline until) {
      try {
        if (!here.await(until.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
          cutOff.set(true);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return answer;
    }
  }
}
