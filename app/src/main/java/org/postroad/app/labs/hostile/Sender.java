package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliveryReport;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.deliver.NextHop;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.Refresher;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.MailHost;

/// The client under test: the engine as it ships, on the model's network and clock.
final class Sender implements AutoCloseable {

  static final Duration DELAYED = PolicyRules.DEFER_UNANSWERED;

  private final Dns dns;
  private final Transit transit;
  private final DeliverySettings settings;
  private final PolicyResolver resolver;
  private final Refresher refresher;
  private final Semaphore landed = new Semaphore(0);

  /// @param bugs hears of exceptions in work of its own
  Sender(
      Script script, Clock clock, Dns dns, PolicyHosts policyHosts, Transit transit, Judge bugs) {
    this.dns = dns;
    this.transit = transit;
    this.settings = transit.settings(usual(script));
    MemoryPolicyCache cache = new MemoryPolicyCache(1_000);
    ResolverEvents events =
        new ResolverEvents() {
          @Override
          public void resolved(DomainName domain, Resolution resolution) {
            landed.release();
          }

          @Override
          public void broken(DomainName domain, RuntimeException bug) {
            bugs.accuse(Rule.THREW, "resolving " + domain + ": " + bug);
          }
        };
    this.resolver =
        new PolicyResolver(
            dns,
            policyHosts,
            cache,
            new PolicyRules(script.patient() ? Optional.empty() : Optional.of(DELAYED)),
            clock,
            PolicyResolver.Limits.DEFAULT,
            events);
    this.refresher =
        new Refresher(cache, resolver, clock, new Random(1), Refresher.PASS, bug -> {});
  }

  private static DeliverySettings usual(Script script) {
    DeliverySettings usual =
        DeliverySettings.of(new MailHost.Named(DomainName.of("sender.example")));
    return script.dane() ? usual.withDane(DaneUse.OPPORTUNISTIC) : usual;
  }

  /// What applies to the domain; all that goes on aside for it is over then.
  Resolution resolve(DomainName domain) {
    Resolution resolution = resolver.resolve(domain);
    settle();
    return resolution;
  }

  /// One try.
  DeliveryReport deliver(Message message, Resolution resolution) {
    Delivery delivery =
        new Delivery(
            dns, transit.dialer(), AddressGuard.ANY, new Random(message.number()), settings);
    DeliveryReport report =
        delivery.deliver(
            NextHop.of(new MailHost.Named(message.site().domain())),
            resolution,
            message.envelope(),
            message.bytes(),
            transit.deadline(settings.total()));
    transit.settle();
    return report;
  }

  /// How long a delivery may take.
  Duration patience() {
    return settings.total();
  }

  /// A delivery met a host that the policy does not cover.
  void doubt(DomainName domain) {
    resolver.doubt(domain);
    settle();
  }

  /// Fetches anew what is due.
  void refresh() {
    List<DomainName> due = refresher.due();
    for (DomainName domain : due) {
      resolver.refresh(domain);
      settle();
    }
  }

  @Override
  public void close() {
    resolver.close();
    refresher.close();
  }

  /// The order of things must not depend on threads: a game has to end the same way twice.
  private void settle() {
    landed.drainPermits();
    while (resolver.flights() > 0) {
      try {
        var _ = landed.tryAcquire(10, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("a game is played to its end", e);
      }
    }
  }
}
