package org.postroad.engine.dns.dnssec;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer.Why;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/// What one validation may cost, and what it has used.
///
/// dnsjava hands the executor of a query on to everything that the query leads to. So this is one:
/// it goes along, and knows for whom a key is looked up.
final class Lookup implements Executor {

  /// DS and DNSKEY questions: two for each zone on the way, one for each label of an unsigned name.
  static final int QUESTIONS_MAX = 64;

  /// Signatures given to dnsjava. A chain of three zones, each with two keys in a roll, has twenty.
  static final int SIGNATURES_MAX = 200;

  private final Deadline deadline;
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger signatures = new AtomicInteger();
  private final AtomicReference<Optional<Verdict.Fails>> trouble =
      new AtomicReference<>(Optional.empty());
  private final List<Record> remembered = new CopyOnWriteArrayList<>();
  private volatile Optional<Statement> stated = Optional.empty();

  Lookup(Deadline deadline) {
    this.deadline = deadline;
  }

  Deadline deadline() {
    return deadline;
  }

  /// What dnsjava is to judge next.
  void state(Statement statement) {
    stated = Optional.of(statement);
    pay(statement.signatures());
  }

  /// The message about a question that is at hand, since it is the one to be judged.
  Optional<Message> stated(Record question) {
    return stated
        .filter(
            statement ->
                statement.type() == question.getType()
                    && statement.name().equals(question.getName()))
        .map(Statement::message);
  }

  /// Counts a question; false if it must not be asked.
  boolean mayAsk() {
    if (questions.incrementAndGet() > QUESTIONS_MAX) {
      fail(Why.OVER_LIMIT, "more than " + QUESTIONS_MAX + " DS and DNSKEY questions");
    } else if (deadline.passed()) {
      fail(Why.TIMED_OUT, "no time left for its keys");
    }
    return trouble.get().isEmpty();
  }

  /// Counts signatures; false if they must not be verified.
  boolean pay(int count) {
    if (signatures.addAndGet(count) > SIGNATURES_MAX) {
      fail(Why.OVER_LIMIT, "more than " + SIGNATURES_MAX + " signatures");
    }
    return trouble.get().isEmpty();
  }

  /// Keeps the first reason for which this came to nothing: dnsjava forgets it for absences, and
  /// lets them pass as unchecked.
  void fail(Why why, String detail) {
    trouble.compareAndSet(Optional.empty(), Optional.of(new Verdict.Fails(why, detail)));
  }

  Optional<Verdict.Fails> trouble() {
    return trouble.get();
  }

  /// A question was answered from memory.
  void remembered(Record question) {
    remembered.add(question);
  }

  List<Record> remembered() {
    return remembered;
  }

  @Override
  public void execute(Runnable task) {
    Thread.ofVirtual().name("dnssec").start(task);
  }
}
