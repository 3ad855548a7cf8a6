package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.dns.FakeResolver.message;
import static org.postroad.engine.dns.FakeResolver.response;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer.Failed;
import org.postroad.protocol.dns.Answer.Found;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Who forges answers, and who makes names that cost work.
class DnsAttackersTest {

  private static final DomainName NAME = DomainName.of("example.com");
  private static final String SOA = "com. 900 SOA ns.com. root.com. 1 2 3 4 300";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void attackerWhoServesAliasLoopsGetsNoEndlessWork() throws IOException {
    try (FakeResolver inOneMessage =
            FakeResolver.answering(
                "example.com. 60 CNAME b.example.", "b.example. 60 CNAME example.com.");
        FakeResolver oneByOne =
            new FakeResolver(
                (query, _) ->
                    List.of(
                        message(
                            query,
                            Rcode.NOERROR,
                            query.getQuestion().getName()
                                + " 60 CNAME x"
                                + query.getQuestion().getName())))) {
      for (FakeResolver resolver : List.of(inOneMessage, oneByOne)) {
        assertThat(client(resolver).lookup(NAME, RecordType.A))
            .isEqualTo(new Failed(Why.OVER_LIMIT, "more than 10 CNAMEs, or a loop"));
        assertThat(resolver.udpQueries.get()).isLessThanOrEqualTo(11);
      }
    }
  }

  @Test
  void attackerWhoGuessesIdsOrQuestionsIsNotHeard() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, _) -> {
          Message otherId = response(query, Rcode.NXDOMAIN, SOA);
          otherId.getHeader().setID(query.getHeader().getID() ^ 1);
          Message otherQuestion = new Message(query.getHeader().getID());
          otherQuestion.getHeader().setFlag(Flags.QR);
          otherQuestion.addRecord(
              Record.newRecord(Name.fromConstantString("example.net."), Type.A, DClass.IN),
              Section.QUESTION);
          Message noResponse = response(query, Rcode.NXDOMAIN, SOA);
          noResponse.getHeader().unsetFlag(Flags.QR);
          Message otherType = new Message(query.getHeader().getID());
          otherType.getHeader().setFlag(Flags.QR);
          otherType.addRecord(
              Record.newRecord(query.getQuestion().getName(), Type.TXT, DClass.IN),
              Section.QUESTION);
          return List.of(
              otherId.toWire(),
              otherQuestion.toWire(),
              noResponse.toWire(),
              otherType.toWire(),
              new byte[] {1},
              new byte[0],
              message(query, Rcode.NOERROR, "example.com. 300 A 192.0.2.1"));
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
    }
  }

  @Test
  void attackerWhoFloodsGuessesDrivesTheQuestionToTcp() throws IOException {
    FakeResolver.Behaviour behaviour =
        (query, tcp) -> {
          if (tcp) {
            return List.of(message(query, Rcode.NOERROR, "example.com. 300 A 192.0.2.1"));
          }
          List<byte[]> guesses = new ArrayList<>();
          for (int i = 1; i <= 100; i++) {
            Message guess = response(query, Rcode.NXDOMAIN, SOA);
            guess.getHeader().setID((query.getHeader().getID() + i) & 0xffff);
            guesses.add(guess.toWire());
          }
          return guesses;
        };
    try (FakeResolver resolver = new FakeResolver(behaviour)) {
      assertThat(client(resolver).lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
      assertThat(resolver.tcpQueries).hasValue(1);
    }
  }

  @Test
  void attackerWhoAnswersFromAnotherAddressIsNotHeard() throws IOException {
    AtomicReference<FakeResolver> silent = new AtomicReference<>();
    try (DatagramSocket attacker = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.66"));
        FakeResolver good = FakeResolver.answering("example.com. 9 A 192.0.2.1");
        // The attacker knows id, question and port, but does not sit at the server's address.
        FakeResolver watched =
            new FakeResolver(
                (query, _) -> {
                  byte[] forged = message(query, Rcode.NXDOMAIN, SOA);
                  InetAddress client = InetAddress.ofLiteral("127.0.0.1");
                  for (int port : silent.get().ports) {
                    attacker.send(new DatagramPacket(forged, forged.length, client, port));
                  }
                  return List.of();
                })) {
      silent.set(watched);
      assertThat(client(watched, good).lookup(NAME, RecordType.A)).isInstanceOf(Found.class);
      assertThat(watched.ports).isNotEmpty();
    }
  }

  @Test
  void portsAndIdsVaryFromQuestionToQuestion() throws IOException {
    try (FakeResolver resolver =
        new FakeResolver((query, _) -> List.of(message(query, Rcode.NXDOMAIN, SOA)))) {
      DnsClient client = client(resolver);
      for (int i = 0; i < 320; i++) {
        client.lookup(NAME.child("x" + i), RecordType.A);
      }
      assertThat(resolver.ports).hasSizeGreaterThanOrEqualTo(19); // 16 questions each, chance apart
      assertThat(resolver.ids).hasSizeGreaterThan(300);
    }
  }

  private DnsClient client(FakeResolver... servers) {
    return new DnsClient(
        DnsClient.Options.of(FakeResolver.addresses(servers)).total(Duration.ofSeconds(3)), clock);
  }
}
