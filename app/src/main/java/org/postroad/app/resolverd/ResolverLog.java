package org.postroad.app.resolverd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.PolicyOverride;

/// Turns what happens in the resolver into log lines, metrics and forgotten warm replies.
final class ResolverLog implements ResolverEvents {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int NEAR_EXPIRY_MAX = 100_000;
  private static final int SAID_MAX = 10; // mx of a policy in a log line

  private final DaemonLog log;
  private final InstantSource clock;
  private final Consumer<DomainName> changed;
  private final Function<DomainName, Optional<PolicyOverride>> overrides;
  private final Map<String, Metrics.Counter> fetches;
  private final Map<String, Metrics.Counter> looks;
  private final Metrics.Counter refreshFailures;
  private final Metrics.Counter deferred;
  private final Metrics.Counter deferralsEnded;
  private final Metrics.Counter bugs;
  private final Metrics.Histogram fetchTime;
  private final Set<DomainName> nearExpiry = ConcurrentHashMap.newKeySet();

  /// @param changed what must hear that answers about a domain no longer hold
  /// @param overrides those that count now, for the log lines about their domains
  ResolverLog(
      DaemonLog log,
      Metrics metrics,
      InstantSource clock,
      Consumer<DomainName> changed,
      Function<DomainName, Optional<PolicyOverride>> overrides) {
    this.log = log;
    this.clock = clock;
    this.changed = changed;
    this.overrides = overrides;
    fetches =
        counters(
            metrics,
            "postroad_fetches_total",
            "Policy fetches, by result (RFC 8460 section 4.3).",
            List.of("ok", "sts-policy-fetch-error", "sts-webpki-invalid", "sts-policy-invalid"));
    looks =
        counters(
            metrics,
            "postroad_record_lookups_total",
            "Looks at _mta-sts records, by result.",
            List.of("found", "absent", "unanswered"));
    refreshFailures =
        metrics.counter(
            "postroad_refresh_failures_total",
            "Fetches that failed while a policy of mode enforce or testing was in force.");
    deferred =
        metrics.counter(
            "postroad_deferred_total", "Look-ups that ended as TEMP: nobody could say yet.");
    deferralsEnded =
        metrics.counter(
            "postroad_deferrals_ended_total",
            "Domains taken for domains without a policy because their record went unanswered for"
                + " longer than defer_unanswered.");
    bugs = metrics.counter("postroad_bugs_total", "Look-ups ended by an internal error.");
    fetchTime = metrics.histogram("postroad_fetch_seconds", "Time of a policy fetch.");
    metrics.gauge(
        "postroad_policies_near_expiry",
        "Policies near their end whose last refresh failed.",
        nearExpiry::size);
  }

  @Override
  public void looked(DomainName domain, RecordLookup lookup, Duration took) {
    String result =
        switch (lookup) {
          case RecordLookup.Found found -> "found";
          case RecordLookup.Absent absent -> "absent";
          case RecordLookup.Unanswered unanswered -> "unanswered";
        };
    count(looks, result);
  }

  @Override
  public void fetched(
      DomainName domain, PolicyFetch fetch, Optional<CachedPolicy> held, Duration took) {
    fetchTime.observe(took.toNanos(), 1);
    switch (fetch) {
      case PolicyFetch.Fetched(Policy policy) -> {
        count(fetches, "ok");
        nearExpiry.remove(domain);
        if (held.map(CachedPolicy::policy).filter(policy::equals).isEmpty()) {
          log.info(
              (held.isPresent() ? "policy changed: " : "policy fetched: ")
                  + domain
                  + ": "
                  + words(policy)
                  + override(domain));
        }
      }
      case PolicyFetch.Failure failure -> {
        count(fetches, failure.resultType());
        failed(domain, failure, held);
      }
    }
  }

  @Override
  public void resolved(DomainName domain, Resolution resolution) {
    switch (resolution) {
      case Resolution.Applies applies -> {}
      case Resolution.NoPolicy(Resolution.Reason reason, String detail) -> {
        if (reason == Resolution.Reason.UNANSWERED_TOO_LONG) {
          deferralsEnded.increment();
          log.warningOnce(
              "ended " + domain,
              DAY,
              domain
                  + ": its record went unanswered for longer than defer_unanswered; mail now goes"
                  + " out as without a policy: "
                  + detail
                  + override(domain));
        }
      }
      case Resolution.TryLater(Resolution.Delay delay, String detail) -> {
        deferred.increment();
        log.warningOnce(
            "deferred " + domain + delay,
            HOUR,
            domain + ": mail is delayed: " + detail + override(domain));
      }
    }
  }

  @Override
  public void changed(DomainName domain) {
    changed.accept(domain);
  }

  @Override
  public void broken(DomainName domain, RuntimeException bug) {
    bugs.increment();
    log.bug("the look-up of " + domain, bug);
  }

  private void failed(DomainName domain, PolicyFetch.Failure failure, Optional<CachedPolicy> held) {
    String what = failure.resultType() + ": " + failure.why() + override(domain);
    if (held.isEmpty()) {
      log.warningOnce(
          "no policy " + domain,
          DAY,
          domain + ": has a record but no policy, mail goes out as without one: " + what);
      return;
    }
    CachedPolicy policy = held.get();
    if (policy.policy().mode() == PolicyMode.NONE) {
      return; // RFC 8461 §3.3: no alert
    }
    refreshFailures.increment();
    Instant now = clock.instant();
    boolean near = PolicyRules.nearsExpiry(policy, now);
    if (near && nearExpiry.size() < NEAR_EXPIRY_MAX) {
      nearExpiry.add(domain);
    }
    log.warningOnce(
        (near ? "near " : "refresh ") + domain,
        DAY,
        domain
            + ": fetch failed, the cached policy of mode "
            + policy.policy().mode().text()
            + (near ? " ends soon, at " : " stays in force until ")
            + policy.expires()
            + ": "
            + what);
  }

  private String override(DomainName domain) {
    return overrides
        .apply(domain)
        .map(decree -> " (override: " + decree.level().text() + ")")
        .orElse("");
  }

  /// Bounded: the domain's owner says how much it is.
  static String words(Policy policy) {
    return "mode "
        + policy.mode().text()
        + ", max_age "
        + policy.maxAge().toSeconds()
        + ", mx "
        + some(policy.mx().stream().map(MxPattern::text).toList(), " ")
        + (policy.notes().isEmpty() ? "" : "; " + some(policy.notes(), "; "));
  }

  private static String some(List<String> all, String between) {
    List<String> first = all.subList(0, Math.min(all.size(), SAID_MAX));
    return String.join(between, first)
        + (all.size() > SAID_MAX
            ? String.format(Locale.ROOT, " and %,d more", all.size() - SAID_MAX)
            : "");
  }

  private static Map<String, Metrics.Counter> counters(
      Metrics metrics, String name, String help, List<String> results) {
    Map<String, Metrics.Counter> counters = new ConcurrentHashMap<>();
    results.forEach(result -> counters.put(result, metrics.counter(name, help, "result", result)));
    return counters;
  }

  private static void count(Map<String, Metrics.Counter> counters, String result) {
    Metrics.Counter counter = counters.get(result);
    if (counter == null) {
      throw new IllegalArgumentException("no counter for " + result);
    }
    counter.increment();
  }
}
