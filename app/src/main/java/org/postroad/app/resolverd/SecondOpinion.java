package org.postroad.app.resolverd;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.postroad.engine.dns.ComparingDns;
import org.postroad.engine.dns.DnsClient;
import org.postroad.protocol.dns.Dns;

/// How the daemon tells secure answers from others, as it says at its start; and a second opinion
/// of each answer where the operator wants one.
final class SecondOpinion {

  private static final Duration DAY = Duration.ofDays(1);

  private SecondOpinion() {}

  /// What is to be asked: the client itself if there is nobody to compare with.
  static Dns of(
      DnsClient dns,
      Optional<DnsClient> other,
      InstantSource clock,
      DaemonLog log,
      Metrics metrics) {
    if (dns.tellsSecure()) {
      log.info("dnssec: " + dns.assurance());
    }
    if (other.isEmpty()) {
      return dns;
    }
    log.info("dnssec: compared with: " + other.get().assurance());
    Metrics.Counter differences =
        metrics.counter(
            "postroad_dnssec_differences_total",
            "Answers of which the resolver and our own validation say different things.");
    Metrics.Counter comparisons =
        metrics.counter(
            "postroad_dnssec_comparisons_total",
            "Answers that were asked for in both ways, to compare what is said of them.");
    return new ComparingDns(
        dns,
        other.get(),
        clock,
        difference -> {
          log.warningOnce(
              "dnssec " + difference.name(), DAY, "dnssec differs: " + difference.text());
          differences.increment();
        },
        comparisons::increment);
  }
}
