package org.postroad.engine.resolve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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

/// What a flight does: it looks at the record, fetches, and applies [PolicyRules] to what comes of
/// it.
///
/// Nothing is held over I/O. Each outcome is applied to what is remembered then, under a lock of
/// the domain, so that a slow flight cannot put an older state over a newer one.
final class PolicySearch {

  private final Dns dns;
  private final PolicySource source;
  private final PolicyCache cache;
  private final PolicyRules rules;
  private final InstantSource clock;
  private final ResolverEvents events;
  private final Semaphore fetchPermits;

  /// @param fetches how many run at a time; the others wait in turn
  PolicySearch(
      Dns dns,
      PolicySource source,
      PolicyCache cache,
      PolicyRules rules,
      InstantSource clock,
      int fetches,
      ResolverEvents events) {
    this.dns = dns;
    this.source = source;
    this.cache = cache;
    this.rules = rules;
    this.clock = clock;
    this.fetchPermits = new Semaphore(fetches, true);
    this.events = events;
  }

  /// Looks and fetches until there is an answer. Blocks.
  PolicyStep.Answer run(DomainName domain, Errand errand) throws InterruptedException {
    PolicyStep step =
        errand == Errand.DOUBT ? doubtful(domain) : errand(domain, errand, look(domain));
    while (true) {
      switch (step) {
        case PolicyStep.Answer answer -> {
          return answer;
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

  /// The answer to a look that found no record, if it is all there is to do: nothing is remembered
  /// of the domain, and nothing need be. Never waits.
  Optional<PolicyStep.Answer> endsWithoutRecord(DomainName domain, RecordLookup.Absent absent) {
    Instant now = clock.instant();
    return rules.afterRecord(DomainState.unknown(now), absent, now)
                instanceof PolicyStep.Answer answer
            && !answer.state().isWorthKeeping(now)
            && !cache.mayKnow(domain)
        ? Optional.of(answer)
        : Optional.empty();
  }

  /// Remembers that the domain is still asked for.
  void noteAsked(DomainName domain, Instant now) {
    update(domain, now, state -> rules.onQuestion(state, now));
  }

  DomainState known(DomainName domain, Instant now) {
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
    return cache.update(
        domain,
        before -> {
          PolicyStep step = rule.apply(before.orElse(otherwise));
          return new PolicyCache.Change<>(
              Optional.of(step.state()).filter(state -> state.isWorthKeeping(now)), step);
        });
  }
}
