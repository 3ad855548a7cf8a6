package org.postroad.engine.check.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.DirectConnector;
import org.postroad.engine.net.MappedConnector;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.MailHost;

/// The lab, looked at by a probe over real sockets with local DNSSEC validation.
final class ProbedLab implements AutoCloseable {

  static final DomainName DOMAIN = DomainName.of("example.org");

  final LabInternet net = LabInternet.start();
  final Map<InetSocketAddress, InetSocketAddress> elsewhere = new ConcurrentHashMap<>();
  AddressGuard guard = AddressGuard.ANY;
  ProbeSettings settings =
      ProbeSettings.of(new MailHost.Named(DomainName.of("client.example.com")))
          .total(Duration.ofSeconds(50));
  Progress progress = Progress.SILENT;

  DomainFacts facts() {
    return probe().gather(DOMAIN);
  }

  DomainProbe probe() {
    return new DomainProbe(vantage(), settings, List.of(), progress);
  }

  Vantage vantage() {
    Map<InetSocketAddress, InetSocketAddress> map = new java.util.HashMap<>();
    map.putAll(net.connectMap().asMap());
    map.putAll(elsewhere);
    Connector mapped = new MappedConnector(map, DirectConnector.fromAnyAddress());
    DnsClient dns =
        new DnsClient(
            DnsClient.Options.of(List.of(net.dns().address()))
                .total(Duration.ofSeconds(5))
                .dnssec(dnssec()),
            net.clock());
    return new Vantage(
        new Vantage.Description(
            "postroad/test", dns.assurance(), dns.tellsSecure(), "the lab", true),
        List.of(net.dns().address()),
        dns,
        mapped,
        new TlsClient(
            new CertificateVerifier(
                TrustAnchors.of("the lab", List.of(net.ca().root())), net.clock())),
        guard,
        net.clock());
  }

  private Dnssec dnssec() {
    return switch (RootAnchors.parse(net.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> new Dnssec.Local(anchors, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  /// What a visit would be in one line, for comparing.
  static Map<String, String> sorted(Map<String, String> lines) {
    return new TreeMap<>(lines);
  }

  @Override
  public void close() {
    net.close();
  }
}
