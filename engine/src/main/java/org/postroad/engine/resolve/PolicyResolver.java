package org.postroad.engine.resolve;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.postroad.engine.dns.EventDns;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.Flight.Errand;
import org.postroad.engine.resolve.Flights.Boarding;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.PolicyStep;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.Resolution;

/// Answers what policy applies to a domain.
///
/// A valid cached policy answers at once, and the record is looked at again aside when that is due.
/// Without one, a single flight per domain looks at the record and fetches, while any number of
/// questions wait for it, each up to `answerWithin`; the flight goes on after they have been told
/// to try later. What to do next is always [PolicyRules]' decision; here is only the doing.
public final class PolicyResolver implements AutoCloseable {

  /// The bounds of the work under way.
  ///
  /// @param answerWithin how long a question waits for a domain without a valid cached policy
  /// @param flights how many domains are looked for at a time; a question over it is told to try
  ///   later
  /// @param fetches how many HTTPS fetches run at a time; the others wait in turn
  public record Limits(Duration answerWithin, int flights, int fetches) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(20), 10_000, 256);
  }

  /// What applies, and until when it may be said again without asking; not after now for what is
  /// good for one answer.
  public record Resolved(Resolution resolution, Instant until) {}

  /// Between two notes that a cached policy is still asked for: it is all that `asked` is used for.
  private static final Duration ASKED_NOTED_EVERY = Duration.ofDays(1);

  private final PolicyCache cache;
  private final PolicyRules rules;
  private final InstantSource clock;
  private final Limits limits;
  private final ResolverEvents events;
  private final Flights flights;
  private final PolicySearch search;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public PolicyResolver(
      Dns dns,
      PolicySource source,
      PolicyCache cache,
      PolicyRules rules,
      InstantSource clock,
      Limits limits,
      ResolverEvents events) {
    this.cache = cache;
    this.rules = rules;
    this.clock = clock;
    this.limits = limits;
    this.events = events;
    this.flights = new Flights(limits.flights());
    this.search = new PolicySearch(dns, source, cache, rules, clock, limits.fetches(), events);
  }

  /// What applies to the policy domain now. Blocks for `answerWithin` at the most.
  public Resolution resolve(DomainName domain) {
    return resolved(domain).resolution();
  }

  /// As [#resolve], with how long it holds.
  public Resolved resolved(DomainName domain) {
    try {
      return fromCacheOrSearch(domain);
    } catch (UncheckedIOException e) { // a cache that cannot be read is not an empty one
      return later(Resolution.Delay.FAULT, String.valueOf(e.getMessage()));
    }
  }

  private Resolved fromCacheOrSearch(DomainName domain) {
    Instant now = clock.instant();
    DomainState before = search.known(domain, now);
    return switch (rules.onQuestion(before, now)) {
      case PolicyStep.Answer answer -> {
        if (before.asked().plus(ASKED_NOTED_EVERY).isBefore(now)) {
          search.noteAsked(domain, now);
        }
        if (rules.lookDue(answer.state(), now)) {
          start(domain, Errand.LOOK);
        }
        yield new Resolved(answer.resolution(), PolicyRules.holdsUntil(answer, now));
      }
      case PolicyStep.LookUp lookUp -> wait(domain);
      case PolicyStep.Fetch fetch -> wait(domain);
      case PolicyStep.Wait pause -> wait(domain);
    };
  }

  /// Looks at the record of a domain of which nothing is remembered, without waiting: most have
  /// none, and that is the answer then.
  ///
  /// @param dns asks on the thread of this call, which is the thread of its event loop
  /// @param done called later, on that thread: with what applies, or with nothing, when there is
  ///   more to do than to look; [#resolved] then waits for what has been begun
  /// @return false if `done` will not be called
  public boolean firstLook(DomainName domain, EventDns dns, Consumer<Optional<Resolved>> done) {
    if (cache.mayKnow(domain)
        || !(flights.board(domain) instanceof Boarding.Started(Flight flight))) {
      return false;
    }
    long start = System.nanoTime();
    boolean asked =
        dns.ask(
            PolicyDomain.record(domain),
            RecordType.TXT,
            answer -> {
              Optional<Resolved> resolved = Optional.empty();
              try {
                resolved = firstLooked(domain, flight, answer, start);
              } finally {
                done.accept(resolved);
              }
            });
    if (!asked) {
      takeOff(domain, Errand.QUESTION, flight);
    }
    return asked;
  }

  private Optional<Resolved> firstLooked(
      DomainName domain, Flight flight, Optional<Answer> answer, long start) {
    Optional<Resolved> over = Optional.empty();
    try {
      if (answer.map(RecordLookup::of).orElse(null) instanceof RecordLookup.Absent absent) {
        events.looked(domain, absent, Duration.ofNanos(System.nanoTime() - start));
        over = search.endsWithoutRecord(domain, absent).map(this::resolved);
      }
    } catch (RuntimeException bug) {
      over = Optional.of(broken(domain, bug));
    }
    over.ifPresentOrElse(
        resolved -> end(domain, flight, resolved), () -> takeOff(domain, Errand.QUESTION, flight));
    return over;
  }

  /// The valid policy in the cache, without asking anybody: what a question would be told at once.
  public Optional<CachedPolicy> cached(DomainName domain) {
    Instant now = clock.instant();
    return cache.get(domain).flatMap(state -> state.validPolicy(now));
  }

  /// Fetches a valid policy anew, aside, whatever its record says (RFC 8461 §10.2).
  ///
  /// @return false if it could not be started, because too much is under way
  public boolean refresh(DomainName domain) {
    return start(domain, Errand.REFRESH).isPresent();
  }

  /// Something contradicts the cached policy: an MX host that it does not cover, a delivery that
  /// failed because of it. It may be fetched anew though its id is unchanged, within the limits.
  public void doubt(DomainName domain) {
    Instant now = clock.instant();
    if (rules.doubted(search.known(domain, now), now).isEmpty()) {
      return;
    }
    if (!flights.doubtAfterwards(domain)) {
      start(domain, Errand.DOUBT);
    }
  }

  /// Looks at the record now, as RFC 8461 §5.1 wants before a message fails for good, and returns
  /// what applies then.
  public Resolution lookAgain(DomainName domain) {
    return start(domain, Errand.LOOK)
        .map(flight -> wait(domain, flight, limits.answerWithin()).resolution())
        .orElseGet(() -> resolve(domain));
  }

  /// How many flights are under way.
  public int flights() {
    return flights.count();
  }

  /// Ends what is under way; who waits is told to try later.
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Resolved wait(DomainName domain) {
    return start(domain, Errand.QUESTION)
        .map(flight -> wait(domain, flight, limits.answerWithin()))
        .orElseGet(this::busy);
  }

  private Resolved busy() {
    return later(
        Resolution.Delay.BUSY,
        "the policies of " + limits.flights() + " domains are being looked for");
  }

  private Resolved wait(DomainName domain, Flight flight, Duration within) {
    try {
      return flight
          .await(within)
          .orElseGet(
              () ->
                  later(
                      Resolution.Delay.STILL_ASKING,
                      "still looking for the policy of "
                          + domain
                          + " after "
                          + limits.answerWithin().toSeconds()
                          + " s"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return stopping();
    }
  }

  /// The flight of the domain: the one under way, or a new one if there is room.
  private Optional<Flight> start(DomainName domain, Errand errand) {
    return switch (flights.board(domain)) {
      case Boarding.Joined(Flight under) -> Optional.of(under);
      case Boarding.Started(Flight fresh) -> {
        takeOff(domain, errand, fresh);
        yield Optional.of(fresh);
      }
      case Boarding.Full full -> Optional.empty();
    };
  }

  private void takeOff(DomainName domain, Errand errand, Flight flight) {
    try {
      threads.execute(() -> fly(domain, errand, flight));
    } catch (RejectedExecutionException e) {
      end(domain, flight, stopping());
    }
  }

  private void fly(DomainName domain, Errand errand, Flight flight) {
    Resolved resolved = stopping();
    try {
      resolved = resolved(search.run(domain, errand));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      resolved = broken(domain, bug);
    } finally {
      end(domain, flight, resolved);
    }
  }

  private Resolved broken(DomainName domain, RuntimeException bug) {
    events.broken(domain, bug);
    return later(Resolution.Delay.FAULT, "internal error: " + bug);
  }

  private void end(DomainName domain, Flight flight, Resolved resolved) {
    flights.leave(domain, flight);
    try {
      events.resolved(domain, resolved.resolution());
    } finally {
      flight.land(resolved);
    }
    if (flight.isDoubted()) {
      start(domain, Errand.DOUBT); // it came while something else was looked for
    }
  }

  private Resolved resolved(PolicyStep.Answer answer) {
    return new Resolved(answer.resolution(), PolicyRules.holdsUntil(answer, clock.instant()));
  }

  private Resolved stopping() {
    return later(Resolution.Delay.FAULT, "the resolver is stopping");
  }

  private Resolved later(Resolution.Delay delay, String detail) {
    return new Resolved(new Resolution.TryLater(delay, detail), clock.instant());
  }
}
