package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.dns.FakeResolver.message;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// One question from an event loop, with the test as the loop.
class EventDnsTest {

  private static final DomainName NAME = DomainName.of("_mta-sts.example.com");
  private static final InstantSource CLOCK = () -> Instant.parse("2026-01-01T00:00:00Z");

  private Selector selector;

  @BeforeEach
  void open() throws IOException {
    selector = Selector.open();
  }

  @AfterEach
  void close() throws IOException {
    selector.close();
  }

  @Test
  void answersThatSayAllAreHandedOn() throws IOException {
    try (FakeResolver found =
            FakeResolver.answering("_mta-sts.example.com. 60 TXT \"v=STSv1; id=1;\"");
        FakeResolver none =
            new FakeResolver((query, _) -> List.of(message(query, Rcode.NXDOMAIN)))) {
      assertThat(asked(found)).containsInstanceOf(Answer.Found.class);
      assertThat(asked(none)).containsInstanceOf(Answer.NoSuchName.class);
    }
  }

  @Test
  void foundRecordIsRememberedForTheClient() throws IOException {
    try (FakeResolver resolver =
        FakeResolver.answering("_mta-sts.example.com. 60 TXT \"v=STSv1; id=1;\"")) {
      DnsClient client = client(resolver);
      assertThat(asked(client)).isPresent();
      assertThat(client.lookup(NAME, RecordType.TXT)).isInstanceOf(Answer.Found.class);
      assertThat(resolver.udpQueries.get()).isEqualTo(1);
      assertThat(new EventDns(client, this::register).ask(NAME, RecordType.TXT, _ -> {}))
          .as("what is remembered is the client's to say")
          .isFalse();
    }
  }

  /// Each of these may be an answer for a client with more patience, and none says "no record".
  @Test
  void whatSaysLessThanAllIsLeftToTheClient() throws IOException {
    List<FakeResolver.Behaviour> behaviours =
        List.of(
            (query, _) -> List.of(message(query, Rcode.SERVFAIL)),
            (query, _) -> List.of(message(query, Rcode.REFUSED)),
            (query, _) -> List.of(message(query, Rcode.FORMERR)),
            (query, _) -> {
              Message cut = FakeResolver.response(query, Rcode.NOERROR);
              cut.getHeader().setFlag(Flags.TC);
              return List.of(cut.toWire());
            },
            (query, _) ->
                List.of(message(query, Rcode.NOERROR, "_mta-sts.example.com. 60 CNAME x.example.")),
            (query, _) -> {
              byte[] torn = message(query, Rcode.NOERROR, "_mta-sts.example.com. 60 TXT \"v\"");
              return List.of(Arrays.copyOf(torn, torn.length - 1));
            });
    for (FakeResolver.Behaviour behaviour : behaviours) {
      try (FakeResolver resolver = new FakeResolver(behaviour)) {
        assertThat(asked(resolver)).isEmpty();
      }
    }
  }

  @Test
  void silenceIsNoAnswerAndTheResolverIsNotAskedHereForAWhile() throws IOException {
    try (FakeResolver silent = FakeResolver.silent();
        EventDns dns = new EventDns(client(silent), this::register)) {
      List<Optional<Answer>> got = new ArrayList<>();
      assertThat(dns.ask(NAME, RecordType.TXT, got::add)).isTrue();
      Deadline most = Deadline.after(Duration.ofSeconds(10));
      while (got.isEmpty() && !most.passed()) {
        selector.select(EventDnsTest::run, 20);
        dns.sweep();
      }
      assertThat(got).containsExactly(Optional.empty());
      assertThat(dns.ask(NAME, RecordType.TXT, got::add)).isFalse();
    }
  }

  @Test
  void closedPortIsNoAnswer() throws IOException {
    FakeResolver gone = FakeResolver.silent();
    gone.close();
    assertThat(asked(gone)).isEmpty();
  }

  @Test
  void attackerWhoGuessesIdsIsNotHeard() throws IOException {
    try (FakeResolver guessing =
        new FakeResolver(
            (query, _) -> {
              List<byte[]> answers = new ArrayList<>();
              for (int guess = 1; guess <= 5; guess++) {
                byte[] forged = message(query, Rcode.NXDOMAIN);
                forged[1] ^= (byte) guess;
                answers.add(forged);
              }
              answers.add(
                  message(query, Rcode.NOERROR, "_mta-sts.example.com. 60 TXT \"v=STSv1; id=1;\""));
              return answers;
            })) {
      assertThat(asked(guessing)).containsInstanceOf(Answer.Found.class);
    }
    try (FakeResolver flood =
        new FakeResolver(
            (query, _) -> {
              List<byte[]> answers = new ArrayList<>();
              for (int guess = 1; guess <= 8; guess++) {
                byte[] forged = message(query, Rcode.NXDOMAIN);
                forged[1] ^= (byte) guess;
                answers.add(forged);
              }
              return answers;
            })) {
      assertThat(asked(flood)).as("given up, and asked in another way").isEmpty();
    }
  }

  @Test
  void portsAndIdsChange() throws IOException {
    try (FakeResolver resolver =
            new FakeResolver((query, _) -> List.of(message(query, Rcode.NXDOMAIN)));
        EventDns dns = new EventDns(client(resolver), this::register)) {
      for (int i = 0; i < 600; i++) {
        assertThat(ask(dns, DomainName.of("_mta-sts.d" + i + ".example")))
            .containsInstanceOf(Answer.NoSuchName.class);
      }
      assertThat(resolver.ports.size()).isBetween(3, 300);
      assertThat(resolver.ids.size()).isGreaterThan(500);
    }
  }

  private Optional<Answer> asked(FakeResolver resolver) throws IOException {
    return asked(client(resolver));
  }

  private Optional<Answer> asked(DnsClient client) throws IOException {
    try (EventDns dns = new EventDns(client, this::register)) {
      return ask(dns, NAME);
    }
  }

  private Optional<Answer> ask(EventDns dns, DomainName name) throws IOException {
    List<Optional<Answer>> got = new ArrayList<>();
    if (!dns.ask(name, RecordType.TXT, got::add)) {
      return Optional.empty(); // the kernel knew at once that nobody is there
    }
    Deadline most = Deadline.after(Duration.ofSeconds(10));
    while (got.isEmpty() && !most.passed()) {
      selector.select(EventDnsTest::run, 100);
    }
    assertThat(got).hasSize(1);
    return got.getFirst();
  }

  private void register(DatagramChannel channel, Runnable readable) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, readable);
  }

  private static void run(SelectionKey key) {
    ((Runnable) key.attachment()).run();
  }

  private static DnsClient client(FakeResolver resolver) {
    return new DnsClient(DnsClient.Options.of(List.of(resolver.address())), CLOCK);
  }
}
