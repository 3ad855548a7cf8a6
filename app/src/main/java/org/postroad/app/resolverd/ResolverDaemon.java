package org.postroad.app.resolverd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.postroad.app.config.Configuration;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.MxLookup;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.Refresher;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.postfix.PolicyOverride.Level;

/// The policy daemon: its parts, put together. It opens no socket by itself: [#server] does.
final class ResolverDaemon implements AutoCloseable {

  /// Replies at hand for each dialect, at about 200 bytes: what a small heap has room for. Another
  /// domain's question takes the way over the cache, in some 50 us.
  private static final int WARM_MAX = 250_000;

  private final InstantSource clock;
  private final AtomicReference<Map<DomainName, PolicyOverride>> overrides;
  private final WarmReplies warm;
  private final PolicyResolver resolver;
  private final Refresher refresher;
  private final PolicyAnswers answers;

  /// What the daemon goes out with, and what it remembers by.
  ///
  /// @param client what `dns` asks through, if it may be asked past it: see [EventDns]
  /// @param dane whether DANE decides beside the policies; `dns` must validate then
  record World(
      Dns dns,
      boolean dane,
      Optional<DnsClient> client,
      PolicySource source,
      PolicyCache cache,
      InstantSource clock) {}

  ResolverDaemon(Configuration configuration, World world, DaemonLog log, Metrics metrics) {
    this(configuration, world, log, metrics, Refresher.PASS);
  }

  /// @param pass the length of a pass over what is due to be refreshed
  ResolverDaemon(
      Configuration configuration, World world, DaemonLog log, Metrics metrics, Duration pass) {
    clock = world.clock();
    overrides = new AtomicReference<>(configuration.overrides());
    RandomGenerator random = RandomGenerator.getDefault();
    warm =
        new WarmReplies(
            PolicyAnswers.OTHER_MAPS,
            Math.min(configuration.cache().entries(), WARM_MAX),
            clock,
            new java.security.SecureRandom().nextLong());
    StepRecorder recorder =
        new StepRecorder(new ResolverLog(log, metrics, clock, warm::forget, this::overrideNow));
    resolver =
        new PolicyResolver(
            world.dns(),
            world.source(),
            world.cache(),
            new PolicyRules(configuration.resolver().deferUnanswered()),
            clock,
            new PolicyResolver.Limits(
                configuration.resolver().answerWithin(),
                configuration.resolver().queue(),
                configuration.fetch().parallel()),
            recorder);
    refresher =
        new Refresher(
            world.cache(), resolver, clock, random, pass, bug -> log.bug("the refresher", bug));
    Optional<MxLookup> dane =
        world.dane()
            ? Optional.of(MxLookup.forMail(world.dns(), configuration.resolver().answerWithin()))
            : Optional.empty();
    Explainer explainer =
        new Explainer(
            resolver, world.cache(), world.dns(), dane, recorder, this::overrideNow, clock);
    answers =
        new PolicyAnswers(
            warm, resolver, world.dns(), dane, world.client(), explainer, this::overrideNow, clock);
    gauges(metrics, world.cache());
  }

  /// Begins to refresh what is due.
  void start() {
    refresher.start();
  }

  Replies replies() {
    return answers;
  }

  PolicyResolver resolver() {
    return resolver;
  }

  /// Takes over new overrides; what was kept warm under the old ones is forgotten.
  void overrides(Map<DomainName, PolicyOverride> fresh) {
    overrides.set(fresh);
    warm.clear();
  }

  /// A domain was changed behind the resolver's back, by an import or an operator.
  void forgetWarm(DomainName domain) {
    warm.forget(domain);
  }

  @Override
  public void close() {
    refresher.close();
    answers.close();
    resolver.close();
  }

  private Optional<PolicyOverride> overrideNow(DomainName domain) {
    Map<DomainName, PolicyOverride> all = overrides.get();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return Optional.ofNullable(all.get(domain)).filter(decree -> decree.activeAt(now));
  }

  private void gauges(Metrics metrics, PolicyCache cache) {
    metrics.gauge("postroad_policies", "Domains remembered in the cache.", cache::size);
    metrics.gauge("postroad_flights", "Domains being looked for now.", resolver::flights);
    metrics.gauge("postroad_warm_replies", "Replies at hand.", warm::size);
    metrics.gauge(
        "postroad_overrides_active", "Overrides that count now.", () -> activeOverrides().size());
    metrics.gauge(
        "postroad_overrides_weaker_than_policy",
        "Overrides that count now and demand less than the cached policy, which is in enforce; not"
            + " those over a policy that was never fetched.",
        this::weakerOverrides);
  }

  private List<DomainName> activeOverrides() {
    return overrides.get().keySet().stream()
        .filter(domain -> overrideNow(domain).isPresent())
        .toList();
  }

  private long weakerOverrides() {
    return activeOverrides().stream()
        .filter(domain -> overrideNow(domain).filter(ResolverDaemon::isWeak).isPresent())
        .filter(
            domain ->
                resolver
                    .cached(domain)
                    .map(CachedPolicy::policy)
                    .filter(policy -> policy.mode() == PolicyMode.ENFORCE)
                    .isPresent())
        .count();
  }

  private static boolean isWeak(PolicyOverride decree) {
    return decree.level() == Level.NONE
        || decree.level() == Level.MAY
        || decree.level() == Level.ENCRYPT;
  }
}
