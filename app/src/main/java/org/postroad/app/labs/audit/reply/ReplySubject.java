package org.postroad.app.labs.audit.reply;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Subject;
import org.postroad.app.labs.audit.senders.RealTime;
import org.postroad.app.labs.audit.senders.RealTimeRound;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.deliver.NextHop;
import org.postroad.engine.deliver.Reason;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.DirectConnector;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.socketmap.SocketmapReply;

/// A policy daemon that answers a socketmap. What is judged is its reply: for each message it is
/// asked as smtp(8) asks, and a client does to the letter what it says.
public final class ReplySubject implements Subject {

  private static final int LANES = 80; // most of them wait
  private static final int SENDING_MAX = 8;

  /// Daemons keep what they found out of exchangers and keys for a while, lest a short TTL makes
  /// every message a look-up.
  private static final Duration KEEPS_ANSWERS = Duration.ofMinutes(1);

  private static final Duration DNS_WITHIN = Duration.ofSeconds(4);
  private static final Duration SMTP_WITHIN = Duration.ofSeconds(5);

  /// What is a mail server's doing, whatever it is told.
  private static final Set<Need> BEYOND =
      Set.of(Need.TRANSPORT, Need.REQUIRETLS, Need.TLS_REQUIRED);

  private final String key;
  private final Asks daemon;
  private final boolean slow;
  private final LabInternet net;
  private final AutoCloseable started;
  private final ObedientClient client;
  private final Delivery delivery;
  private final Semaphore sending = new Semaphore(SENDING_MAX);

  /// Asks the daemon.
  @FunctionalInterface
  public interface Asks {
    /// @throws IOException if it does not answer
    SocketmapReply ask(String key) throws IOException;
  }

  /// @param net where the daemon looks for policies
  /// @param started what is closed with this, before the Internet
  public ReplySubject(
      String key, Asks daemon, boolean slow, LabInternet net, AutoCloseable started) {
    this.key = key;
    this.daemon = daemon;
    this.slow = slow;
    this.net = net;
    this.started = started;
    Connector direct = DirectConnector.fromAnyAddress();
    Connector connector =
        (address, deadline) -> direct.connect(net.connectMap().real(address), deadline);
    Dns dns =
        new DnsClient(
            DnsClient.Options.of(List.<InetSocketAddress>of(net.dns().address()))
                .total(DNS_WITHIN)
                .dnssec(validating(net)),
            InstantSource.system(), // the lab's clock stands still, and nothing would grow old
            direct);
    CertificateVerifier verifier =
        new CertificateVerifier(
            TrustAnchors.of("the lab's root", List.of(net.ca().root())), net.clock());
    client = new ObedientClient(net, dns, verifier);
    delivery =
        new Delivery(
            dns,
            new SocketDialer(connector, new TlsClient(verifier)),
            AddressGuard.ANY,
            RandomGenerator.getDefault(),
            DeliverySettings.of(new MailHost.Named(DomainName.of("sender.example")))
                .withTimeouts(SmtpTimeouts.rfc5321().atMost(SMTP_WITHIN)));
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String version() {
    return "-";
  }

  @Override
  public String about() {
    return "a policy daemon, judged by its replies as Postfix 3.11 would obey them";
  }

  @Override
  public Optional<String> cannot(AuditCase one) {
    return one.needs().stream()
        .filter(BEYOND::contains)
        .findFirst()
        .map(need -> "needs " + need.words() + ", not a policy map")
        .or(() -> RealTime.cannot(one, slow));
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public Round begin(AuditCase one) {
    return new ReplyRound();
  }

  @Override
  public void close() throws IOException {
    try (net) {
      started.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private final class ReplyRound implements RealTimeRound {

    @Override
    public LabInternet net() {
      return net;
    }

    @Override
    public Seen send(Post post) throws Endless, InterruptedException {
      sending.acquire();
      try {
        return sent(post);
      } finally {
        sending.release();
      }
    }

    private Seen sent(Post post) throws Endless {
      String nextHop = post.smartHost().orElse(post.domain());
      SocketmapReply reply;
      try {
        reply = asked(nextHop);
      } catch (IOException e) {
        throw new Endless(String.valueOf(e.getMessage()));
      }
      return switch (reply) {
        case SocketmapReply.Ok(String data) ->
            switch (TlsPolicy.parse(data)) {
              case TlsPolicy.Parsed.Valid(TlsPolicy policy) -> obeying(post, nextHop, policy);
              case TlsPolicy.Parsed.Invalid(String why) ->
                  new Seen(Outcome.DEFERRED, "Postfix refuses the reply: " + why);
            };
        case SocketmapReply.NotFound _ -> obeying(post, nextHop, TlsPolicy.OPPORTUNISTIC);
        case SocketmapReply.Temp _, SocketmapReply.Timeout _, SocketmapReply.Perm _ ->
            new Seen(Outcome.DEFERRED, reply.text());
      };
    }

    /// After "not found" Postfix asks for each parent, with a dot in front.
    private SocketmapReply asked(String nextHop) throws IOException {
      SocketmapReply reply = daemon.ask(nextHop);
      int dot = nextHop.indexOf('.');
      while (reply instanceof SocketmapReply.NotFound && dot >= 0) {
        reply = daemon.ask(nextHop.substring(dot));
        dot = nextHop.indexOf('.', dot + 1);
      }
      return reply;
    }

    private Seen obeying(Post post, String nextHop, TlsPolicy policy) {
      String name = name(nextHop);
      Seen seen =
          switch (policy.level()) {
            case DANE -> dane(post, name, DaneUse.OPPORTUNISTIC);
            case DANE_ONLY -> dane(post, name, DaneUse.MANDATORY);
            case NONE, MAY, ENCRYPT, VERIFY, SECURE -> client.send(post, name, policy);
          };
      String told = policy.level().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return new Seen(seen.outcome(), "told " + told + ": " + seen.words());
    }

    private Seen dane(Post post, String name, DaneUse use) {
      Envelope envelope =
          new Envelope(
              new ReversePath.Sender(Mailbox.of(post.message().from())),
              List.of(Mailbox.of(post.recipient())));
      if (!(MessageBytes.parse(post.content().getBytes(StandardCharsets.ISO_8859_1))
          instanceof MessageBytes.Parsed.Valid(MessageBytes bytes))) {
        throw new IllegalArgumentException("the lab's message is unusable");
      }
      Resolution none = new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "not asked");
      Delivery daneDelivery =
          new Delivery(
              delivery.dns(),
              delivery.dialer(),
              delivery.guard(),
              delivery.random(),
              delivery.settings().withDane(use));
      NextHop hop = NextHop.of(new MailHost.Named(DomainName.of(name)));
      return switch (daneDelivery.deliver(hop, none, envelope, bytes).recipients().getFirst()) {
        case RecipientOutcome.Delivered delivered ->
            new Seen(Outcome.DELIVERED, delivered.reply().summary());
        case RecipientOutcome.Deferred deferred ->
            new Seen(Outcome.DEFERRED, words(deferred.reason()));
        case RecipientOutcome.Failed failed -> new Seen(Outcome.FAILED, words(failed.reason()));
      };
    }

    @Override
    public Duration keepsAnswers() {
      return KEEPS_ANSWERS;
    }

    @Override
    public void close() {}
  }

  private static String words(Reason reason) {
    return reason.status().text() + " " + reason.text();
  }

  /// As A-labels.
  private static String name(String nextHop) {
    return MailHost.parse(nextHop) instanceof MailHost.Parsed.Valid(MailHost.Named(var name))
        ? name.text()
        : nextHop;
  }

  private static Dnssec validating(LabInternet net) {
    return switch (RootAnchors.parse(net.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> new Dnssec.Local(anchors, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }
}
