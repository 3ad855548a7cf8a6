package org.postroad.app.resolverd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.postroad.app.resolverd.Explanation.Step;
import org.postroad.engine.resolve.MxLookup;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.Destination;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.postfix.LiveMx;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.postfix.TlsPolicyReply;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.Decision;
import org.postroad.protocol.precedence.Precedence;
import org.postroad.protocol.socketmap.SocketmapReply;

/// Asks as a mail server would, and writes down how the answer came about.
final class Explainer {

  private final PolicyResolver resolver;
  private final PolicyCache cache;
  private final Dns dns;
  private final Optional<MxLookup> dane;
  private final StepRecorder recorder;
  private final Function<DomainName, Optional<PolicyOverride>> overrides;
  private final InstantSource clock;

  /// @param dane looks up what DANE decides by, where it is switched on
  /// @param recorder the listener of `resolver`
  /// @param overrides those that count now
  Explainer(
      PolicyResolver resolver,
      PolicyCache cache,
      Dns dns,
      Optional<MxLookup> dane,
      StepRecorder recorder,
      Function<DomainName, Optional<PolicyOverride>> overrides,
      InstantSource clock) {
    this.resolver = resolver;
    this.cache = cache;
    this.dns = dns;
    this.dane = dane;
    this.recorder = recorder;
    this.overrides = overrides;
    this.clock = clock;
  }

  /// Explains a next hop, written as an MTA writes it.
  Explanation explain(String nextHop) {
    return switch (Destination.parse(nextHop)) {
      case Destination.Parsed.None(String why) -> none(nextHop, why);
      case Destination.Parsed.Named(Destination to) ->
          switch (PolicyDomain.of(to.name())) {
            case PolicyDomain.Parsed.None(String why) ->
                dane.map(lookup -> withoutPolicy(lookup, nextHop, to, why))
                    .orElseGet(() -> none(nextHop, why));
            case PolicyDomain.Parsed.Domain domain -> of(nextHop, to);
          };
    };
  }

  /// A name that can have no policy, but MX and TLSA records of its own.
  private static Explanation withoutPolicy(
      MxLookup lookup, String nextHop, Destination to, String why) {
    Resolution none = new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, why);
    List<Step> steps = new ArrayList<>();
    steps.add(noPolicyDomain(why));
    return withDane(lookup, nextHop, to, none, Optional.empty(), steps);
  }

  private static Explanation none(String nextHop, String why) {
    Map<String, String> replies = new LinkedHashMap<>();
    Dialect.mapNames().forEach(map -> replies.put(map, "NOTFOUND "));
    return new Explanation(
        nextHop,
        Optional.empty(),
        new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, why),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        replies,
        List.of(noPolicyDomain(why)));
  }

  private static Step noPolicyDomain(String why) {
    return new Step("domain", "none", why, "RFC 8461 §3.4", Optional.empty());
  }

  private Explanation of(String nextHop, Destination to) {
    DomainName domain = to.name();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("domain", "found", domain.text(), "RFC 8461 §3.4", Optional.empty()));
    Optional<PolicyOverride> override = overrides.apply(domain);
    override.ifPresent(decree -> steps.add(PolicyWords.step(decree)));
    Instant now = clock.instant();
    Optional<DomainState> before = cache.get(domain);
    steps.add(PolicyWords.cache(before, now));
    AtomicReference<Resolution> said = new AtomicReference<>();
    List<Step> taken = recorder.record(domain, () -> said.set(resolver.resolve(domain)));
    Resolution resolution = said.get();
    steps.addAll(taken.isEmpty() ? PolicyWords.remembered(domain, before, resolution) : taken);
    return dane.map(lookup -> withDane(lookup, nextHop, to, resolution, override, steps))
        .orElseGet(() -> withoutDane(nextHop, to, resolution, override, steps));
  }

  private Explanation withoutDane(
      String nextHop,
      Destination to,
      Resolution resolution,
      Optional<PolicyOverride> override,
      List<Step> steps) {
    DomainName domain = to.name();
    long start = System.nanoTime();
    Answer mx = to.bracketed() ? itself(domain) : dns.lookup(domain, RecordType.MX);
    steps.add(road(to, mx, Duration.ofNanos(System.nanoTime() - start)));
    LiveMx live = LiveMxOf.answer(mx);
    return new Explanation(
        nextHop,
        Optional.of(domain),
        resolution,
        override,
        Optional.empty(),
        Optional.of(mx),
        PolicyWords.verdicts(domain, live, resolution, override),
        replies(dialect -> TlsPolicyReply.of(domain, resolution, live, dialect, override)),
        steps);
  }

  private static Explanation withDane(
      MxLookup lookup,
      String nextHop,
      Destination to,
      Resolution resolution,
      Optional<PolicyOverride> override,
      List<Step> steps) {
    DomainName domain = to.name();
    long start = System.nanoTime();
    DaneUse use = TlsPolicyReply.daneUse(override);
    MxLookup.Gathered gathered = lookup.of(to, resolution, use);
    steps.add(road(to, gathered.mx(), Duration.ofNanos(System.nanoTime() - start)));
    steps.addAll(DaneWords.steps(gathered.facts()));
    Decision decision = Precedence.decide(gathered.facts(), resolution, use);
    Optional<PolicyOverride> decree =
        override.filter(o -> o.level() != PolicyOverride.Level.POLICY);
    steps.add(
        decree
            .map(by -> DaneWords.step(by, decision.level()))
            .orElseGet(() -> DaneWords.step(decision.level())));
    LiveMx live = LiveMxOf.answer(gathered.mx());
    boolean named = PolicyDomain.of(domain) instanceof PolicyDomain.Parsed.Domain;
    return new Explanation(
        nextHop,
        named ? Optional.of(domain) : Optional.empty(),
        resolution,
        override,
        Optional.of(decision.level()),
        Optional.of(gathered.mx()),
        decree.isPresent() && use != DaneUse.MANDATORY
            ? PolicyWords.verdicts(domain, live, resolution, override)
            : DaneWords.verdicts(decision, LiveMxOf.hosts(domain, live), resolution),
        replies(
            dialect ->
                TlsPolicyReply.of(domain, decision.level(), resolution, live, dialect, override)),
        steps);
  }

  private static Map<String, String> replies(Function<Dialect, SocketmapReply> reply) {
    Map<String, String> replies = new LinkedHashMap<>();
    for (Dialect dialect : Dialect.values()) {
      replies.put(dialect.mapName(), reply.apply(dialect).text());
    }
    return replies;
  }

  /// How the hosts were found.
  private static Step road(Destination to, Answer mx, Duration took) {
    DomainName domain = to.name();
    if (to.bracketed()) {
      String why = " is its own road: it stands in brackets, so no MX records are asked for";
      return mxStep("not asked", domain + why, Optional.empty());
    }
    Optional<Duration> time = Optional.of(took);
    return switch (mx) {
      case Answer.Found found ->
          mxStep("found", found.only(MxRecord.class).size() + " MX records", time);
      case Answer.NoSuchName none -> mxStep("no such name", domain + " does not exist", time);
      case Answer.NoData none ->
          mxStep("none", "no MX records: " + domain + " itself is the host", time);
      case Answer.Failed failed -> mxStep("failed", failed.detail(), time);
    };
  }

  private static Step mxStep(String outcome, String detail, Optional<Duration> took) {
    return new Step("mx", outcome, detail, "RFC 5321 §5.1", took);
  }

  /// A host in brackets is a host, not a domain with MX records.
  private static Answer itself(DomainName host) {
    return new Answer.Found(List.of(new MxRecord(0, host)), host, Security.INSECURE, Duration.ZERO);
  }
}
