package org.postroad.app.send;

import java.util.random.RandomGenerator;
import org.postroad.app.config.Configuration;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.outgoing.OwnName;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.precedence.DaneUse;

/// A [Send] put together from the configuration, with a resolver of its own that remembers policies
/// only as long as it lives: each run is a first contact.
public final class Dispatch implements AutoCloseable {

  private static final int POLICIES_MAX = 10_000;

  private final PolicyResolver resolver;
  private final Send send;

  private Dispatch(PolicyResolver resolver, Send send) {
    this.resolver = resolver;
    this.send = send;
  }

  public static Dispatch of(Configuration configuration, Outgoing outgoing, SmtpTimeouts timeouts) {
    PolicyResolver resolver =
        new PolicyResolver(
            outgoing.dns(),
            outgoing.source(),
            new MemoryPolicyCache(POLICIES_MAX),
            new PolicyRules(configuration.resolver().deferUnanswered()),
            outgoing.clock(),
            new PolicyResolver.Limits(
                configuration.resolver().answerWithin(),
                configuration.resolver().queue(),
                configuration.fetch().parallel()),
            ResolverEvents.NONE);
    Delivery delivery =
        new Delivery(
            outgoing.dns(),
            new SocketDialer(outgoing.connector(), outgoing.tls()),
            outgoing.guard(),
            RandomGenerator.getDefault(),
            settings(outgoing).withTimeouts(timeouts));
    Decreed policies =
        new Decreed(configuration.overrides(), outgoing.clock(), Policies.of(resolver));
    return new Dispatch(resolver, new Send(policies, resolver::doubt, delivery));
  }

  /// DANE where answers can be secure.
  private static DeliverySettings settings(Outgoing outgoing) {
    DeliverySettings settings = DeliverySettings.of(OwnName.ofHost());
    return outgoing.dns().tellsSecure() ? settings.withDane(DaneUse.OPPORTUNISTIC) : settings;
  }

  public Send send() {
    return send;
  }

  @Override
  public void close() {
    resolver.close();
  }
}
