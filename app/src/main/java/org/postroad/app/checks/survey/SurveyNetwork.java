package org.postroad.app.checks.survey;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.DnsServer;
import org.postroad.app.config.InForce;
import org.postroad.app.config.Rehearsal;
import org.postroad.app.config.Settings;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.outgoing.OwnName;
import org.postroad.engine.check.probe.DomainProbe;
import org.postroad.engine.check.probe.ProbeSettings;
import org.postroad.engine.check.probe.ProbeSettings.Extent;
import org.postroad.engine.check.probe.Vantage;
import org.postroad.engine.dns.SystemResolvers;
import org.postroad.protocol.dns.Dns;

/// A [CheckSurveyor] put together from the configuration.
public final class SurveyNetwork {

  /// Questions a second for a resolver that is not on this host, unless somebody says otherwise:
  /// public ones begin to drop at some more from one address.
  static final Rate RESOLVER_RATE = Rate.perSecond(500);

  /// Domains a second that come to one address, unless somebody says otherwise.
  static final Rate HOST_RATE = Rate.perSecond(5);

  private static final Duration DOMAIN = Duration.ofSeconds(60);

  /// Questions that a domain may cost at most, about.
  private static final int QUESTIONS = 40;

  /// How much to ask of whom.
  ///
  /// @param resolverRate for each resolver; empty for the default
  /// @param hostRate for each address that is visited; empty for the default
  /// @param patience for each answer; empty for the default
  /// @param parallel domains looked at at a time
  public record Manners(
      Optional<Rate> resolverRate,
      Optional<Rate> hostRate,
      Optional<Duration> patience,
      int parallel) {

    /// How long a look at a domain may take. What waits for its turn at a slow resolver waits for
    /// all others that are looked at: that is our doing, and must not end the look.
    Duration total(Optional<Rate> slowest) {
      return slowest
          .map(rate -> DOMAIN.plusNanos(rate.interval() * QUESTIONS * parallel))
          .orElse(DOMAIN);
    }
  }

  /// A surveyor, or what bars it.
  public sealed interface Opened {
    record Open(Surveyor surveyor, Outgoing outgoing) implements Opened {}

    record Unusable(String why) implements Opened {}
  }

  private SurveyNetwork() {}

  /// Puts it together. Nothing is sent yet.
  ///
  /// @param software that asks: `postroad/0.1.0`
  public static Opened open(
      InForce inForce, Rehearsal rehearsal, Depth depth, Manners manners, String software) {
    List<InetSocketAddress> servers = servers(inForce);
    List<PacedResolvers.Resolver> resolvers = new ArrayList<>();
    List<Outgoing> ways = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      InForce one =
          inForce.with(Settings.DNS_SERVERS, List.of(new DnsServer(server)), "one resolver");
      switch (Outgoing.open(one.configuration(), rehearsal)) {
        case Outgoing.Opened.Unusable(String why) -> {
          return new Opened.Unusable(why);
        }
        case Outgoing.Opened.Open(Outgoing way) -> {
          ways.add(way);
          resolvers.add(new PacedResolvers.Resolver(way.dns(), rate(server, manners)));
        }
      }
    }
    Outgoing way = ways.getFirst();
    Dns dns = resolvers.size() == 1 && isUnpaced(resolvers) ? way.dns() : paced(resolvers);
    DomainProbe probe =
        new DomainProbe(
            vantage(inForce, way, servers, dns, software),
            settings(depth, manners, slowest(resolvers)),
            List.of(),
            (_, _, _) -> {});
    Optional<Rate> hostRate = Optional.of(manners.hostRate().orElse(HOST_RATE));
    return new Opened.Open(new CheckSurveyor(depth, dns, probe, hostRate, way.clock()), way);
  }

  private static Dns paced(List<PacedResolvers.Resolver> resolvers) {
    return new PacedResolvers(resolvers);
  }

  private static boolean isUnpaced(List<PacedResolvers.Resolver> resolvers) {
    return resolvers.stream().allMatch(resolver -> resolver.rate().isEmpty());
  }

  /// One on this host answers as fast as it can.
  private static Optional<Rate> rate(InetSocketAddress server, Manners manners) {
    return manners
        .resolverRate()
        .or(
            () ->
                server.getAddress().isLoopbackAddress()
                    ? Optional.empty()
                    : Optional.of(RESOLVER_RATE));
  }

  private static List<InetSocketAddress> servers(InForce inForce) {
    List<DnsServer> named = inForce.configuration().dns().servers();
    return named.isEmpty()
        ? SystemResolvers.read()
        : named.stream().map(DnsServer::address).toList();
  }

  private static Vantage vantage(
      InForce inForce, Outgoing way, List<InetSocketAddress> servers, Dns dns, String software) {
    Vantage.Description description =
        new Vantage.Description(
            software,
            way.dns().assurance(),
            way.dns().tellsSecure(),
            inForce.configuration().tls().caFile().map(Object::toString).orElse("the system's"),
            inForce.configuration().fetch().allowPrivate());
    return new Vantage(
        description, servers, dns, way.connector(), way.tls(), way.guard(), way.clock());
  }

  private static Optional<Rate> slowest(List<PacedResolvers.Resolver> resolvers) {
    return resolvers.stream()
        .flatMap(resolver -> resolver.rate().stream())
        .max(Comparator.comparingLong(Rate::interval));
  }

  private static ProbeSettings settings(Depth depth, Manners manners, Optional<Rate> slowest) {
    ProbeSettings settings =
        ProbeSettings.of(OwnName.ofHost())
            .total(manners.total(slowest))
            .extent(depth == Depth.MX ? Extent.EXCHANGERS : Extent.POLICY);
    return manners.patience().map(settings::patience).orElse(settings);
  }
}
