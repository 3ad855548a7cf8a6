package org.postroad.engine.policyhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.policyhost.PolicyRoad.HOST;
import static org.postroad.engine.policyhost.PolicyRoad.HTTPS;
import static org.postroad.engine.policyhost.PolicyRoad.POLICY;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyFetch.FetchError;
import org.postroad.protocol.mtasts.PolicyFetch.Fetched;

/// Whoever owns a domain owns its policy host, and may use it against those who fetch from it.
class PolicyHostAttackersTest {

  private static final Duration DRIP = Duration.ofMillis(50);

  private final PolicyRoad road = new PolicyRoad();

  @AfterEach
  void close() {
    road.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "fd00::1",
        "fe80::1"
      })
  void attackerWhoNamesAPrivateAddressIsNotDialled(String literal) {
    road.guard = AddressGuard.PUBLIC_ONLY;
    road.addresses(HOST, InetAddress.ofLiteral(literal));
    assertWhy(road.fetch(), " has no address that may be dialled: ");
    assertThat(road.dialled).isEmpty();
  }

  @Test
  void attackerWhoMixesPrivateAndPublicAddressesGetsOnlyThePublicOneDialled() {
    road.guard = AddressGuard.PUBLIC_ONLY;
    road.addresses(
        HOST,
        InetAddress.ofLiteral("127.0.0.1"),
        InetAddress.ofLiteral("::1"),
        road.publicAddress("9.9.9.9"));
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
    assertThat(road.dialled).containsExactly("9.9.9.9:443");
  }

  @Test
  void attackerWhoRebindsBetweenGuardAndDialIsNotDialled() {
    road.guard = AddressGuard.PUBLIC_ONLY;
    InetAddress good = road.publicAddress("9.9.9.9");
    road.addresses(HOST, good);
    Duration now = Duration.ZERO;
    road.dns.interfere(
        HOST,
        RecordType.A,
        new Interference.InTurn(
            List.of(
                new Interference.Forged(now, List.of("9.9.9.9")),
                new Interference.Forged(now, List.of("127.0.0.1")))));
    PolicyHostClient client = road.client();
    DomainName domain = DomainName.of(PolicyRoad.DOMAIN);

    assertThat(client.fetch(domain)).isInstanceOf(Fetched.class);
    assertThat(road.dns.asked(HOST, RecordType.A)).isEqualTo(1); // what was guarded was dialled

    assertWhy(client.fetch(domain), "127.0.0.1 is loopback (RFC 1122)");
    assertThat(road.dialled).containsExactly("9.9.9.9:443");
  }

  @Test
  void attackerWhoRedirectsInsideIsNotFollowed() {
    road.site("inside.example.org", Leaf.of("inside.example.org"), Conduct.policy(POLICY));
    road.conduct(
        new Conduct.Replies(
            HttpReply.redirect(302, "https://inside.example.org/.well-known/mta-sts.txt")));
    assertWhy(road.fetch(), "status 302, and redirects are not followed");
    assertThat(road.web.requests("inside.example.org")).isZero();
  }

  @Test
  void attackerWhoAnswersAGigabyteIsCutOffAt64Kilobytes() {
    for (HttpReply reply :
        List.of(
            HttpReply.policy(POLICY).filledTo(1L << 30),
            HttpReply.policy(POLICY).filledTo(1L << 30).chunked(),
            HttpReply.policy(POLICY).filledTo(1L << 30).untilClose())) {
      long start = System.nanoTime();
      assertWhy(road.conduct(new Conduct.Replies(reply)).fetch(), "body of more than 65536 bytes");
      assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  static Stream<Conduct> drips() {
    return Stream.of(
        new Conduct.Replies(HttpReply.policy(POLICY + "x: y\r\n".repeat(500)).dripped(DRIP)),
        new Conduct.Replies(
            HttpReply.policy(POLICY + "x: y\r\n".repeat(500)).dripped(DRIP).chunked()),
        new Conduct.EndlessHead(DRIP),
        new Conduct.Silent(),
        new Conduct.SilentInHandshake());
  }

  @ParameterizedTest
  @MethodSource("drips")
  void attackerWhoDripsHoldsNobodyBeyondTheDeadline(Conduct conduct) {
    road.options = road.options.total(Duration.ofSeconds(1));
    long start = System.nanoTime();
    assertWhy(road.conduct(conduct).fetch(), "not finished in time");
    assertThat(since(start)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
  }

  @Test
  void attackerWhoSendsHeadersWithoutEndIsCutOff() {
    assertWhy(
        road.conduct(new Conduct.EndlessHead(Duration.ZERO)).fetch(), "a head of more than 16384");
  }

  @Test
  void attackerWhoRoutesUsToAnotherProtocolGetsNoAnswerRead() {
    road.conduct(new Conduct.SpeaksPlain("220 mail.example.org ESMTP\r\n"));
    assertWhy(road.fetch(), "TLS handshake failed");
  }

  @Test
  void attackerWhoNamesHundredsOfDeadAddressesCostsEightTries() {
    InetAddress[] dead =
        IntStream.range(0, 100)
            .mapToObj(i -> InetAddress.ofLiteral("203.0.113." + i))
            .toArray(InetAddress[]::new);
    for (InetAddress address : dead) {
      road.elsewhere.put(
          new InetSocketAddress(address, HTTPS),
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1));
    }
    road.addresses(HOST, dead);
    assertWhy(road.fetch(), ": Connection refused");
    assertThat(road.dialled).hasSize(8);
  }

  @Test
  void attackersWhoDripOnASharedAddressDelayAThirdByWhatAFetchCountsAtMost() throws Exception {
    road.gate = new AddressGate(4, Duration.ofMillis(500));
    road.options = road.options.total(Duration.ofSeconds(20));
    PolicyHostClient client = road.client();
    HttpReply dripping = HttpReply.policy(POLICY + "x: y\r\n".repeat(2000)).dripped(DRIP);
    List<Thread> drips = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      DomainName domain = DomainName.of("d" + i + ".attacker.example");
      String host = "mta-sts." + domain;
      road.site(host, Leaf.of(host), new Conduct.Replies(dripping));
      drips.add(Thread.ofVirtual().start(() -> client.fetch(domain)));
    }
    while (road.web.visits().entries().stream().filter(v -> v.request().isPresent()).count() < 4) {
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    assertThat(client.fetch(DomainName.of(PolicyRoad.DOMAIN))).isInstanceOf(Fetched.class);
    assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
    assertThat(drips).anyMatch(Thread::isAlive);
    road.network.close();
    for (Thread drip : drips) {
      drip.join();
    }
  }

  @Test
  void deadAddressIsLeftAfterItsShareOfTheTime() {
    InetAddress silent = road.otherAddress(new Answering.Silent());
    road.addresses(HOST, silent, road.address);
    road.options = road.options.total(Duration.ofSeconds(4));
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
  }

  @Test
  void proxyOpensATunnelAndTheCertificateIsStillTheHosts() throws Exception {
    InetSocketAddress real =
        road.network.connectMap().real(new InetSocketAddress(road.address, HTTPS));
    try (ConnectProxy proxy = new ConnectProxy(real, "HTTP/1.1 200 OK\r\nVia: us\r\n\r\n")) {
      road.elsewhere.put(proxy.address(), proxy.address());
      road.guard = AddressGuard.PUBLIC_ONLY; // the proxy itself may be private
      road.options = road.options.through(new HttpsProxy("127.0.0.1", proxy.port()));
      assertThat(road.fetch()).isInstanceOf(Fetched.class);
      assertThat(proxy.asked()).containsExactly("CONNECT mta-sts.example.org:443 HTTP/1.1");
      assertThat(road.dns.asked(HOST, RecordType.A)).isZero();

      road.certificate(Leaf.of("other.example"));
      assertThat(road.fetch()).isInstanceOf(PolicyFetch.WebPkiInvalid.class);
    }
  }

  @Test
  void proxyByNameAndProxyThatRefuses() throws Exception {
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);
    try (ConnectProxy proxy = new ConnectProxy(nowhere, "HTTP/1.1 403 No\r\n\r\n")) {
      road.elsewhere.put(proxy.address(), proxy.address());
      road.addresses("proxy.example.org", InetAddress.ofLiteral("127.0.0.1"));
      road.options = road.options.through(new HttpsProxy("proxy.example.org", proxy.port()));
      assertWhy(road.fetch(), "proxy 127.0.0.1: proxy refused with status 403");
      road.options = road.options.through(new HttpsProxy("none.example.org", proxy.port()));
      assertWhy(road.fetch(), "none.example.org does not exist");
    }
  }

  @Test
  void placeAtAGateIsGivenToTheNextWhenItIsLeftOrTooOld() {
    AddressGate gate = new AddressGate(2, Duration.ofMillis(200));
    InetAddress here = road.network.allot(Quarter.ATTACKERS);
    InetAddress there = road.network.allot(Quarter.ATTACKERS);
    Deadline soon = Deadline.after(Duration.ofMillis(20));
    Optional<AddressGate.Place> first = gate.enter(here, soon);
    assertThat(first).isPresent();
    assertThat(gate.enter(here, soon)).isPresent();
    assertThat(gate.enter(here, soon)).isEmpty();
    assertThat(gate.enter(there, soon)).isPresent();
    first.orElseThrow().close();
    assertThat(gate.enter(here, soon)).isPresent();
    long start = System.nanoTime();
    assertThat(gate.enter(here, Deadline.after(Duration.ofSeconds(10)))).isPresent();
    assertThat(since(start)).isBetween(Duration.ofMillis(50), Duration.ofSeconds(5));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void assertWhy(PolicyFetch fetch, String why) {
    assertThat(fetch)
        .isInstanceOfSatisfying(
            FetchError.class, failure -> assertThat(failure.why()).contains(why));
  }
}
