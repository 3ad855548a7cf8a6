package org.postroad.engine.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.DirectConnector;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Asks recursive resolvers, remembers what they said, and never asks the same thing twice at a
/// time.
///
/// Made for virtual threads: a look-up blocks its caller, at most for [Options#total]. Every
/// failure says which server said what.
public final class DnsClient implements Dns {

  /// @param servers the resolvers, the preferred first
  /// @param total for one look-up, all servers and repetitions together
  /// @param inFlight questions on their way at a time; others wait for their turn
  /// @param cacheBytes about how much memory the remembered answers may take
  public record Options(
      List<InetSocketAddress> servers, Duration total, int inFlight, long cacheBytes) {

    public Options {
      servers = List.copyOf(servers);
      if (servers.isEmpty()) {
        throw new IllegalArgumentException("a DNS client needs a server");
      }
      if (!total.isPositive() || inFlight < 1 || cacheBytes < 0) {
        throw new IllegalArgumentException("limits of the DNS client");
      }
    }

    /// These servers; 10 seconds, 1,000 questions, 32 MB.
    public static Options of(List<InetSocketAddress> servers) {
      return new Options(servers, Duration.ofSeconds(10), 1000, 32L << 20);
    }

    public Options total(Duration total) {
      return new Options(servers, total, inFlight, cacheBytes);
    }
  }

  private final Options options;
  private final Servers servers;
  private final AnswerCache cache;
  private final Semaphore places;
  private final ConcurrentMap<Question, Flight> flights = new ConcurrentHashMap<>();

  public DnsClient(Options options, InstantSource clock) {
    this(options, clock, DirectConnector.fromAnyAddress());
  }

  /// @param connector dials where an answer needs TCP
  public DnsClient(Options options, InstantSource clock, Connector connector) {
    this.options = options;
    this.servers = new Servers(options.servers(), connector);
    this.cache = new AnswerCache(options.cacheBytes(), clock);
    this.places = new Semaphore(options.inFlight());
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    Question question = new Question(name, type);
    return cache.get(question).orElseGet(() -> shared(question));
  }

  /// The resolver that is asked first.
  InetSocketAddress preferred() {
    return options.servers().getFirst();
  }

  /// What is remembered, without asking anybody.
  Optional<Answer> remembered(Question question) {
    return cache.get(question);
  }

  /// Keeps what somebody else was answered.
  void remember(Question question, Answer answer, int bytes) {
    cache.put(question, answer, bytes);
  }

  /// One question in flight; who asks the same meanwhile waits for its answer.
  private Answer shared(Question question) {
    Deadline deadline = Deadline.after(options.total());
    Flight mine = new Flight();
    Flight other = flights.putIfAbsent(question, mine);
    if (other != null) {
      return other.await(deadline);
    }
    Answer answer = new Answer.Failed(Why.SERVER_FAILED, "the look-up broke off");
    try {
      // It may have been answered between the look into the cache and the take-off.
      Optional<Answer> known = cache.get(question);
      answer = known.isPresent() ? known.get() : inTurn(question, deadline);
    } finally {
      flights.remove(question, mine);
      mine.land(answer);
    }
    return answer;
  }

  private Answer inTurn(Question question, Deadline deadline) {
    try {
      if (!places.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Answer.Failed(
            Why.OVER_LIMIT, "more than " + options.inFlight() + " DNS questions at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed(Why.OVER_LIMIT, "interrupted while waiting for a turn");
    }
    try {
      return asked(question, deadline);
    } finally {
      places.release();
    }
  }

  private Answer asked(Question question, Deadline deadline) {
    AnswerReader reader = new AnswerReader(question);
    Question next = question;
    int bytes = 0;
    while (true) {
      switch (servers.ask(next, deadline)) {
        case Reply.Answered(var message, int length) -> {
          bytes += length;
          switch (reader.read(message)) {
            case AnswerReader.Reading.Ask(Question further) -> next = further;
            case AnswerReader.Reading.Done(Answer answer) -> {
              cache.put(question, answer, bytes);
              return answer;
            }
          }
        }
        case Reply.Fault(Why why, String detail) -> {
          Answer failed = new Answer.Failed(why, detail);
          cache.put(question, failed, detail.length());
          return failed;
        }
        case Reply.Incomplete _, Reply.Misunderstood _ ->
            throw new IllegalStateException("servers make a fault of these");
      }
    }
  }
}
