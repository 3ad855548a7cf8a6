package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.dns.FakeResolver.message;
import static org.postroad.engine.dns.FakeResolver.response;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Failed;
import org.postroad.protocol.dns.Answer.Found;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/// Several servers, silent, wrong or slow ones, and the way of a question to them.
class DnsServersTest {

  private static final DomainName NAME = DomainName.of("example.com");
  private static final String SOA = "com. 900 SOA ns.com. root.com. 1 2 3 4 300";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void truncatedAnswerIsAskedForOverTcp() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, tcp) -> {
          Message response = response(query, Rcode.NOERROR);
          if (tcp) {
            for (int i = 0; i < 3000; i++) { // some 48 kB
              response.addRecord(
                  FakeResolver.record("example.com. 300 A 10.0." + i / 250 + "." + i % 250),
                  Section.ANSWER);
            }
          } else {
            response.getHeader().setFlag(Flags.TC);
          }
          return List.of(response.toWire());
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A))
          .isInstanceOfSatisfying(Found.class, found -> assertThat(found.records()).hasSize(3000));
      assertThat(resolver.tcpQueries).hasValue(1);
    }
  }

  @Test
  void truncatedAnswerWithoutTcpIsAFailureNotAnAbsence() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, tcp) -> {
          Message response = response(query, Rcode.NOERROR);
          response.getHeader().setFlag(Flags.TC);
          return tcp ? List.of() : List.of(response.toWire());
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.TXT)).isInstanceOf(Failed.class);
    }
  }

  @Test
  void silenceOfTheFirstServerCostsOnlyItsTurnAndThenItRests() throws IOException {
    try (FakeResolver silent = FakeResolver.silent();
        FakeResolver good = FakeResolver.answering("example.com. 0 A 192.0.2.1")) {
      DnsClient client = client(silent, good);
      assertThat(client.lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
      assertThat(client.lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
      assertThat(silent.udpQueries).hasValue(1);
      assertThat(good.udpQueries).hasValue(2);
    }
  }

  @Test
  void oneServersErrorIsAnothersAnswer() throws IOException {
    for (int rcode : List.of(Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR)) {
      try (FakeResolver bad = new FakeResolver((query, _) -> List.of(message(query, rcode)));
          FakeResolver good = FakeResolver.answering("example.com. 300 A 192.0.2.1")) {
        assertThat(client(bad, good).lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
      }
    }
  }

  @Test
  void failureNamesEveryServerAndWhatItSaid() throws IOException {
    try (FakeResolver refusing =
            new FakeResolver((query, _) -> List.of(message(query, Rcode.REFUSED)));
        FakeResolver silent = FakeResolver.silent();
        FakeResolver gone = FakeResolver.silent()) {
      gone.close();
      assertThat(client(refusing, silent, gone).lookup(NAME, RecordType.A))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.why()).isEqualTo(Why.SERVER_FAILED);
                assertThat(failed.detail())
                    .contains(refusing.name() + ": REFUSED")
                    .contains(silent.name() + ": no answer in")
                    .contains(gone.name() + ": ");
              });
    }
  }

  @Test
  void silenceIsAsLongAsAllTriesTogether() throws IOException {
    Duration timeout = Duration.ofMillis(2_300); // two tries: of two seconds, and what is left
    try (FakeResolver silent = FakeResolver.silent()) {
      DnsClient client =
          new DnsClient(DnsClient.Options.of(FakeResolver.addresses(silent)).total(timeout), clock);
      assertThat(client.lookup(NAME, RecordType.A))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                Matcher said = Pattern.compile(": no answer in (\\d+) ms").matcher(failed.detail());
                assertThat(said.find()).as(failed.detail()).isTrue();
                assertThat(Long.parseLong(said.group(1))).isBetween(2_290L, 10_000L);
              });
    }
  }

  @Test
  void silenceAndAbsentServersAreTwoThings() throws IOException {
    try (FakeResolver silent = FakeResolver.silent();
        FakeResolver gone = FakeResolver.silent()) {
      gone.close();
      assertThat(why(client(silent).lookup(NAME, RecordType.A))).isEqualTo(Why.TIMED_OUT);
      assertThat(why(client(gone).lookup(NAME, RecordType.A))).isEqualTo(Why.UNREACHABLE);
    }
  }

  @Test
  void bogusIsSaidWhereTheResolverSaysSo() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          Message response = response(query, Rcode.SERVFAIL);
          response.addRecord(
              new OPTRecord(
                  1232,
                  0,
                  0,
                  0,
                  new ExtendedErrorCodeOption(ExtendedErrorCodeOption.DNSSEC_BOGUS, "no\u001b")),
              Section.ADDITIONAL);
          return List.of(response.toWire());
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A))
          .isEqualTo(new Failed(Why.BOGUS, resolver.name() + ": SERVFAIL (DNSSEC_BOGUS no\\x1b)"));
    }
  }

  @Test
  void referralOfAServerThatDoesNotRecurseIsNoAbsence() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          Message response = response(query, Rcode.NOERROR);
          response.addRecord(FakeResolver.record("com. 300 NS ns.com."), Section.AUTHORITY);
          return List.of(response.toWire());
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(why(client(resolver).lookup(NAME, RecordType.TXT))).isEqualTo(Why.SERVER_FAILED);
    }
  }

  @Test
  void serverThatKnowsNoEdnsIsAskedWithout() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) ->
            List.of(
                query.getOPT() != null
                    ? message(query, Rcode.FORMERR)
                    : message(query, Rcode.NOERROR, "example.com. 300 A 192.0.2.1"));
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
    }
  }

  @Test
  void questionOffersAnUnfragmentedSize() throws IOException {
    List<Integer> offered = new ArrayList<>();
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          offered.add(query.getOPT().getPayloadSize());
          return List.of(message(query, Rcode.NXDOMAIN, SOA));
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      client(resolver).lookup(NAME, RecordType.A);
      assertThat(offered).containsExactly(1232);
    }
  }

  @Test
  void unreadableAnswerIsMalformed() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          byte[] whole = message(query, Rcode.NOERROR, "example.com. 300 A 192.0.2.1");
          return List.of(Arrays.copyOf(whole, whole.length - 2));
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(why(client(resolver).lookup(NAME, RecordType.A))).isEqualTo(Why.MALFORMED);
    }
  }

  @Test
  void oneQuestionInFlightForAllWhoAsk() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return List.of(message(query, Rcode.NOERROR, "example.com. 0 A 192.0.2.1"));
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      DnsClient client = client(resolver);
      List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
      List<Thread> askers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        askers.add(Thread.ofVirtual().start(() -> answers.add(client.lookup(NAME, RecordType.A))));
      }
      while (askers.stream()
          .anyMatch(
              t ->
                  t.getState() != Thread.State.WAITING
                      && t.getState() != Thread.State.TIMED_WAITING)) {
        Thread.onSpinWait();
      }
      release.countDown();
      for (Thread asker : askers) {
        asker.join();
      }
      assertThat(answers).hasSize(50).allMatch(Found.class::isInstance);
      assertThat(resolver.udpQueries).hasValue(1);
    }
  }

  @Test
  void lookUpEndsAtItsTotalDeadline() throws IOException {
    try (FakeResolver one = FakeResolver.silent();
        FakeResolver two = FakeResolver.silent();
        FakeResolver three = FakeResolver.silent()) {
      DnsClient client =
          new DnsClient(
              DnsClient.Options.of(FakeResolver.addresses(one, two, three))
                  .total(Duration.ofMillis(600)),
              clock);
      long start = System.nanoTime();
      assertThat(why(client.lookup(NAME, RecordType.A))).isEqualTo(Why.TIMED_OUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
      assertThat(List.of(one, two, three))
          .allSatisfy(server -> assertThat(server.udpQueries).hasPositiveValue());
    }
  }

  private DnsClient client(FakeResolver... servers) {
    return new DnsClient(
        DnsClient.Options.of(FakeResolver.addresses(servers)).total(Duration.ofSeconds(3)), clock);
  }

  private static Why why(Answer answer) {
    return ((Failed) answer).why();
  }
}
