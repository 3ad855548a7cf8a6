package org.postroad.app.outgoing;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnsServer;
import org.postroad.app.config.Rehearsal;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.SelfTest;
import org.postroad.engine.dns.SystemResolvers;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.DirectConnector;
import org.postroad.engine.net.MappedConnector;
import org.postroad.engine.policyhost.AddressGate;
import org.postroad.engine.policyhost.HttpsProxy;
import org.postroad.engine.policyhost.PolicyHostClient;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;

/// What it takes to ask the network: one of each, from the configuration.
///
/// @param compared asks as `dns` does, but tells secure answers in the other way; only where the
///   two are to be compared
/// @param source fetches policies
/// @param tls verifies against the operator's trust anchors
/// @param guard of policy hosts and exchangers
public record Outgoing(
    DnsClient dns,
    Optional<DnsClient> compared,
    PolicySource source,
    Connector connector,
    TlsClient tls,
    AddressGuard guard,
    InstantSource clock) {

  private static final int DNS_QUESTIONS = 1_000;

  /// Replies at hand remember what matters for longer than this; it is for the names that many
  /// domains share.
  private static final long DNS_CACHE_BYTES = 6L << 20;

  /// The way out, or what in the configuration bars it.
  public sealed interface Opened {
    record Open(Outgoing outgoing) implements Opened {}

    record Unusable(String why) implements Opened {}
  }

  /// Puts it together. Nothing is sent yet.
  public static Opened open(Configuration configuration, Rehearsal rehearsal) {
    return open(configuration, rehearsal, rehearsal.clock());
  }

  /// The same, by another clock.
  public static Opened open(Configuration configuration, Rehearsal rehearsal, InstantSource clock) {
    TrustAnchors.Loaded loaded =
        configuration.tls().caFile().map(TrustAnchors::ofFile).orElseGet(TrustAnchors::ofSystem);
    return switch (loaded) {
      case TrustAnchors.Loaded.Invalid(String why) -> new Opened.Unusable("tls.ca_file: " + why);
      case TrustAnchors.Loaded.Valid(TrustAnchors anchors) ->
          switch (DnssecAnchors.of(configuration.dns())) {
            case DnssecAnchors.Unusable(DnssecFault fault) -> new Opened.Unusable(fault.text());
            case DnssecAnchors.Usable dnssec ->
                new Opened.Open(of(configuration, rehearsal, anchors, dnssec, clock));
          };
    };
  }

  /// Why answers cannot be told to be secure, though they should be; empty if all is well. It asks
  /// the network.
  public Optional<String> dnssecFault() {
    return fault("DNSSEC does not work: ", dns)
        .or(() -> compared.flatMap(other -> fault("dns.dnssec_compare: ", other)));
  }

  private static Optional<String> fault(String what, DnsClient client) {
    return switch (client.selfTest()) {
      case SelfTest.Works works -> Optional.empty();
      case SelfTest.Fails(String why) -> Optional.of(what + why);
    };
  }

  private static Outgoing of(
      Configuration configuration,
      Rehearsal rehearsal,
      TrustAnchors anchors,
      DnssecAnchors.Usable dnssec,
      InstantSource clock) {
    Connector direct = new DirectConnector(configuration.fetch().source());
    Connector connector =
        rehearsal.isReal()
            ? direct
            : new MappedConnector(rehearsal.connect(), rehearsal.elsewhere(), direct);
    AddressGuard guard =
        configuration.fetch().allowPrivate() ? AddressGuard.ANY : AddressGuard.PUBLIC_ONLY;
    List<InetSocketAddress> servers = servers(configuration.dns());
    DnsClient.Options options =
        new DnsClient.Options(
            servers, configuration.dns().timeout(), DNS_QUESTIONS, DNS_CACHE_BYTES);
    DnsClient dns = new DnsClient(options.dnssec(dnssec.dnssec()), clock, connector);
    Optional<DnsClient> compared =
        dnssec.compared().map(way -> new DnsClient(options.dnssec(way), clock, connector));
    TlsClient tls = new TlsClient(new CertificateVerifier(anchors, clock));
    PolicyHostClient.Options fetching =
        PolicyHostClient.Options.defaults().total(configuration.fetch().timeout());
    PolicyHostClient source =
        new PolicyHostClient(
            configuration
                .fetch()
                .proxy()
                .map(proxy -> fetching.through(new HttpsProxy(proxy.host(), proxy.port())))
                .orElse(fetching),
            dns,
            guard,
            new AddressGate(configuration.fetch().perAddress(), AddressGate.COUNTS_FOR),
            connector,
            tls);
    return new Outgoing(dns, compared, source, connector, tls, guard, clock);
  }

  /// The resolvers that are asked.
  public static List<InetSocketAddress> servers(Configuration.Dns dns) {
    return dns.servers().isEmpty()
        ? SystemResolvers.read()
        : dns.servers().stream().map(DnsServer::address).toList();
  }
}
