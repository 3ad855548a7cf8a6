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
import org.postroad.engine.dns.dnssec.Validator;
import org.postroad.engine.dns.dnssec.Verdict;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.DirectConnector;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Asks recursive resolvers, remembers what they said, and never asks the same thing twice at a
/// time.
///
/// Made for virtual threads: a look-up blocks its caller, at most for [Options#total]. Every
/// failure says which server said what.
public final class DnsClient implements Dns {

  /// @param servers the resolvers, the preferred first
  /// @param total for one look-up, all servers and repetitions together
  /// @param inFlight questions on their way at a time; others wait for their turn
  /// @param cacheBytes about how much memory the remembered answers may take, and half of it
  ///   besides what is remembered of keys
  /// @param dnssec what makes an answer count as secure
  public record Options(
      List<InetSocketAddress> servers,
      Duration total,
      int inFlight,
      long cacheBytes,
      Dnssec dnssec) {

    public Options {
      servers = List.copyOf(servers);
      if (servers.isEmpty()) {
        throw new IllegalArgumentException("a DNS client needs a server");
      }
      if (!total.isPositive() || inFlight < 1 || cacheBytes < 0) {
        throw new IllegalArgumentException("limits of the DNS client");
      }
      if (dnssec instanceof Dnssec.Trusted) {
        notLoopback(servers)
            .ifPresent(
                server -> {
                  throw new IllegalArgumentException(
                      Endpoint.text(server) + " is not on this host: its AD bit is anybody's");
                });
      }
    }

    /// These servers, with every answer insecure.
    public Options(List<InetSocketAddress> servers, Duration total, int inFlight, long cacheBytes) {
      this(servers, total, inFlight, cacheBytes, new Dnssec.Off());
    }

    /// The first of the servers whose AD bit cannot be believed, whatever the operator says.
    public static Optional<InetSocketAddress> notLoopback(List<InetSocketAddress> servers) {
      return servers.stream().filter(s -> !s.getAddress().isLoopbackAddress()).findFirst();
    }

    /// These servers; 10 seconds, 1,000 questions, 32 MB.
    public static Options of(List<InetSocketAddress> servers) {
      return new Options(servers, Duration.ofSeconds(10), 1000, 32L << 20);
    }

    public Options total(Duration total) {
      return new Options(servers, total, inFlight, cacheBytes, dnssec);
    }

    public Options dnssec(Dnssec dnssec) {
      return new Options(servers, total, inFlight, cacheBytes, dnssec);
    }
  }

  private final Options options;
  private final Servers servers;
  private final Assurance assurance;
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
    this.assurance =
        switch (options.dnssec()) {
          case Dnssec.Off _ -> new Assurance.None();
          case Dnssec.Trusted _ -> new Assurance.Believed(servers);
          case Dnssec.Local(RootAnchors anchors, boolean sha1) ->
              new Assurance.Validated(
                  new Validator(
                      Assurance.Validated.upstream(servers),
                      anchors.records(),
                      sha1,
                      clock,
                      options.cacheBytes() / 2));
        };
    this.cache = new AnswerCache(options.cacheBytes(), clock);
    this.places = new Semaphore(options.inFlight());
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    Question question = new Question(name, type);
    return cache.get(question).orElseGet(() -> shared(question));
  }

  /// Whether an answer of this client can be secure.
  public boolean tellsSecure() {
    return !(assurance instanceof Assurance.None);
  }

  /// What makes an answer of this client secure, in words.
  public String assurance() {
    return switch (options.dnssec()) {
      case Dnssec.Off _ -> "every answer counts as insecure";
      case Dnssec.Trusted _ ->
          "answers are secure as " + Endpoint.text(preferred()) + " says by its AD bit";
      case Dnssec.Local(RootAnchors anchors, boolean _) ->
          "answers are validated here, from " + anchors;
    };
  }

  /// Whether answers can be told to be secure now. It asks for what every signed root can prove: a
  /// record that is there and one that is not.
  public SelfTest selfTest() {
    if (!tellsSecure()) {
      return new SelfTest.Works(assurance());
    }
    Deadline deadline = Deadline.after(options.total());
    for (int type : new int[] {Type.SOA, Type.TXT}) {
      Optional<String> fault = unproven(type, deadline);
      if (fault.isPresent()) {
        return new SelfTest.Fails(fault.get());
      }
    }
    return new SelfTest.Works(assurance());
  }

  /// Why the root's records of that type, or their absence, are not secure.
  private Optional<String> unproven(int type, Deadline deadline) {
    Query query = new Query(Name.root, type, assurance.wanted());
    String what = "the root's " + Type.string(type) + " record: ";
    return switch (servers.ask(query, deadline)) {
      case Reply.Answered(var message, int _) ->
          switch (assurance.judge(query, message, deadline)) {
            case Verdict.Fails(Why _, String detail) -> Optional.of(what + detail);
            case Verdict.Counts(var _, Security security, Duration _) ->
                security == Security.SECURE
                    ? Optional.empty()
                    : Optional.of(
                        what
                            + Endpoint.text(preferred())
                            + " does not say that it is secure: it does not validate, or does not"
                            + " tell");
          };
      case Reply.Fault(Why _, String detail) -> Optional.of(what + detail);
      case Reply.Incomplete _, Reply.Misunderstood _ ->
          throw new IllegalStateException("servers make a fault of these");
    };
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
    Query next = question.query(assurance.wanted());
    int bytes = 0;
    while (true) {
      switch (servers.ask(next, deadline)) {
        case Reply.Answered(var message, int length) -> {
          bytes += length;
          switch (read(reader, next, message, deadline)) {
            case AnswerReader.Reading.Ask(Question further) ->
                next = further.query(assurance.wanted());
            case AnswerReader.Reading.Done(Answer answer) -> {
              cache.put(question, answer, bytes);
              return answer;
            }
          }
        }
        case Reply.Fault fault -> {
          Reply.Fault explained = assurance.explained(next, fault, deadline);
          Answer failed = new Answer.Failed(explained.why(), explained.detail());
          cache.put(question, failed, explained.detail().length());
          return failed;
        }
        case Reply.Incomplete _, Reply.Misunderstood _ ->
            throw new IllegalStateException("servers make a fault of these");
      }
    }
  }

  private AnswerReader.Reading read(
      AnswerReader reader, Query query, Message message, Deadline deadline) {
    return switch (assurance.judge(query, message, deadline)) {
      case Verdict.Counts(Message counting, Security security, Duration usable) ->
          reader.read(counting, security, usable);
      case Verdict.Fails(Why why, String detail) ->
          new AnswerReader.Reading.Done(new Answer.Failed(why, detail));
    };
  }
}
