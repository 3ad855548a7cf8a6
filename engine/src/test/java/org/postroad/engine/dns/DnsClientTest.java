package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.dns.FakeResolver.message;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Failed;
import org.postroad.protocol.dns.Answer.Found;
import org.postroad.protocol.dns.Answer.NoData;
import org.postroad.protocol.dns.Answer.NoSuchName;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.CnameRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.xbill.DNS.Rcode;

/// What becomes of an answer: records, aliases, absence, and how long it is remembered.
class DnsClientTest {

  private static final DomainName NAME = DomainName.of("example.com");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void everyTypeComesAsItsRecord() throws IOException {
    record Case(RecordType type, String wire, DnsRecord expected) {}
    List<Case> cases =
        List.of(
            new Case(
                RecordType.A, "A 192.0.2.1", new AddressRecord(InetAddress.ofLiteral("192.0.2.1"))),
            new Case(
                RecordType.AAAA,
                "AAAA 2001:db8::1",
                new AddressRecord(InetAddress.ofLiteral("2001:db8::1"))),
            new Case(
                RecordType.MX,
                "MX 10 Mail.Example.NET.",
                new MxRecord(10, name("mail.example.net"))),
            new Case(RecordType.MX, "MX 0 .", new MxRecord(0, DomainName.ROOT)),
            new Case(
                RecordType.CNAME, "CNAME other.example.", new CnameRecord(name("other.example"))),
            new Case(
                RecordType.TXT,
                "TXT \"v=STSv1; \" \"id=\\2281;\"",
                new TxtRecord(List.of("v=STSv1; ", "id=\u00e41;"))));
    for (Case c : cases) {
      try (FakeResolver resolver = FakeResolver.answering("example.com. 300 " + c.wire())) {
        assertThat(client(resolver).lookup(NAME, c.type()))
            .as(c.wire())
            .isEqualTo(
                new Found(List.of(c.expected()), NAME, Security.INSECURE, Duration.ofMinutes(5)));
      }
    }
  }

  @Test
  void aliasesAreFollowedAndTheSmallestTtlCounts() throws IOException {
    try (FakeResolver resolver =
        FakeResolver.answering(
            "c.example. 500 A 192.0.2.1",
            "b.example. 40 CNAME c.example.",
            "Example.COM. 300 CNAME b.example.")) {
      assertThat(client(resolver).lookup(NAME, RecordType.A))
          .isEqualTo(
              new Found(
                  List.of(new AddressRecord(InetAddress.ofLiteral("192.0.2.1"))),
                  name("c.example"),
                  Security.INSECURE,
                  Duration.ofSeconds(40)));
    }
  }

  @Test
  void aliasThatTheServerDidNotFollowIsAskedFor() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) ->
            List.of(
                query.getQuestion().getName().toString().equals("example.com.")
                    ? message(query, Rcode.NOERROR, "example.com. 60 CNAME b.example.")
                    : message(query, Rcode.NOERROR, "b.example. 300 A 192.0.2.1"));
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A))
          .isEqualTo(
              new Found(
                  List.of(new AddressRecord(InetAddress.ofLiteral("192.0.2.1"))),
                  name("b.example"),
                  Security.INSECURE,
                  Duration.ofSeconds(60)));
    }
  }

  @Test
  void aliasWithoutDataIsNoData() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) ->
            List.of(
                query.getQuestion().getName().toString().equals("example.com.")
                    ? message(query, Rcode.NOERROR, "example.com. 60 CNAME b.example.")
                    : message(query, Rcode.NOERROR));
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A)).isInstanceOf(NoData.class);
      assertThat(resolver.udpQueries).hasValue(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "900, 300, 300", // the minimum counts
    "100, 300, 100", // the SOA's own TTL counts
    "0, 0, 30", // not less than half a minute
    "86400, 86400, 900", // not more than a quarter of an hour
  })
  void absenceLivesAsLongAsTheZoneSaysWithinBounds(long ttl, long minimum, long expected)
      throws IOException {
    String soa = "com. " + ttl + " SOA ns.com. root.com. 1 2 3 4 " + minimum;
    try (FakeResolver noName =
            new FakeResolver((query, _) -> List.of(message(query, Rcode.NXDOMAIN, soa)));
        FakeResolver noData = FakeResolver.answering(soa)) {
      Duration life = Duration.ofSeconds(expected);
      assertThat(client(noName).lookup(NAME, RecordType.TXT))
          .isEqualTo(new NoSuchName(Security.INSECURE, life));
      assertThat(client(noData).lookup(NAME, RecordType.TXT))
          .isEqualTo(new NoData(Security.INSECURE, life));
    }
  }

  @Test
  void ttlWithItsTopBitSetIsZero() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          byte[] octets = message(query, Rcode.NOERROR, "example.com. 2147483647 A 192.0.2.1");
          for (int i = 0; i + 4 <= octets.length; i++) {
            if (octets[i] == 0x7f && octets[i + 1] == -1 && octets[i + 2] == -1) {
              octets[i] = -1;
            }
          }
          return List.of(octets);
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(ttl(client(resolver).lookup(NAME, RecordType.A))).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void absenceWithoutSoaLivesBriefly() throws IOException {
    try (FakeResolver resolver = FakeResolver.answering()) {
      assertThat(client(resolver).lookup(NAME, RecordType.TXT))
          .isEqualTo(new NoData(Security.INSECURE, Duration.ofSeconds(30)));
    }
  }

  @Test
  void answersAreRememberedForTheirTtlAndGrowOlder() throws IOException {
    try (FakeResolver resolver = FakeResolver.answering("example.com. 300 A 192.0.2.1")) {
      DnsClient client = client(resolver);
      assertThat(ttl(client.lookup(NAME, RecordType.A))).isEqualTo(Duration.ofMinutes(5));
      now = now.plusSeconds(100);
      assertThat(ttl(client.lookup(NAME, RecordType.A))).isEqualTo(Duration.ofSeconds(200));
      assertThat(resolver.udpQueries).hasValue(1);
      now = now.plusSeconds(200);
      assertThat(ttl(client.lookup(NAME, RecordType.A))).isEqualTo(Duration.ofMinutes(5));
      assertThat(resolver.udpQueries).hasValue(2);
    }
  }

  @Test
  void clockSetBackMakesNoAnswerLiveLonger() throws IOException {
    try (FakeResolver resolver = FakeResolver.answering("example.com. 300 A 192.0.2.1")) {
      DnsClient client = client(resolver);
      client.lookup(NAME, RecordType.A);
      now = now.minus(Duration.ofDays(2));
      client.lookup(NAME, RecordType.A);
      assertThat(resolver.udpQueries).hasValue(2);
    }
  }

  @Test
  void ttlOfAYearCountsAsADayAndZeroIsNotRemembered() throws IOException {
    try (FakeResolver year = FakeResolver.answering("example.com. 31536000 A 192.0.2.1");
        FakeResolver zero = FakeResolver.answering("example.com. 0 A 192.0.2.1")) {
      assertThat(ttl(client(year).lookup(NAME, RecordType.A))).isEqualTo(Duration.ofDays(1));
      DnsClient client = client(zero);
      client.lookup(NAME, RecordType.A);
      client.lookup(NAME, RecordType.A);
      assertThat(zero.udpQueries).hasValue(2);
    }
  }

  @Test
  void failuresAreRememberedForFiveSeconds() throws IOException {
    try (FakeResolver resolver =
        new FakeResolver((query, _) -> List.of(message(query, Rcode.SERVFAIL)))) {
      DnsClient client = client(resolver);
      client.lookup(NAME, RecordType.A);
      client.lookup(NAME, RecordType.A);
      assertThat(resolver.udpQueries).hasValue(1);
      now = now.plusSeconds(6);
      client.lookup(NAME, RecordType.A);
      assertThat(resolver.udpQueries).hasValue(2);
    }
  }

  @Test
  void uselessRecordsAreSkippedAndNoneLeftIsMalformed() throws IOException {
    try (FakeResolver some =
            FakeResolver.answering(
                "example.com. 300 MX 10 a\\.b.example.", "example.com. 300 MX 20 mx.example.");
        FakeResolver none = FakeResolver.answering("example.com. 300 MX 10 a\\032b.example.");
        FakeResolver mapped = FakeResolver.answering("example.com. 300 AAAA ::ffff:127.0.0.1")) {
      assertThat(client(some).lookup(NAME, RecordType.MX))
          .isInstanceOfSatisfying(
              Found.class,
              found ->
                  assertThat(found.records())
                      .containsExactly(new MxRecord(20, name("mx.example"))));
      assertThat(client(none).lookup(NAME, RecordType.MX))
          .isEqualTo(new Failed(Why.MALFORMED, "no usable MX record: 10 a\\\\032b.example."));
      assertThat(why(client(mapped).lookup(NAME, RecordType.AAAA))).isEqualTo(Why.MALFORMED);
    }
  }

  @Test
  void cacheStaysWithinItsBoundAndKeepsWhatLivesLongest() {
    AnswerCache cache = new AnswerCache(100_000, clock);
    for (int i = 0; i < 5000; i++) {
      cache.put(
          new Question(NAME.child("x" + i), RecordType.A),
          new NoData(Security.INSECURE, Duration.ofSeconds(30 + i % 100)),
          50);
    }
    assertThat(cache.size()).isBetween(100, 170);
    now = now.plusSeconds(60);
    long alive = 0;
    for (int i = 0; i < 5000; i++) {
      alive += cache.get(new Question(NAME.child("x" + i), RecordType.A)).isPresent() ? 1 : 0;
    }
    assertThat(alive).isGreaterThan(100);
  }

  private DnsClient client(FakeResolver... servers) {
    return new DnsClient(
        DnsClient.Options.of(FakeResolver.addresses(servers)).total(Duration.ofSeconds(3)), clock);
  }

  private static Duration ttl(Answer answer) {
    return ((Found) answer).ttl();
  }

  private static Why why(Answer answer) {
    return ((Failed) answer).why();
  }

  private static DomainName name(String text) {
    return DomainName.of(text);
  }
}
