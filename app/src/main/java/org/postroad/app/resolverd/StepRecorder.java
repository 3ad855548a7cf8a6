package org.postroad.app.resolverd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.postroad.app.resolverd.Explanation.Step;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.text.Printable;

/// Listens to a resolver and writes down, for the domains that somebody explains, what it does; all
/// of it goes on to the listener behind.
final class StepRecorder implements ResolverEvents {

  private static final int STEPS_MAX = 50;

  private final ResolverEvents next;
  private final ConcurrentMap<DomainName, List<Step>> recording = new ConcurrentHashMap<>();

  StepRecorder(ResolverEvents next) {
    this.next = next;
  }

  /// Runs `work` and returns the steps that were taken for the domain meanwhile. Two explanations
  /// of the same domain at once share their steps.
  List<Step> record(DomainName domain, Runnable work) {
    List<Step> steps = recording.computeIfAbsent(domain, name -> new ArrayList<>());
    try {
      work.run();
    } finally {
      recording.remove(domain, steps);
    }
    synchronized (steps) {
      return List.copyOf(steps);
    }
  }

  @Override
  public void looked(DomainName domain, RecordLookup lookup, Duration took) {
    write(domain, steps -> steps.add(recordStep(domain, lookup, Optional.of(took))));
    next.looked(domain, lookup, took);
  }

  @Override
  public void fetched(
      DomainName domain, PolicyFetch fetch, Optional<CachedPolicy> held, Duration took) {
    write(domain, steps -> steps.addAll(fetchSteps(domain, fetch, took)));
    next.fetched(domain, fetch, held, took);
  }

  @Override
  public void resolved(DomainName domain, Resolution resolution) {
    next.resolved(domain, resolution);
  }

  @Override
  public void changed(DomainName domain) {
    next.changed(domain);
  }

  @Override
  public void broken(DomainName domain, RuntimeException bug) {
    next.broken(domain, bug);
  }

  static Step recordStep(DomainName domain, RecordLookup lookup, Optional<Duration> took) {
    String name = PolicyDomain.record(domain) + ": ";
    return switch (lookup) {
      case RecordLookup.Found(var record, Duration ttl) ->
          new Step(
              "record",
              "found",
              name + record.text() + ", for " + ttl.toSeconds() + " s",
              "RFC 8461 §3.1",
              took);
      case RecordLookup.Absent(var reason, String detail, Duration ttl) ->
          new Step("record", "absent", name + detail, "RFC 8461 §3.1", took);
      case RecordLookup.Unanswered(var why, String detail) ->
          new Step("record", "unanswered", name + detail, "RFC 8461 §10.2", took);
    };
  }

  private static List<Step> fetchSteps(DomainName domain, PolicyFetch fetch, Duration took) {
    String url = "https://" + PolicyDomain.policyHost(domain) + "/.well-known/mta-sts.txt";
    Optional<Duration> time = Optional.of(took);
    Step certificate =
        new Step(
            "certificate",
            "verified",
            "valid for " + PolicyDomain.policyHost(domain),
            "RFC 8461 §3.3",
            Optional.empty());
    return switch (fetch) {
      case PolicyFetch.Fetched(Policy policy) ->
          List.of(
              new Step("fetch", "fetched", url, "RFC 8461 §3.3", time),
              certificate,
              policyStep("valid", policy));
      case PolicyFetch.FetchError(String why) ->
          List.of(new Step("fetch", "failed", url + ": " + why, "RFC 8461 §3.3", time));
      case PolicyFetch.WebPkiInvalid(String why) ->
          List.of(new Step("certificate", "failed", url + ": " + why, "RFC 8461 §3.3", time));
      case PolicyFetch.PolicyInvalid(String why) ->
          List.of(
              new Step("fetch", "fetched", url, "RFC 8461 §3.3", time),
              certificate,
              new Step("policy", "invalid", why, "RFC 8461 §3.2", Optional.empty()));
    };
  }

  static Step policyStep(String outcome, Policy policy) {
    String detail =
        "mode "
            + policy.mode().text()
            + ", mx "
            + String.join(" ", policy.mx().stream().map(MxPattern::text).toList())
            + ", max_age "
            + policy.maxAge().toSeconds()
            + (policy.notes().isEmpty() ? "" : "; " + String.join("; ", policy.notes()));
    return new Step(
        "policy", outcome, Printable.of(detail, 2_000), "RFC 8461 §3.2", Optional.empty());
  }

  private void write(DomainName domain, Consumer<List<Step>> entry) {
    List<Step> steps = recording.get(domain);
    if (steps != null) {
      synchronized (steps) {
        if (steps.size() < STEPS_MAX) {
          entry.accept(steps);
        }
      }
    }
  }
}
