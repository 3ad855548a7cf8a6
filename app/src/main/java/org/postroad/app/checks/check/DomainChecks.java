package org.postroad.app.checks.check;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postroad.app.config.Configuration;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.outgoing.OwnName;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.probe.DomainProbe;
import org.postroad.engine.check.probe.ProbeSettings;
import org.postroad.engine.check.probe.Progress;
import org.postroad.engine.check.probe.Vantage;
import org.postroad.protocol.dns.DomainName;

/// Looks at domains, a few at a time.
public final class DomainChecks {

  /// Domains at a time: many share their hosts, and a host should not notice that it is checked.
  static final int AT_A_TIME = 4;

  /// What to look at, and how long.
  ///
  /// @param deadline for a domain
  /// @param patience for each answer of a server; empty for the usual
  /// @param smtp whether exchangers are visited
  /// @param selectors DKIM selectors to ask for
  /// @param blocklists to ask about the exchangers' addresses
  public record Wishes(
      Duration deadline,
      Optional<Duration> patience,
      boolean smtp,
      List<String> selectors,
      List<DomainName> blocklists) {

    public Wishes {
      selectors = List.copyOf(selectors);
      blocklists = List.copyOf(blocklists);
    }
  }

  /// Gets what was seen of each domain.
  @FunctionalInterface
  public interface Taker {
    void take(DomainFacts facts);
  }

  private final DomainProbe probe;

  /// @param software that asks: `postroad/0.1.0`
  public DomainChecks(
      Configuration configuration,
      Outgoing outgoing,
      Wishes wishes,
      String software,
      Progress progress) {
    this.probe =
        new DomainProbe(
            vantage(configuration, outgoing, software), settings(wishes), List.of(), progress);
  }

  /// Looks at all of them, and hands over what was seen in their order, each as soon as it and
  /// those before it are done.
  public void each(List<DomainName> domains, Taker taker) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<DomainFacts>> looking = new ArrayList<>();
      domains.forEach(domain -> looking.add(threads.submit(() -> probe.gather(domain))));
      try {
        for (Future<DomainFacts> facts : looking) {
          taker.take(facts.get());
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw new IllegalStateException("a check broke off", e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private static Vantage vantage(Configuration configuration, Outgoing outgoing, String software) {
    List<InetSocketAddress> resolvers = Outgoing.servers(configuration.dns());
    return new Vantage(
        new Vantage.Description(
            software,
            outgoing.dns().assurance(),
            outgoing.dns().tellsSecure(),
            configuration.tls().caFile().map(Object::toString).orElse("the system's"),
            configuration.fetch().allowPrivate()),
        resolvers,
        outgoing.dns(),
        outgoing.connector(),
        outgoing.tls(),
        outgoing.guard(),
        outgoing.clock());
  }

  private static ProbeSettings settings(Wishes wishes) {
    ProbeSettings settings =
        ProbeSettings.of(OwnName.ofHost())
            .total(wishes.deadline())
            .selectors(wishes.selectors())
            .blocklists(wishes.blocklists());
    ProbeSettings patient = wishes.patience().map(settings::patience).orElse(settings);
    return wishes.smtp() ? patient : patient.withoutSmtp();
  }
}
