package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.ScriptedServer;
import org.postroad.engine.smtpclient.SmtpDialer;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.tlsrpt.SessionResult;

/// Names, addresses and servers without a network.
final class LiteralWorld implements Dns, SmtpDialer {

  static final Duration TTL = Duration.ofMinutes(5);
  static final Resolution NO_POLICY =
      new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "no such name");

  /// For all hosts of `example.com`.
  static final Resolution ENFORCE = policy("enforce", "*.example.com");

  private record Question(String name, RecordType type) {}

  private final Map<Question, Answer> answers = new HashMap<>();
  private final Map<String, Consumer<ScriptedServer>> servers = new HashMap<>();
  private final Map<String, String> unreachable = new HashMap<>();
  private final List<String> dialled = new ArrayList<>();
  private final List<ScriptedServer> sessions = new ArrayList<>();
  AddressGuard guard = AddressGuard.ANY;
  DeliverySettings settings =
      DeliverySettings.of(new MailHost.Named(DomainName.of("client.example.org")));

  /// `example.com` with two good hosts, `mx1` at 192.0.2.1 and `mx2` at 192.0.2.2.
  static LiteralWorld withTwoHosts() {
    return new LiteralWorld()
        .mx("example.com", "10 mx1.example.com", "20 mx2.example.com")
        .host("mx1.example.com", LiteralWorld::good, "192.0.2.1")
        .host("mx2.example.com", LiteralWorld::good, "192.0.2.2");
  }

  static Resolution policy(String mode, String... mx) {
    StringBuilder text = new StringBuilder("version: STSv1\nmode: " + mode + "\nmax_age: 86400\n");
    Arrays.stream(mx).forEach(pattern -> text.append("mx: ").append(pattern).append('\n'));
    Policy policy =
        ((Policy.Parsed.Valid) Policy.parse(text.toString().getBytes(StandardCharsets.US_ASCII)))
            .policy();
    return new Resolution.Applies(
        new CachedPolicy(policy, "1", Instant.EPOCH), Resolution.Source.FETCHED);
  }

  /// `mx("example.com", "10 mx1.example.com", "0 .")`.
  LiteralWorld mx(String domain, String... records) {
    List<MxRecord> all =
        Arrays.stream(records)
            .map(text -> text.split(" ", -1))
            .map(words -> new MxRecord(Integer.parseInt(words[0]), DomainName.of(words[1])))
            .toList();
    return answer(domain, RecordType.MX, found(domain, all));
  }

  /// A host with addresses of both families, at all of which the same server listens.
  LiteralWorld host(String name, Consumer<ScriptedServer> server, String... addresses) {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      List<AddressRecord> records =
          Arrays.stream(addresses)
              .filter(address -> address.contains(":") == (type == RecordType.AAAA))
              .map(address -> new AddressRecord(InetAddress.ofLiteral(address)))
              .toList();
      answer(
          name,
          type,
          records.isEmpty() ? new Answer.NoData(Security.INSECURE, TTL) : found(name, records));
    }
    for (String address : addresses) {
      servers.put(address, server);
    }
    return this;
  }

  /// An address at which nobody answers.
  LiteralWorld dead(String address) {
    unreachable.put(address, "connection refused");
    return this;
  }

  LiteralWorld answer(String name, RecordType type, Answer answer) {
    answers.put(new Question(name, type), answer);
    return this;
  }

  DeliveryReport deliver(Resolution resolution, String... to) {
    return deliver(new NextHop.ByMx(DomainName.of("example.com"), 25), resolution, to);
  }

  DeliveryReport deliver(NextHop hop, Resolution resolution, String... to) {
    return delivery().deliver(hop, resolution, envelope(to), message());
  }

  DeliveryReport deliver(Resolution resolution, Deadline deadline, String... to) {
    NextHop hop = new NextHop.ByMx(DomainName.of("example.com"), 25);
    return delivery().deliver(hop, resolution, envelope(to), message(), deadline);
  }

  private Delivery delivery() {
    return new Delivery(this, this, guard, new Random(1), settings);
  }

  private static Envelope envelope(String... to) {
    return new Envelope(new ReversePath.Nobody(), Arrays.stream(to).map(Mailbox::of).toList());
  }

  static MessageBytes message() {
    byte[] octets = "Subject: secret\r\n\r\nsecret\r\n".getBytes(StandardCharsets.US_ASCII);
    return ((MessageBytes.Parsed.Valid) MessageBytes.parse(octets)).message();
  }

  /// What was dialled, in order: `192.0.2.1:25`.
  List<String> dialled() {
    return dialled;
  }

  /// The servers' sides of all sessions, in order.
  List<ScriptedServer> sessions() {
    return sessions;
  }

  /// Everything that any server was told.
  List<String> said() {
    return sessions.stream().flatMap(session -> session.received().stream()).toList();
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    return answers.getOrDefault(
        new Question(name.text(), type), new Answer.NoSuchName(Security.INSECURE, TTL));
  }

  @Override
  public Dialled dial(InetSocketAddress address, Deadline deadline) {
    String text = address.getAddress().getHostAddress().replaceFirst("(:0)+:", "::");
    dialled.add(text + ":" + address.getPort());
    Consumer<ScriptedServer> server = servers.get(text);
    if (server == null || unreachable.containsKey(text)) {
      return new Dialled.NotConnected("connection refused");
    }
    ScriptedServer session = new ScriptedServer();
    server.accept(session);
    sessions.add(session);
    return new Dialled.Connected(session);
  }

  private static Answer found(String name, List<? extends DnsRecord> records) {
    return new Answer.Found(List.copyOf(records), DomainName.of(name), Security.INSECURE, TTL);
  }

  static Reason deferred(DeliveryReport report) {
    assertThat(report.recipients().getFirst()).isInstanceOf(RecipientOutcome.Deferred.class);
    return ((RecipientOutcome.Deferred) report.recipients().getFirst()).reason();
  }

  static void assertDelivered(DeliveryReport report) {
    assertThat(report.recipients().getFirst()).isInstanceOf(RecipientOutcome.Delivered.class);
  }

  /// What came of the first attempt.
  static SessionResult first(DeliveryReport report) {
    return report.attempts().getFirst().session();
  }

  static Reason failed(DeliveryReport report) {
    assertThat(report.recipients().getFirst()).isInstanceOf(RecipientOutcome.Failed.class);
    return ((RecipientOutcome.Failed) report.recipients().getFirst()).reason();
  }

  static void good(ScriptedServer server) {
    server.on("EHLO", "250-mx~250 STARTTLS~");
  }

  static void untrusted(ScriptedServer server) {
    server.presenting(new CertificateVerdict.NotTrusted("issuer unknown"));
  }

  static void plain(ScriptedServer server) {
    server.on("EHLO", "250 mx~");
  }

  static void cuts(ScriptedServer server) {
    server.failing(new TlsOutcome.HandshakeFailed("cut off"));
  }

  /// Whether it tells a stranger anything of the message.
  static boolean tells(String said) {
    return said.contains("example.com") || said.contains("secret") || said.startsWith("MAIL");
  }
}
