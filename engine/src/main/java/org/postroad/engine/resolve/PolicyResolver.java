package org.postroad.engine.resolve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.Flight.Errand;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyFetch;
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
  /// @param looksInline whether a question looks at the record on its own thread, which saves the
  ///   hand-over for the many domains that have none; only where the DNS gives up before
  ///   `answerWithin` is over
  public record Limits(Duration answerWithin, int flights, int fetches, boolean looksInline) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(20), 10_000, 256);

    public Limits(Duration answerWithin, int flights, int fetches) {
      this(answerWithin, flights, fetches, false);
    }
  }

  /// What applies, and until when it may be said again without asking; not after now for what is
  /// good for one answer.
  public record Resolved(Resolution resolution, Instant until) {}

  /// Between two notes that a cached policy is still asked for: it is all that `asked` is used for.
  private static final Duration ASKED_NOTED_EVERY = Duration.ofDays(1);

  private static final int STRIPES = 64;

  private final Dns dns;
  private final PolicySource source;
  private final PolicyCache cache;
  private final PolicyRules rules;
  private final InstantSource clock;
  private final Limits limits;
  private final ResolverEvents events;
  private final ConcurrentMap<DomainName, Flight> flights = new ConcurrentHashMap<>();
  private final Semaphore flightPermits;
  private final Semaphore fetchPermits;
  private final ReentrantLock[] stripes =
      IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public PolicyResolver(
      Dns dns,
      PolicySource source,
      PolicyCache cache,
      PolicyRules rules,
      InstantSource clock,
      Limits limits,
      ResolverEvents events) {
    this.dns = dns;
    this.source = source;
    this.cache = cache;
    this.rules = rules;
    this.clock = clock;
    this.limits = limits;
    this.events = events;
    this.flightPermits = new Semaphore(limits.flights());
    this.fetchPermits = new Semaphore(limits.fetches(), true);
  }

  /// What applies to the policy domain now. Blocks for `answerWithin` at the most.
  public Resolution resolve(DomainName domain) {
    return resolved(domain).resolution();
  }

  /// As [#resolve], with how long it holds.
  public Resolved resolved(DomainName domain) {
    Instant now = clock.instant();
    DomainState before = known(domain, now);
    return switch (rules.onQuestion(before, now)) {
      case PolicyStep.Answer answer -> {
        if (before.asked().plus(ASKED_NOTED_EVERY).isBefore(now)) {
          update(domain, now, current -> rules.onQuestion(current, now));
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
    if (rules.doubted(known(domain, now), now).isEmpty()) {
      return;
    }
    Flight under = flights.get(domain);
    if (under == null || !under.doubtAfterwards() || flights.get(domain) != under) {
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
    return limits.flights() - flightPermits.availablePermits();
  }

  /// Ends what is under way; who waits is told to try later.
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Resolved wait(DomainName domain) {
    if (!limits.looksInline()) {
      return start(domain, Errand.QUESTION)
          .map(flight -> wait(domain, flight, limits.answerWithin()))
          .orElseGet(this::busy);
    }
    Flight under = flights.get(domain);
    if (under != null) {
      return wait(domain, under, limits.answerWithin());
    }
    if (!flightPermits.tryAcquire()) {
      return busy();
    }
    Flight fresh = new Flight();
    Flight before = flights.putIfAbsent(domain, fresh);
    if (before != null) {
      flightPermits.release();
      return wait(domain, before, limits.answerWithin());
    }
    return lookInline(domain, fresh);
  }

  /// The first look on the thread of the question; what comes after an answer goes on aside.
  private Resolved lookInline(DomainName domain, Flight flight) {
    long start = System.nanoTime();
    Resolved resolved = stopping();
    boolean over = true;
    try {
      PolicyStep step = look(domain);
      if (step instanceof PolicyStep.Answer answer) {
        resolved = resolved(answer);
      } else {
        threads.execute(() -> fly(domain, () -> search(domain, step), flight));
        over = false;
      }
    } catch (RejectedExecutionException e) {
      resolved = stopping();
    } catch (RuntimeException bug) {
      resolved = broken(domain, bug);
    } finally {
      if (over) {
        end(domain, flight, resolved);
      }
    }
    return over
        ? resolved
        : wait(domain, flight, limits.answerWithin().minusNanos(System.nanoTime() - start));
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
    Flight under = flights.get(domain);
    if (under != null) {
      return Optional.of(under);
    }
    if (!flightPermits.tryAcquire()) {
      return Optional.empty();
    }
    Flight fresh = new Flight();
    Flight before = flights.putIfAbsent(domain, fresh);
    if (before != null) {
      flightPermits.release();
      return Optional.of(before);
    }
    try {
      threads.execute(() -> fly(domain, () -> search(domain, errand), fresh));
    } catch (RejectedExecutionException e) {
      end(domain, fresh, stopping());
    }
    return Optional.of(fresh);
  }

  /// What a flight does until it has an answer.
  private interface Search {
    Resolved run() throws InterruptedException;
  }

  private void fly(DomainName domain, Search search, Flight flight) {
    Resolved resolved = stopping();
    try {
      resolved = search.run();
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
    flights.remove(domain, flight);
    flightPermits.release();
    try {
      events.resolved(domain, resolved.resolution());
    } finally {
      flight.land(resolved);
    }
    if (flight.isDoubted()) {
      start(domain, Errand.DOUBT); // it came while something else was looked for
    }
  }

  private Resolved search(DomainName domain, Errand errand) throws InterruptedException {
    return search(
        domain, errand == Errand.DOUBT ? doubtful(domain) : errand(domain, errand, look(domain)));
  }

  private Resolved search(DomainName domain, PolicyStep first) throws InterruptedException {
    PolicyStep step = first;
    while (true) {
      switch (step) {
        case PolicyStep.Answer answer -> {
          return resolved(answer);
        }
        case PolicyStep.LookUp lookUp -> step = look(domain);
        case PolicyStep.Fetch fetch -> step = fetch(domain, fetch);
        case PolicyStep.Wait(Instant until, DomainState state) -> {
          // The clock may be a lab's that stands still: wait in real time, then look again.
          LockSupport.parkNanos(PolicyRules.BRIEF_PAUSE.toNanos());
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          step = new PolicyStep.Fetch(state.lastSeenId().orElse(""), false, state);
        }
      }
    }
  }

  private PolicyStep errand(DomainName domain, Errand errand, PolicyStep looked) {
    if (errand != Errand.REFRESH || !(looked instanceof PolicyStep.Answer)) {
      return looked;
    }
    Instant now = clock.instant();
    return update(
        domain, now, state -> state.validPolicy(now).isPresent() ? rules.refresh(state) : looked);
  }

  private PolicyStep doubtful(DomainName domain) {
    Instant now = clock.instant();
    return update(
        domain,
        now,
        state ->
            rules
                .doubted(state, now)
                .<PolicyStep>map(fetch -> fetch)
                .orElseGet(() -> rules.onQuestion(state, now)));
  }

  private PolicyStep look(DomainName domain) {
    long start = System.nanoTime();
    RecordLookup lookup = RecordLookup.of(dns.lookup(PolicyDomain.record(domain), RecordType.TXT));
    events.looked(domain, lookup, Duration.ofNanos(System.nanoTime() - start));
    Instant now = clock.instant();
    return update(domain, now, state -> rules.afterRecord(state, lookup, now));
  }

  private PolicyStep fetch(DomainName domain, PolicyStep.Fetch asked) throws InterruptedException {
    PolicyFetch fetch;
    Duration took;
    fetchPermits.acquire();
    try {
      long start = System.nanoTime();
      fetch = source.fetch(domain);
      took = Duration.ofNanos(System.nanoTime() - start);
    } finally {
      fetchPermits.release();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException(); // what a stopping fetch came to is no fact about the domain
    }
    Instant now = clock.instant();
    Optional<CachedPolicy> held = known(domain, now).validPolicy(now);
    PolicyStep step =
        update(domain, asked.state(), now, state -> rules.afterFetch(state, asked, fetch, now));
    events.fetched(domain, fetch, held, took);
    if (fetch instanceof PolicyFetch.Fetched) {
      events.changed(domain);
    }
    return step;
  }

  private DomainState known(DomainName domain, Instant now) {
    return cache.get(domain).orElseGet(() -> DomainState.unknown(now));
  }

  /// Applies a rule to what is known of the domain, and remembers what comes of it, as one step.
  private PolicyStep update(
      DomainName domain, Instant now, Function<DomainState, PolicyStep> rule) {
    return update(domain, DomainState.unknown(now), now, rule);
  }

  /// As above; where nothing is remembered, because it was not worth it, `otherwise` is what is
  /// known.
  private PolicyStep update(
      DomainName domain,
      DomainState otherwise,
      Instant now,
      Function<DomainState, PolicyStep> rule) {
    ReentrantLock stripe = stripes[Math.floorMod(domain.hashCode(), STRIPES)];
    stripe.lock();
    try {
      Optional<DomainState> before = cache.get(domain);
      PolicyStep step = rule.apply(before.orElse(otherwise));
      if (step.state().isWorthKeeping(now)) {
        cache.put(domain, step.state());
      } else if (before.isPresent()) {
        cache.forget(domain);
      }
      return step;
    } finally {
      stripe.unlock();
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
