package org.postroad.engine.check.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.DirectConnector;
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
        connector(),
        new TlsClient(
            new CertificateVerifier(
                TrustAnchors.of("the lab", List.of(net.ca().root())), net.clock())),
        guard,
        net.clock());
  }

  /// Who is not in the lab is nobody, and refuses.
  private Connector connector() {
    return new Connector() {
      @Override
      public Socket connect(InetSocketAddress address, Deadline deadline) throws IOException {
        return DirectConnector.fromAnyAddress().connect(dialled(address), deadline);
      }

      @Override
      public InetSocketAddress dialled(InetSocketAddress address) {
        return address.getAddress().isLoopbackAddress()
            ? address // the resolver, or led there already
            : elsewhere.getOrDefault(address, net.connectMap().real(address));
      }
    };
  }

  private Dnssec dnssec() {
    return switch (RootAnchors.parse(net.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> new Dnssec.Local(anchors, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  @Override
  public void close() {
    net.close();
  }
}
