package org.postroad.engine.deliver;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.net.ConnectMap;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.Decree;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;

/// Our client in the lab: real sockets, real TLS and a real DNS, all with a cold cache.
///
/// @param root the only authority that it trusts
/// @param patience for each answer
record LabClient(ConnectMap map, InetSocketAddress dns, X509Certificate root, Duration patience) {

  /// Enough for a busy machine.
  static final Duration PATIENT = Duration.ofSeconds(20);

  /// For those who never answer.
  static final Duration IMPATIENT = Duration.ofSeconds(2);

  DeliveryReport deliver(NextHop hop, Resolution resolution, String to) {
    Envelope envelope =
        new Envelope(
            new ReversePath.Sender(Mailbox.of("from@example.com")), List.of(Mailbox.of(to)));
    return deliver(hop, resolution, envelope, LiteralWorld.message());
  }

  DeliveryReport deliver(
      NextHop hop, Resolution resolution, Envelope envelope, MessageBytes message) {
    return delivery().deliver(hop, resolution, envelope, message);
  }

  DeliveryReport deliver(NextHop hop, Decree decree, Envelope envelope, MessageBytes message) {
    return delivery().deliver(hop, decree, envelope, message);
  }

  private Delivery delivery() {
    Connector connector =
        (address, deadline) -> {
          Socket socket = new Socket();
          socket.connect(map.real(address), deadline.remainingMillis());
          return socket;
        };
    InstantSource clock = InstantSource.system();
    TlsClient tls =
        new TlsClient(new CertificateVerifier(TrustAnchors.of("the lab", List.of(root)), clock));
    DeliverySettings settings =
        DeliverySettings.of(new MailHost.Named(DomainName.of("client.example.com")))
            .withTimeouts(SmtpTimeouts.rfc5321().atMost(patience))
            .withTotal(Duration.ofSeconds(60));
    DnsClient client =
        new DnsClient(DnsClient.Options.of(List.of(dns)).total(Duration.ofSeconds(10)), clock);
    return new Delivery(
        client, new SocketDialer(connector, tls), AddressGuard.ANY, new Random(1), settings);
  }
}
