package org.postroad.engine.deliver;

import static org.postroad.engine.deliver.LiteralWorld.TTL;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.ReversePath;

/// A DNS written as literals, secure or not, and exchangers that speak TLS on loopback.
final class DaneWorld implements AutoCloseable {

  static final String DOMAIN = "example.org";

  /// Whom the client trusts.
  final LabCa ca = LabCa.create("Lab CA", Instant.now());

  /// Whom it does not.
  final LabCa foreign = LabCa.create("Another CA", Instant.now());

  /// By question, as `example.org MX`; what is not here does not exist, and that is signed.
  final Map<String, Answer> dns = new HashMap<>();

  DaneUse use = DaneUse.OPPORTUNISTIC;
  private final Network network = new Network(Placing.virtual());
  private final List<String> asked = new ArrayList<>();
  private final Map<String, LabMx> exchangers = new HashMap<>();

  /// The first preferred.
  void mx(Security security, String... hosts) {
    List<DnsRecord> records = new ArrayList<>();
    for (String host : hosts) {
      records.add(new MxRecord(10 * (records.size() + 1), DomainName.of(host)));
    }
    dns.put(DOMAIN + " MX", new Answer.Found(records, DomainName.of(DOMAIN), security, TTL));
  }

  /// A good one, with a certificate of the lab's authority.
  Credential exchanger(String name, Security security, Leaf leaf) {
    return exchanger(name, security, ca, leaf, MxConduct.honest());
  }

  Credential exchanger(String name, Security security, LabCa issuer, Leaf leaf, MxConduct conduct) {
    Credential credential = issuer.issue(leaf);
    LabMx mx = new LabMx(name, credential);
    mx.conduct(conduct);
    exchangers.put(name, mx);
    InetAddress address = network.allot(Quarter.EXCHANGERS);
    network.open(new InetSocketAddress(address, NextHop.SMTP_PORT), mx);
    dns.put(
        name + " A",
        new Answer.Found(List.of(new AddressRecord(address)), DomainName.of(name), security, TTL));
    dns.put(name + " AAAA", new Answer.NoData(security, TTL));
    return credential;
  }

  /// `tlsa(MX, SECURE, "3 1 1 00…")`.
  void tlsa(String base, Security security, String... records) {
    List<TlsaRecord> all =
        Arrays.stream(records)
            .map(text -> text.split(" ", -1))
            .map(
                words ->
                    new TlsaRecord(
                        Integer.parseInt(words[0]),
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        words[3]))
            .toList();
    DomainName owner = DomainName.of("_25._tcp." + base);
    dns.put(owner + " TLSA", new Answer.Found(List.<DnsRecord>copyOf(all), owner, security, TTL));
  }

  Answer answer(String question) {
    return dns.getOrDefault(question, new Answer.NoSuchName(Security.SECURE, TTL));
  }

  /// What was looked up, in order: `example.org MX`.
  List<String> asked() {
    return asked;
  }

  DeliveryReport deliver(Resolution resolution) {
    Connector connector =
        (address, deadline) -> {
          Socket socket = new Socket();
          socket.connect(network.connectMap().real(address), deadline.remainingMillis());
          return socket;
        };
    TlsClient tls =
        new TlsClient(
            new CertificateVerifier(
                TrustAnchors.of("the lab", List.of(ca.root())), InstantSource.system()));
    DeliverySettings settings =
        DeliverySettings.of(new MailHost.Named(DomainName.of("client.example.com")))
            .withTimeouts(SmtpTimeouts.rfc5321().atMost(LabClient.PATIENT))
            .withDane(use);
    Envelope envelope = new Envelope(new ReversePath.Nobody(), List.of(Mailbox.of("to@" + DOMAIN)));
    return new Delivery(
            (name, type) -> {
              asked.add(name + " " + type);
              return answer(name + " " + type);
            },
            new SocketDialer(connector, tls),
            AddressGuard.ANY,
            new Random(1),
            settings)
        .deliver(
            new NextHop.ByMx(DomainName.of(DOMAIN), NextHop.SMTP_PORT),
            resolution,
            envelope,
            LiteralWorld.message());
  }

  /// The exchanger of each message that arrived.
  List<String> holders() {
    return exchangers.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().messages().entries().stream()
                    .map(mail -> entry.getKey() + (mail.inClear() ? " in clear" : "")))
        .toList();
  }

  /// The SNI of each message that a host has got.
  List<String> names(String host) {
    return mx(host).messages().entries().stream()
        .map(mail -> mail.tls().orElseThrow().sni().orElse(""))
        .toList();
  }

  List<String> commands(String host) {
    return mx(host).visits().entries().stream().flatMap(v -> v.commands().stream()).toList();
  }

  private LabMx mx(String host) {
    return Objects.requireNonNull(exchangers.get(host), host);
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
