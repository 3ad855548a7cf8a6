package org.postroad.app.labs;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.postroad.engine.deliver.Attempt;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliveryReport;
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
import org.postroad.engine.policyhost.AddressGate;
import org.postroad.engine.policyhost.PolicyHostClient;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.Shortfall;

/// Our own sender in the lab: the engine as it ships, with the lab's DNS, trust anchors, roads and
/// clock.
public final class PostroadSender implements Tested {

  /// In front of what a policy in `testing` found wanting.
  static final String NOTED = "noted: ";

  private static final Duration DNS_WITHIN = Duration.ofSeconds(4);
  private static final Duration FETCH_WITHIN = Duration.ofSeconds(4);
  private static final Duration SMTP_WITHIN = Duration.ofSeconds(4);
  private static final Duration SETTLE_WITHIN = Duration.ofSeconds(20);

  private final LabInternet net;
  private final String version;
  private final PolicyResolver resolver;
  private final Delivery delivery;

  public PostroadSender(LabInternet net, String version) {
    this.net = net;
    this.version = version;
    Connector direct = DirectConnector.fromAnyAddress();
    Connector connector =
        (address, deadline) -> direct.connect(net.connectMap().real(address), deadline);
    InetSocketAddress server = net.dns().address();
    DnsClient dns =
        new DnsClient(
            DnsClient.Options.of(List.of(server)).total(DNS_WITHIN).dnssec(validating(net)),
            net.clock(),
            direct);
    TrustAnchors anchors = TrustAnchors.of("the lab's root", List.of(net.ca().root()));
    TlsClient tls = new TlsClient(new CertificateVerifier(anchors, net.clock()));
    PolicyHostClient source =
        new PolicyHostClient(
            PolicyHostClient.Options.defaults().total(FETCH_WITHIN),
            dns,
            AddressGuard.ANY,
            new AddressGate(AddressGate.PLACES, AddressGate.COUNTS_FOR),
            connector,
            tls);
    resolver =
        new PolicyResolver(
            dns,
            source,
            new MemoryPolicyCache(1_000),
            new PolicyRules(Optional.of(PolicyRules.DEFER_UNANSWERED)),
            net.clock(),
            PolicyResolver.Limits.DEFAULT,
            ResolverEvents.NONE);
    delivery =
        new Delivery(
            dns,
            new SocketDialer(connector, tls),
            AddressGuard.ANY,
            RandomGenerator.getDefault(),
            DeliverySettings.of(new MailHost.Named(DomainName.of("sender.example")))
                .withTimeouts(SmtpTimeouts.rfc5321().atMost(SMTP_WITHIN))
                .withDane(DaneUse.OPPORTUNISTIC));
  }

  private static Dnssec validating(LabInternet net) {
    return switch (RootAnchors.parse(net.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> new Dnssec.Local(anchors, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  @Override
  public String name() {
    return "postroad";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Seen send(LabMessage message, String domain) {
    return send(message, domain, Optional.empty(), false);
  }

  @Override
  public Seen sendRequiringTls(LabMessage message, String domain) {
    return send(message, domain, Optional.empty(), true);
  }

  /// Sends once, to the recipient's domain or address literal, or to a smart host if there is one.
  ///
  /// @param requireTls whether with the option REQUIRETLS (RFC 8689)
  public Seen send(
      LabMessage message, String domain, Optional<String> smartHost, boolean requireTls) {
    Mailbox to = Mailbox.of(message.to(domain));
    NextHop hop = smartHost.map(PostroadSender::relay).orElseGet(() -> NextHop.of(to.host()));
    Resolution resolution =
        hop instanceof NextHop.Address
            ? new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, "an address literal")
            : resolver.resolve(hop.policyDomain());
    Envelope envelope =
        new Envelope(new ReversePath.Sender(Mailbox.of(message.from())), List.of(to), requireTls);
    if (!(MessageBytes.parse(message.content().getBytes(StandardCharsets.ISO_8859_1))
        instanceof MessageBytes.Parsed.Valid(MessageBytes bytes))) {
      throw new IllegalArgumentException("the lab's message is unusable");
    }
    DeliveryReport report = delivery.deliver(hop, resolution, envelope, bytes);
    if (report.doubtsPolicy()) {
      resolver.doubt(hop.policyDomain());
    }
    return seen(report);
  }

  @Override
  public void warm(String domain) {
    Resolution resolution = resolver.resolve(DomainName.of(domain));
    if (!(resolution instanceof Resolution.Applies)) {
      throw new IllegalStateException("the lab's own policy was not fetched: " + resolution);
    }
  }

  @Override
  public void timePasses(String domain) {
    net.clock().advance(Duration.ofHours(25));
    refresh(domain);
  }

  /// Does for the domain what the daemon does by itself when it is due.
  public void refresh(String domain) {
    if (resolver.refresh(DomainName.of(domain))) {
      settle();
    }
  }

  @Override
  public void settle() {
    long end = System.nanoTime() + SETTLE_WITHIN.toNanos();
    while (resolver.flights() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    resolver.close();
  }

  private static NextHop relay(String text) {
    return switch (NextHop.parse(text)) {
      case NextHop.Parsed.Valid(NextHop hop) -> hop;
      case NextHop.Parsed.Invalid(String why) -> throw new IllegalArgumentException(why);
    };
  }

  private static Seen seen(DeliveryReport report) {
    return switch (report.recipients().getFirst()) {
      case RecipientOutcome.Delivered delivered ->
          new Seen(Outcome.DELIVERED, words(report, delivered.reply().summary()));
      case RecipientOutcome.Deferred deferred ->
          new Seen(Outcome.DEFERRED, words(deferred.reason()));
      case RecipientOutcome.Failed failed -> new Seen(Outcome.FAILED, words(failed.reason()));
    };
  }

  private static String words(Reason reason) {
    return reason.status().text() + " " + reason.text();
  }

  private static String words(DeliveryReport report, String reply) {
    String noted =
        report.attempts().stream()
            .map((Attempt attempt) -> attempt.session().outcome())
            .filter(SessionOutcome.Unverified.class::isInstance)
            .flatMap(outcome -> ((SessionOutcome.Unverified) outcome).noted().stream())
            .map(Shortfall::detail)
            .distinct()
            .collect(Collectors.joining("; "));
    return noted.isEmpty() ? reply : NOTED + noted;
  }
}
