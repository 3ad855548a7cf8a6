package org.postroad.app.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.app.output.Terminal;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.deliver.NextHop;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.MatchName;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;

/// Recipients of several domains, each under its own policy, and what is said of them in the end.
class SendTest {

  private static final String GOOD = "good.example";
  private static final String BAD = "bad.example";
  private static final Resolution NONE =
      new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "no such name");

  private final LabInternet internet = LabInternet.start();
  private final Map<String, Resolution> policies = new HashMap<>();
  private final List<DomainName> asked = new ArrayList<>();
  private final List<DomainName> doubted = new ArrayList<>();
  private LabMx good;
  private LabMx bad;

  @BeforeEach
  void build() {
    good = internet.domain(GOOD).mx();
    bad = internet.domain(BAD).mx();
    bad.credential(internet.ca().issue(Leaf.of("mx." + BAD).expired()));
    policies.put(GOOD, enforce("mx." + GOOD));
    policies.put(BAD, enforce("mx." + BAD));
  }

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void eachDomainIsHeldToItsOwnPolicy() {
    Sent sent = send("a@" + GOOD, "b@" + BAD, "c@" + GOOD);

    assertThat(sent.recipients())
        .extracting(recipient -> Sent.overall(recipient.outcome()))
        .containsExactly(Sent.Overall.DELIVERED, Sent.Overall.DEFERRED, Sent.Overall.DELIVERED);
    assertThat(sent.overall()).isEqualTo(Sent.Overall.DEFERRED);
    assertThat(good.messages().entries())
        .singleElement()
        .satisfies(mail -> assertThat(mail.to()).containsExactly("a@" + GOOD, "c@" + GOOD));
    assertThat(bad.messages().isEmpty()).isTrue();
    assertThat(asked).containsExactly(DomainName.of(GOOD), DomainName.of(BAD));
  }

  @Test
  void whoFailsForGoodOutweighsWhoWaits() {
    good.conduct(MxConduct.honest().answering(Stage.RCPT, SmtpReply.of(550, "5.1.1 nobody here")));

    assertThat(send("a@" + GOOD, "b@" + BAD).overall()).isEqualTo(Sent.Overall.FAILED);
  }

  @Test
  void aSmartHostsPolicyHoldsForAll() { // RFC 8461 §3.4
    NextHop hop = ((NextHop.Parsed.Valid) NextHop.parse("[mx." + GOOD + "]")).hop();
    policies.put("mx." + GOOD, enforce("mx." + GOOD));
    Sent sent = sender().sendVia(hop, envelope("b@" + BAD, "x@elsewhere.example"), message());

    assertThat(sent.overall()).isEqualTo(Sent.Overall.DELIVERED);
    assertThat(asked).containsExactly(DomainName.of("mx." + GOOD));
    assertThat(good.messages().entries()).hasSize(1);
  }

  @Test
  void anExchangerOutsideThePolicyBringsItIntoDoubt() {
    internet.dns().set(GOOD, RecordType.MX, "10 mx." + BAD + ".");

    assertThat(send("a@" + GOOD).overall()).isEqualTo(Sent.Overall.DEFERRED);
    assertThat(doubted).containsExactly(DomainName.of(GOOD));
  }

  @Test
  void anAddressLiteralHasNoPolicyAndAsksForNone() {
    String address = internet.addressesOf("mx." + GOOD).getFirst().getHostAddress();

    assertThat(send("a@[" + address + "]").overall()).isEqualTo(Sent.Overall.DELIVERED);
    assertThat(asked).isEmpty();
  }

  @Test
  void theDocumentHasTheKeysOfTheContract() {
    assertThat(SentJson.of(send("a@" + GOOD)))
        .startsWith("{\"schema\":\"postroad.send/1\",\"deliveries\":[{\"to\":\"a@good.example\",")
        .contains("\"domain\":\"good.example\"", "\"outcome\":\"delivered\"")
        .contains("\"mx\":\"mx.good.example\",\"address\":\"198.51.100.1\",\"tls\":\"TLSv1.3\"")
        .contains("\"security\":\"sts\",\"code\":250,\"enhanced\":\"2.0.0\"")
        .contains("\"attempts\":[{\"mx\":\"mx.good.example\"");
    assertThat(SentJson.of(send("b@" + BAD)))
        .contains("\"outcome\":\"deferred\",\"enhanced\":\"4.7.5\",\"text\":\"certificate expired")
        .contains("\"policy_type\":\"sts\",\"result_type\":\"certificate-expired\"")
        .contains("\"failure_reason\":\"certificate expired")
        .doesNotContain("\"tls\"", "\"code\"");
  }

  @Test
  void peopleReadOneLineForEachRecipient() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(octets, true, StandardCharsets.UTF_8);
    SentText.say(send("a@" + GOOD, "b@" + BAD), new Terminal(out, out, false, false));

    assertThat(octets.toString(StandardCharsets.UTF_8).lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "delivered a@good.example: mx.good.example [198.51.100.1], TLSv1.3,"
                            + " verified: 250 2.0.0 Ok: taken"),
            line ->
                assertThat(line).startsWith("deferred b@bad.example: 4.7.5 certificate expired"),
            line ->
                assertThat(line)
                    .startsWith("  mx.bad.example [198.51.100.2]: certificate expired")
                    .endsWith("(certificate-expired)"));
  }

  @ParameterizedTest(name = "{0} where STARTTLS is {1} and the certificate for {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none      | missing | mx.bad.example    | DELIVERED | as if there were no policy
          may       | missing | mx.bad.example    | DELIVERED | TLS if it is offered
          policy    | missing | mx.bad.example    | DEFERRED  | as published: enforce
          policy    | offered | mx.bad.example    | DELIVERED | the same
          encrypt   | missing | mx.bad.example    | DEFERRED  | TLS
          encrypt   | offered | elsewhere.example | DELIVERED | with whomever, in place of the policy
          secure    | missing | mx.bad.example    | DEFERRED  | TLS
          secure    | offered | elsewhere.example | DEFERRED  | for the domain and all below it
          secure    | offered | mx.bad.example    | DELIVERED | which this is
          secure    | offered | deep.in.bad.example | DELIVERED | and this
          dane-only | offered | mx.bad.example    | DEFERRED  | nothing is signed here
          """)
  void anOverrideStandsInPlaceOfThePolicy(
      String word, String startTls, String name, Sent.Overall expected, String why) {
    PolicyOverride.Level level = PolicyOverride.Level.of(word).orElseThrow();
    bad.credential(internet.ca().issue(Leaf.of(name)));
    MxConduct honest = MxConduct.honest();
    bad.conduct(startTls.equals("missing") ? honest.withoutStartTls() : honest);
    Sent sent =
        new Send(decreed(level), doubted::add, delivery()).send(envelope("b@" + BAD), message());

    assertThat(sent.overall()).as(why).isEqualTo(expected);
    assertThat(asked.isEmpty())
        .as("the policy is not asked for where it decides nothing")
        .isEqualTo(level != PolicyOverride.Level.POLICY);
  }

  @Test
  void theNamesOfAnOverrideAreThoseOfTheCertificate() {
    bad.credential(internet.ca().issue(Leaf.of("mail.provider.example")));
    PolicyOverride provider =
        new PolicyOverride(
            PolicyOverride.Level.SECURE,
            List.of(new MatchName(true, DomainName.of("provider.example"))),
            Optional.empty(),
            "");
    Decreed decreed =
        new Decreed(Map.of(DomainName.of(BAD), provider), InstantSource.system(), this::resolve);
    Send send = new Send(decreed, doubted::add, delivery());

    Sent sent = send.send(envelope("b@" + BAD), message());
    assertThat(sent.overall()).isEqualTo(Sent.Overall.DELIVERED);
    assertThat(SentJson.of(sent)).contains("\"security\":\"verified\"");
  }

  @Test
  void aDecreeThatIsOverCountsNoMore() {
    PolicyOverride over =
        new PolicyOverride(
            PolicyOverride.Level.NONE, List.of(), Optional.of(Instant.EPOCH), "last year");
    Decreed decreed =
        new Decreed(Map.of(DomainName.of(BAD), over), InstantSource.system(), this::resolve);

    assertThat(new Send(decreed, doubted::add, delivery()).send(envelope("b@" + BAD), message()))
        .satisfies(sent -> assertThat(sent.overall()).isEqualTo(Sent.Overall.DEFERRED));
  }

  /// RFC 8461 §5.1: nothing fails for good because of a policy before its record was looked at
  /// again.
  @Test
  void beforeAPolicyReturnsMailItsRecordIsLookedAtAgain() {
    policies.put(BAD, enforce("mx." + BAD));
    policies.put(GOOD, enforce("mx." + GOOD));
    List<DomainName> again = new ArrayList<>();
    Policies watched =
        new Policies() {
          @Override
          public Resolution resolve(DomainName domain) {
            return SendTest.this.resolve(domain);
          }

          @Override
          public Resolution lookAgain(DomainName domain) {
            again.add(domain);
            return SendTest.this.resolve(domain);
          }
        };
    Send send = new Send(watched, doubted::add, delivery());
    Envelope required =
        new Envelope(
            new ReversePath.Sender(Mailbox.of("from@client.example")),
            envelope("a@" + GOOD, "b@" + BAD).recipients(),
            true);
    Sent sent = send.send(required, message());

    assertThat(sent.recipients().getLast().outcome()).isInstanceOf(RecipientOutcome.Failed.class);
    assertThat(again).contains(DomainName.of(BAD));
    again.clear();
    send.send(envelope("a@" + GOOD, "b@" + BAD), message());
    assertThat(again).as("what is only delayed needs no second look").isEmpty();
  }

  private Decreed decreed(PolicyOverride.Level level) {
    PolicyOverride override = new PolicyOverride(level, List.of(), Optional.empty(), "a test");
    return new Decreed(Map.of(DomainName.of(BAD), override), InstantSource.system(), this::resolve);
  }

  private Sent send(String... to) {
    return sender().send(envelope(to), message());
  }

  private Send sender() {
    return new Send(this::resolve, doubted::add, delivery());
  }

  private Resolution resolve(DomainName domain) {
    asked.add(domain);
    return policies.getOrDefault(domain.text(), NONE);
  }

  private Delivery delivery() {
    Connector connector =
        (address, deadline) -> {
          Socket socket = new Socket();
          socket.connect(internet.connectMap().real(address), deadline.remainingMillis());
          return socket;
        };
    InstantSource clock = InstantSource.system();
    TrustAnchors anchors = TrustAnchors.of("the lab", List.of(internet.ca().root()));
    return new Delivery(
        new DnsClient(DnsClient.Options.of(List.of(internet.dns().address())), clock),
        new SocketDialer(connector, new TlsClient(new CertificateVerifier(anchors, clock))),
        AddressGuard.ANY,
        new Random(1),
        DeliverySettings.of(new MailHost.Named(DomainName.of("client.example")))
            .withTimeouts(SmtpTimeouts.rfc5321().atMost(Duration.ofSeconds(10))));
  }

  private static Envelope envelope(String... to) {
    return new Envelope(new ReversePath.Nobody(), Arrays.stream(to).map(Mailbox::of).toList());
  }

  private static MessageBytes message() {
    byte[] octets = "Subject: a\r\n\r\nb\r\n".getBytes(StandardCharsets.US_ASCII);
    return ((MessageBytes.Parsed.Valid) MessageBytes.parse(octets)).message();
  }

  private static Resolution enforce(String mx) {
    String text = "version: STSv1\nmode: enforce\nmx: " + mx + "\nmax_age: 86400\n";
    Policy policy =
        ((Policy.Parsed.Valid) Policy.parse(text.getBytes(StandardCharsets.US_ASCII))).policy();
    return new Resolution.Applies(
        new CachedPolicy(policy, "1", Instant.now()), Resolution.Source.FETCHED);
  }
}
