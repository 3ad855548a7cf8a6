package org.postroad.lab.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postroad.lab.dns.Interference.How.JUNK;
import static org.postroad.lab.dns.Interference.How.NOT_A_RESPONSE;
import static org.postroad.lab.dns.Interference.How.WRONG_ID;
import static org.postroad.lab.dns.Interference.How.WRONG_QUESTION;
import static org.postroad.protocol.dns.RecordType.A;
import static org.postroad.protocol.dns.RecordType.MX;
import static org.postroad.protocol.dns.RecordType.TXT;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.Fuzz;
import org.postroad.lab.net.Gate;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class LabDnsTest {

  private static final Duration SHORT = Duration.ofMillis(250);

  private final LabDns dns = LabDns.start();

  @BeforeEach
  void zones() {
    dns.zone(
        "example.org",
        """
        @        MX    10 mx
        mx       A     198.51.100.25
        _mta-sts CNAME _mta-sts.hosting.example.
        loop     CNAME pool
        pool     CNAME loop
        lost     CNAME nothing.hosting.example.
        """);
    dns.zone("hosting.example", "_mta-sts 30 TXT \"v=STSv1; id=1;\"");
  }

  @AfterEach
  void close() {
    dns.close();
    assertThat(dns.atWork()).as("threads left behind").isZero();
  }

  @Test
  void answersAsAResolverDoes() throws Exception {
    Message reply = ask("example.org", "MX");

    assertThat(reply.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(reply.getHeader().getFlag(Flags.AD)).isFalse();
    assertThat(data(reply)).containsExactly("10 mx.example.org.");
  }

  @Test
  void aliasIsFollowedIntoAnotherZone() throws Exception {
    assertThat(data(ask("_mta-sts.example.org", "TXT")))
        .containsExactly("_mta-sts.hosting.example.", "\"v=STSv1; id=1;\"");
  }

  @Test
  void noAnswerIsKeptForLongerThanItSays() throws Exception {
    dns.ttlMax(Duration.ofSeconds(1));
    assertThat(ask("_mta-sts.example.org", "TXT").getSection(Section.ANSWER))
        .hasSize(2)
        .allMatch(record -> record.getTTL() == 1);
    assertThat(ask("mx.example.org", "TXT").getSection(Section.AUTHORITY).getFirst().getTTL())
        .isEqualTo(1);
  }

  @Test
  void aliasLoopIsAServerFailure() throws Exception {
    assertThat(ask("loop.example.org", "A").getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void absencesAreToldApartAndBearASoa() throws Exception {
    Message noData = ask("mx.example.org", "TXT");
    assertThat(noData.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(noData.getSection(Section.AUTHORITY).getFirst().getTTL()).isEqualTo(60);

    Message noName = ask("nobody.example.org", "TXT");
    assertThat(noName.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(noName.getSection(Section.AUTHORITY).getFirst().getType()).isEqualTo(Type.SOA);

    assertThat(ask("elsewhere.test", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(ask("example", "A").getRcode()).as("above a zone").isEqualTo(Rcode.NOERROR);
    Message lost = ask("lost.example.org", "A");
    assertThat(lost.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(data(lost)).containsExactly("nothing.hosting.example.");
  }

  @Test
  void longAnswerIsTruncatedOverUdpAndWholeOverTcp() throws Exception {
    String[] long1 =
        IntStream.range(0, 60)
            .mapToObj(i -> i + " mx" + i + ".a-rather-long-name.example.org")
            .toArray(String[]::new);
    dns.set("example.org", MX, long1);

    SimpleResolver udp = resolver();
    udp.setIgnoreTruncation(true);
    assertThat(udp.send(query("example.org", "MX")).getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(data(ask("example.org", "MX"))).hasSize(60);
    assertThat(dns.questions().entries())
        .extracting(Question::overTcp)
        .containsExactly(false, false, true);
  }

  @Test
  void ednsDecidesHowMuchFitsIntoUdp() throws Exception {
    String[] some =
        IntStream.range(0, 35)
            .mapToObj(i -> i + " mx" + i + ".a-rather-long-name.example.org")
            .toArray(String[]::new);
    dns.set("example.org", MX, some);
    SimpleResolver plain = resolver();
    plain.setIgnoreTruncation(true);
    plain.setEDNS(-1);
    SimpleResolver edns = resolver();
    edns.setIgnoreTruncation(true);

    assertThat(plain.send(query("example.org", "MX")).getHeader().getFlag(Flags.TC)).isTrue();
    Message whole = edns.send(query("example.org", "MX"));
    assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(whole.getOPT()).isNotNull();
    assertThat(dns.questions().entries()).extracting(Question::udpSize).first().isEqualTo(512);
  }

  @Test
  void signedZonesAnswersAreVouchedForUntilTheyLeadElsewhere() throws Exception {
    dns.zone(Zone.of("signed.example", "@ MX 0 mx\nout CNAME mx.example.org.").signed());

    assertThat(askDnssec("signed.example", "MX").getHeader().getFlag(Flags.AD)).isTrue();
    assertThat(askDnssec("no.signed.example", "MX").getHeader().getFlag(Flags.AD)).isTrue();
    assertThat(askDnssec("out.signed.example", "A").getHeader().getFlag(Flags.AD)).isFalse();
    try (Mounted on = dns.interfere("signed.example", MX, Interference.forged("0 evil.example"))) {
      Message reply = askDnssec("signed.example", "MX");
      assertThat(reply.getRcode()).as("the resolver validates").isEqualTo(Rcode.SERVFAIL);
      assertThat(reply.getHeader().getFlag(Flags.AD)).isFalse();
      dns.validation(Validation.OFF);
      assertThat(data(askDnssec("signed.example", "MX"))).containsExactly("0 evil.example.");
      dns.validation(Validation.ON);
    }
  }

  @Test
  void recordsChangeWhileItRuns() throws Exception {
    dns.set("new.example.org", A, "192.0.2.7");
    assertThat(data(ask("new.example.org", "A"))).containsExactly("192.0.2.7");
    dns.remove("new.example.org", A);
    assertThat(ask("new.example.org", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThatThrownBy(() -> dns.set("new.example.com", A, "192.0.2.7"))
        .hasMessage("no zone holds new.example.com.");
    assertThatThrownBy(() -> dns.set("new.example.org", A, "192.0.2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void forgerIsBelievedUntilLifted() throws Exception {
    try (Mounted on = dns.interfere("example.org", MX, Interference.forged("0 mx.evil.example"))) {
      assertThat(data(ask("example.org", "MX"))).containsExactly("0 mx.evil.example.");
      assertThat(dns.truth("example.org", MX)).containsExactly("10 mx.example.org.");
    }
    assertThat(data(ask("example.org", "MX"))).containsExactly("10 mx.example.org.");
  }

  @Test
  void forgedAbsenceHasTheTtlOfTheForger() throws Exception {
    try (Mounted on =
        dns.interfere(
            "_mta-sts.example.org",
            TXT,
            new Interference.ForgedNoSuchName(Duration.ofSeconds(7)))) {
      Message reply = ask("_mta-sts.example.org", "TXT");
      assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(data(reply)).isEmpty();
      assertThat(reply.getSection(Section.AUTHORITY).getFirst().getTTL()).isEqualTo(7);
    }
    try (Mounted on = dns.interfereAt("example.org", Interference.forgedNoData())) {
      assertThat(ask("example.org", "MX").getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(data(ask("example.org", "MX"))).isEmpty();
    }
  }

  @Test
  void errorCodesAreErrorCodes() throws Exception {
    try (Mounted on = dns.interfereBelow("example.org", Interference.servfail())) {
      assertThat(ask("mx.example.org", "A").getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
    try (Mounted on = dns.interfere("mx.example.org", A, Interference.refused())) {
      assertThat(ask("mx.example.org", "A").getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(ask("mx.example.org", "TXT").getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }

  @Test
  void silenceIsATimeOut() {
    try (Mounted on = dns.interfere("example.org", MX, Interference.silent())) {
      assertThatThrownBy(() -> ask("example.org", "MX", SHORT)).isInstanceOf(IOException.class);
      assertThat(dns.asked("example.org", MX)).isEqualTo(1);
    }
  }

  @Test
  void truncationSendsToTcp() throws Exception {
    try (Mounted on = dns.interfere("example.org", MX, Interference.truncated())) {
      assertThat(data(ask("example.org", "MX"))).containsExactly("10 mx.example.org.");
    }
    assertThat(dns.questions().entries()).extracting(Question::overTcp).contains(true);
  }

  @Test
  void whatDoesNotBelongIsNoAnswer() {
    for (Interference.How how : List.of(JUNK, WRONG_ID, WRONG_QUESTION)) {
      try (Mounted on = dns.interfere("example.org", MX, new Interference.Garbled(how))) {
        assertThatThrownBy(() -> ask("example.org", "MX", SHORT))
            .as(how.toString())
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void queryThatComesBackIsNoResponse() throws Exception {
    try (Mounted on = dns.interfere("example.org", MX, new Interference.Garbled(NOT_A_RESPONSE))) {
      assertThat(ask("example.org", "MX").getHeader().getFlag(Flags.QR)).isFalse();
    }
  }

  @Test
  void staleAnswerIsWhatWasTrueBefore() throws Exception {
    try (Mounted on = dns.interfereBelow("example.org", new Interference.Stale())) {
      dns.set("example.org", MX, "10 new.example.org");
      assertThat(data(ask("example.org", "MX"))).containsExactly("10 mx.example.org.");
    }
    assertThat(data(ask("example.org", "MX"))).containsExactly("10 new.example.org.");
  }

  @Test
  void rebindingGivesAnotherAddressEachTime() throws Exception {
    try (Mounted on =
        dns.interfere("mx.example.org", A, Interference.rebinding("192.0.2.1", "127.0.0.1"))) {
      Message first = ask("mx.example.org", "A");
      assertThat(data(first)).containsExactly("192.0.2.1");
      assertThat(first.getSection(Section.ANSWER).getFirst().getTTL()).isZero();
      assertThat(data(ask("mx.example.org", "A"))).containsExactly("127.0.0.1");
      assertThat(data(ask("mx.example.org", "A"))).containsExactly("127.0.0.1");
    }
  }

  @Test
  void heldAnswerComesWhenTheGateOpens() throws Exception {
    Gate gate = new Gate();
    try (Mounted on = dns.interfere("example.org", MX, Interference.held(gate))) {
      CompletableFuture<Message> pending =
          resolver().sendAsync(query("example.org", "MX")).toCompletableFuture();
      gate.awaitArrival(Duration.ofSeconds(10));
      dns.set("example.org", MX, "10 later.example.org");
      assertThat(pending).isNotDone();
      gate.open();
      assertThat(data(pending.get(10, TimeUnit.SECONDS)))
          .as("the answer as of the question")
          .containsExactly("10 mx.example.org.");
    }
  }

  @Test
  void lastInterferenceCounts() throws Exception {
    Mounted first = dns.interfere("example.org", MX, Interference.forged("0 one.example"));
    Mounted second = dns.interfere("example.org", MX, Interference.forged("0 two.example"));
    assertThat(data(ask("example.org", "MX"))).containsExactly("0 two.example.");
    second.close();
    second.close();
    assertThat(data(ask("example.org", "MX"))).containsExactly("0 one.example.");
    first.close();
    assertThat(data(ask("example.org", "MX"))).containsExactly("10 mx.example.org.");
  }

  @Test
  void badForgeryIsSeenByWhoMountsIt() {
    assertThatThrownBy(() -> dns.interfere("example.org", A, Interference.forged("no address")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dns.interfereAt("example.org", Interference.forged("192.0.2.1")))
        .hasMessage("forged data needs a type");
  }

  @Test
  void questionsAreCounted() throws Exception {
    ask("Example.ORG", "MX");
    ask("example.org", "MX");
    ask("example.org", "TXT");

    assertThat(dns.asked("example.org", MX)).isEqualTo(2);
    assertThat(dns.asked("EXAMPLE.org.", TXT)).isEqualTo(1);
    assertThat(dns.questions().entries())
        .extracting(q -> q.name() + " " + q.type())
        .containsExactly("example.org MX", "example.org MX", "example.org TXT");
  }

  @Test
  void junkQueriesLeaveItAnswering() throws Exception {
    Random random = Fuzz.random("LabDns fuzz");
    byte[] good = query("example.org", "MX").toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 2_000; i++) {
        byte[] damaged = Arrays.copyOf(good, random.nextInt(good.length + 10));
        for (int n = random.nextInt(6); n > 0 && damaged.length > 0; n--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        socket.send(new DatagramPacket(damaged, damaged.length, dns.address()));
      }
    }
    try (Socket socket = new Socket(dns.address().getAddress(), dns.address().getPort())) {
      socket.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
    }
    SimpleResolver tcp = resolver();
    tcp.setTCP(true);
    assertThat(data(tcp.send(query("example.org", "MX")))).containsExactly("10 mx.example.org.");
    assertThat(data(askAgainAndAgain())).containsExactly("10 mx.example.org.");
  }

  /// Over UDP, where a burst before it may have filled the system's buffers.
  private Message askAgainAndAgain() throws IOException {
    for (int i = 0; ; i++) {
      try {
        return ask("example.org", "MX", Duration.ofSeconds(1));
      } catch (IOException e) {
        if (i == 20) {
          throw e;
        }
      }
    }
  }

  private Message ask(String name, String type) throws IOException {
    return ask(name, type, Duration.ofSeconds(10));
  }

  private Message ask(String name, String type, Duration timeout) throws IOException {
    SimpleResolver resolver = resolver();
    resolver.setTimeout(timeout);
    return resolver.send(query(name, type));
  }

  private Message askDnssec(String name, String type) throws IOException {
    SimpleResolver resolver = resolver();
    resolver.setEDNS(0, 1232, org.xbill.DNS.ExtendedFlags.DO, List.of());
    return resolver.send(query(name, type));
  }

  private SimpleResolver resolver() {
    return new SimpleResolver(dns.address());
  }

  private static Message query(String name, String type) throws IOException {
    Name absolute = Name.fromString(name, Name.root);
    return Message.newQuery(Record.newRecord(absolute, Type.value(type), DClass.IN));
  }

  private static List<String> data(Message reply) {
    return reply.getSection(Section.ANSWER).stream()
        .map(Record::rdataToString)
        .collect(Collectors.toList());
  }
}
