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
import java.util.stream.Collectors;
import org.postroad.app.resolverd.Explanation.MxVerdict;
import org.postroad.app.resolverd.Explanation.Step;
import org.postroad.engine.resolve.MxLookup;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Destination;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.postfix.LiveMx;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.postfix.TlsPolicyReply;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.Decision;
import org.postroad.protocol.precedence.Precedence;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.text.Printable;

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
    override.ifPresent(decree -> steps.add(overrideStep(decree)));
    Instant now = clock.instant();
    Optional<DomainState> before = cache.get(domain);
    steps.add(cacheStep(before, now));
    AtomicReference<Resolution> said = new AtomicReference<>();
    List<Step> taken = recorder.record(domain, () -> said.set(resolver.resolve(domain)));
    Resolution resolution = said.get();
    steps.addAll(taken.isEmpty() ? remembered(domain, before, resolution) : taken);
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
    steps.add(
        to.bracketed()
            ? ownRoad(domain)
            : mxStep(domain, mx, Duration.ofNanos(System.nanoTime() - start)));
    LiveMx live = LiveMxOf.answer(mx);
    return new Explanation(
        nextHop,
        Optional.of(domain),
        resolution,
        override,
        Optional.empty(),
        Optional.of(mx),
        verdicts(domain, live, resolution, override),
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
    steps.add(
        to.bracketed()
            ? ownRoad(domain)
            : mxStep(domain, gathered.mx(), Duration.ofNanos(System.nanoTime() - start)));
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
            ? verdicts(domain, live, resolution, override)
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

  private static Step overrideStep(PolicyOverride decree) {
    String detail =
        "level "
            + decree.level().text()
            + decree.until().map(until -> " until " + until).orElse("")
            + (decree.reason().isEmpty() ? "" : ": " + onOneLine(decree.reason()));
    return new Step("override", "in force", detail, "", Optional.empty());
  }

  /// The operator's words may be in any language, but must not look like lines of ours.
  private static String onOneLine(String words) {
    return words
        .codePoints()
        .mapToObj(Character::toString)
        .map(each -> Character.isISOControl(each.codePointAt(0)) ? Printable.of(each, 4) : each)
        .collect(Collectors.joining());
  }

  private static Step cacheStep(Optional<DomainState> before, Instant now) {
    Optional<CachedPolicy> policy = before.flatMap(DomainState::policy);
    String outcome = policy.isEmpty() ? "empty" : policy.get().validAt(now) ? "valid" : "expired";
    String detail =
        policy
            .map(
                held ->
                    "mode "
                        + held.policy().mode().text()
                        + ", id "
                        + (held.id().isEmpty() ? "unknown" : held.id())
                        + ", fetched "
                        + held.fetched()
                        + ", "
                        + (held.validAt(now) ? "expires " : "expired ")
                        + held.expires())
            .orElse("no policy was fetched before");
    return new Step("cache", outcome, detail, "RFC 8461 §5.1", Optional.empty());
  }

  /// What an answer from the cache rests on: the last look and the last attempt.
  private static List<Step> remembered(
      DomainName domain, Optional<DomainState> before, Resolution resolution) {
    List<Step> steps = new ArrayList<>();
    before
        .flatMap(DomainState::look)
        .ifPresent(
            look -> {
              Step seen = StepRecorder.recordStep(domain, look.lookup(), Optional.empty());
              steps.add(
                  new Step(
                      seen.step(),
                      seen.outcome(),
                      seen.detail() + ", looked at " + look.at(),
                      seen.section(),
                      seen.took()));
            });
    before
        .flatMap(DomainState::lastAttempt)
        .ifPresent(
            attempt ->
                steps.add(
                    new Step(
                        "fetch",
                        attempt.failure().isPresent() ? "failed" : "fetched",
                        attempt.at()
                            + attempt
                                .failure()
                                .map(PolicyFetch.Failure::why)
                                .map(w -> ": " + w)
                                .orElse(""),
                        "RFC 8461 §3.3",
                        Optional.empty())));
    if (resolution instanceof Resolution.Applies(CachedPolicy held, var source)) {
      steps.add(StepRecorder.policyStep("in force", held.policy()));
    }
    return steps;
  }

  private static Step ownRoad(DomainName host) {
    String detail =
        host + " is its own road: it stands in brackets, so no MX records are asked for";
    return new Step("mx", "not asked", detail, "RFC 5321 §5.1", Optional.empty());
  }

  private static Step mxStep(DomainName domain, Answer mx, Duration took) {
    String outcome =
        switch (mx) {
          case Answer.Found found -> "found";
          case Answer.NoSuchName none -> "no such name";
          case Answer.NoData none -> "none";
          case Answer.Failed failed -> "failed";
        };
    String detail =
        switch (mx) {
          case Answer.Found found -> found.only(MxRecord.class).size() + " MX records";
          case Answer.NoSuchName none -> domain + " does not exist";
          case Answer.NoData none -> "no MX records: " + domain + " itself is the host";
          case Answer.Failed failed -> failed.detail();
        };
    return new Step("mx", outcome, detail, "RFC 5321 §5.1", Optional.of(took));
  }

  private static List<MxVerdict> verdicts(
      DomainName domain, LiveMx live, Resolution resolution, Optional<PolicyOverride> override) {
    return LiveMxOf.hosts(domain, live).stream()
        .map(record -> verdict(record, resolution, override))
        .toList();
  }

  private static MxVerdict verdict(
      MxRecord mx, Resolution resolution, Optional<PolicyOverride> override) {
    DomainName host = mx.exchange();
    Optional<PolicyOverride.Level> level = override.map(PolicyOverride::level);
    if (level.filter(l -> l != PolicyOverride.Level.POLICY).isPresent()) {
      String words = "as the override says: " + level.get().text();
      return new MxVerdict(host, mx.preference(), false, "none", "deliver", words);
    }
    return switch (resolution) {
      case Resolution.TryLater(var delay, String detail) ->
          new MxVerdict(host, mx.preference(), false, "none", "delay", detail);
      case Resolution.NoPolicy(var reason, String detail) ->
          new MxVerdict(
              host, mx.preference(), false, "none", "deliver", "no policy: nothing is verified");
      case Resolution.Applies(CachedPolicy held, var source) -> {
        boolean covered = held.policy().covers(host);
        PolicyMode mode = held.policy().mode();
        String by = covered ? "a pattern of the policy covers it" : "no pattern covers it";
        yield switch (mode) {
          case ENFORCE ->
              new MxVerdict(
                  host,
                  mx.preference(),
                  covered,
                  covered ? "sts" : "none",
                  covered ? "deliver" : "skip",
                  covered ? by + "; TLS with a certificate valid for it is demanded" : by);
          case TESTING, NONE ->
              new MxVerdict(
                  host,
                  mx.preference(),
                  covered,
                  "none",
                  "deliver",
                  by + "; mode " + mode.text() + " stops no delivery");
        };
      }
    };
  }

  /// A host in brackets is a host, not a domain with MX records.
  private static Answer itself(DomainName host) {
    return new Answer.Found(
        List.of(new MxRecord(0, host)),
        host,
        org.postroad.protocol.dns.Security.INSECURE,
        Duration.ZERO);
  }
}
