package org.postroad.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.EventDns;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.Resolution;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// The look at a record from an event loop, over a real socket, with a resolver that knows `sts.*`,
/// fails for `broken.*` and says of every other name that it does not exist.
class FirstLookTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final InstantSource CLOCK = () -> NOW;

  private final AtomicInteger queries = new AtomicInteger();
  private final AtomicInteger fetches = new AtomicInteger();
  private final MemoryPolicyCache cache = new MemoryPolicyCache(100);
  private DatagramSocket server;
  private Selector selector;
  private EventDns dns;
  private PolicyResolver resolver;

  @BeforeEach
  void open() throws IOException {
    server = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    Thread.ofVirtual().start(this::serve);
    selector = Selector.open();
    InetSocketAddress at = new InetSocketAddress(server.getLocalAddress(), server.getLocalPort());
    DnsClient client = new DnsClient(DnsClient.Options.of(List.of(at)), CLOCK);
    dns =
        new EventDns(
            client,
            (channel, readable) -> channel.register(selector, SelectionKey.OP_READ, readable));
    resolver =
        new PolicyResolver(
            client,
            domain -> {
              fetches.incrementAndGet();
              return new PolicyFetch.Fetched(
                  new Policy(
                      PolicyMode.ENFORCE,
                      List.of(new MxPattern.Host(DomainName.of("mx.example.com"))),
                      Duration.ofDays(7),
                      List.of("v"),
                      List.of()));
            },
            cache,
            new PolicyRules(Optional.of(Duration.ofHours(4))),
            CLOCK,
            new PolicyResolver.Limits(Duration.ofSeconds(20), 2, 2),
            ResolverEvents.NONE);
  }

  @AfterEach
  void close() throws IOException {
    resolver.close();
    dns.close();
    selector.close();
    server.close();
  }

  @Test
  void domainWithoutARecordIsAnsweredByTheLook() throws IOException {
    Optional<PolicyResolver.Resolved> resolved = look("example.com");
    assertThat(resolved.orElseThrow().resolution()).isInstanceOf(Resolution.NoPolicy.class);
    assertThat(resolved.orElseThrow().until()).isAfter(NOW);
    assertThat(queries.get()).isEqualTo(1);
    assertThat(resolver.flights()).isZero();
    assertThat(cache.size()).isZero();
  }

  @Test
  void recordThatIsThereIsFetchedAsideWithoutAskingForItAgain() throws IOException {
    DomainName domain = DomainName.of("sts.example");
    assertThat(look(domain.text())).isEmpty();
    assertThat(resolver.resolve(domain)).isInstanceOf(Resolution.Applies.class);
    assertThat(queries.get()).isEqualTo(1);
    assertThat(fetches.get()).isEqualTo(1);
  }

  @Test
  void unansweredIsNotAbsent() throws IOException {
    DomainName domain = DomainName.of("broken.example");
    assertThat(look(domain.text())).isEmpty();
    assertThat(resolver.resolve(domain)).isInstanceOf(Resolution.TryLater.class);
  }

  @Test
  void domainOfWhichSomethingIsKnownIsNotForALook() {
    DomainName domain = DomainName.of("sts.example");
    assertThat(resolver.resolve(domain)).isInstanceOf(Resolution.Applies.class);
    assertThat(resolver.firstLook(domain, dns, _ -> {})).isFalse();
  }

  @Test
  void looksCountAgainstTheBoundOfFlights() {
    List<Optional<PolicyResolver.Resolved>> got = new ArrayList<>();
    assertThat(resolver.firstLook(DomainName.of("a.example"), dns, got::add)).isTrue();
    assertThat(resolver.firstLook(DomainName.of("a.example"), dns, got::add)).isFalse();
    assertThat(resolver.firstLook(DomainName.of("b.example"), dns, got::add)).isTrue();
    assertThat(resolver.firstLook(DomainName.of("c.example"), dns, got::add)).isFalse();
    assertThat(resolver.flights()).isEqualTo(2);
    dns.close();
    assertThat(got).containsExactly(Optional.empty(), Optional.empty());
    for (String name : List.of("a.example", "b.example")) {
      assertThat(resolver.resolve(DomainName.of(name))).isInstanceOf(Resolution.NoPolicy.class);
    }
  }

  private Optional<PolicyResolver.Resolved> look(String domain) throws IOException {
    List<Optional<PolicyResolver.Resolved>> got = new ArrayList<>();
    assertThat(resolver.firstLook(DomainName.of(domain), dns, got::add)).isTrue();
    Deadline most = Deadline.after(Duration.ofSeconds(10));
    while (got.isEmpty() && !most.passed()) {
      selector.select(key -> ((Runnable) key.attachment()).run(), 100);
    }
    assertThat(got).hasSize(1);
    return got.getFirst();
  }

  private void serve() {
    byte[] buffer = new byte[2048];
    while (!server.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        server.receive(packet);
        queries.incrementAndGet();
        byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())));
        server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private static byte[] answer(Message query) {
    Name name = query.getQuestion().getName();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    if (name.toString().startsWith("_mta-sts.sts.")) {
      answer.addRecord(new TXTRecord(name, DClass.IN, 300, "v=STSv1; id=1;"), Section.ANSWER);
    } else {
      answer
          .getHeader()
          .setRcode(
              name.toString().startsWith("_mta-sts.broken.") ? Rcode.SERVFAIL : Rcode.NXDOMAIN);
    }
    return answer.toWire();
  }
}
