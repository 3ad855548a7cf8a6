package org.postroad.app.send;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.postroad.app.config.Configuration;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.MailHost;

/// A [Send] put together from the configuration, with a resolver of its own that remembers policies
/// only as long as it lives: each run is a first contact.
public final class Dispatch implements AutoCloseable {

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
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
    DeliverySettings settings = DeliverySettings.of(ownName());
    return outgoing.dns().tellsSecure() ? settings.withDane(DaneUse.OPPORTUNISTIC) : settings;
  }

  public Send send() {
    return send;
  }

  @Override
  public void close() {
    resolver.close();
  }

  /// The name of this host as the kernel has it, without asking the DNS; a literal if that is no
  /// name (RFC 5321 §4.1.4).
  private static MailHost ownName() {
    try {
      String name = Files.readString(HOST_NAME, StandardCharsets.ISO_8859_1).strip();
      if (MailHost.parse(name) instanceof MailHost.Parsed.Valid(MailHost host)) {
        return host;
      }
    } catch (IOException e) {
      // no such kernel; the literal will do
    }
    return new MailHost.Literal(InetAddress.getLoopbackAddress());
  }
}
