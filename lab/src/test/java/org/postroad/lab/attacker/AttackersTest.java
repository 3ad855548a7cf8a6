package org.postroad.lab.attacker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.Sender.Outcome.DEFERRED;
import static org.postroad.lab.Sender.Outcome.DELIVERED;
import static org.postroad.protocol.dns.RecordType.MX;
import static org.postroad.protocol.dns.RecordType.TXT;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.PlainSender;
import org.postroad.lab.Sender;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.lab.tls.ClientTls;
import org.postroad.protocol.mtasts.PolicyMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// The attackers against a sender without MTA-STS: each does what it says, and is gone when lifted.
class AttackersTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final LabInternet net = LabInternet.start();
  private final LabDomain domain = net.domain("example.org", PolicyMode.ENFORCE);
  private final Sender sender = new PlainSender(net);
  private final LabMessage message = LabMessage.of("secret");

  @AfterEach
  void liftedAttackLeavesNothingBehind() {
    domain.mx().messages().clear();
    domain.mx().conduct(MxConduct.honest());
    assertThat(sender.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
    assertThat(domain.mx().messages().entries())
        .extracting(ReceivedMail::inClear)
        .as("delivered under TLS again")
        .containsExactly(false);
    net.close();
    assertThat(net.atWork()).as("threads left behind").isZero();
  }

  @ParameterizedTest
  @EnumSource
  void starttlsStripperReadsWhatThePlainSenderDelivers(StarttlsStripper.Way way) {
    try (Attack attack = new StarttlsStripper("mx.example.org", way).mount(net)) {
      Sender.Seen seen = sender.send(message, "example.org");
      assertThat(seen.outcome()).isEqualTo(DELIVERED);
      assertThat(seen.words()).contains("in clear");
      assertThat(attack.loot().entries())
          .singleElement()
          .satisfies(
              mail -> {
                assertThat(mail.data()).isEqualTo(message.content());
                assertThat(mail.from()).isEqualTo(message.from());
                assertThat(mail.to()).containsExactly("bob@example.org");
                assertThat(mail.inClear()).isTrue();
              });
      assertThat(domain.mx().messages().entries())
          .as("the honest exchanger gets it too, and wonders")
          .extracting(ReceivedMail::inClear)
          .containsExactly(true);
      assertThat(attack.name()).isEqualTo("starttls-stripping");
    }
  }

  @Test
  void starttlsInjectorCannotReadWhatPassesUnderTls() {
    try (Attack attack = new StarttlsInjector("mx.example.org").mount(net)) {
      assertThat(sender.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().isEmpty()).isTrue();
      assertThat(domain.mx().messages().entries())
          .extracting(ReceivedMail::inClear)
          .containsExactly(false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void certificateSubstituterGetsWhatThePlainSenderSends(Forgery forgery) {
    try (Attack attack = new CertificateSubstituter("mx.example.org", forgery).mount(net)) {
      assertThat(sender.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().entries()).extracting(ReceivedMail::inClear).containsExactly(false);
      assertThat(domain.mx().messages().isEmpty()).isTrue();
    }
  }

  @Test
  void mxForgerGetsWhatThePlainSenderSendsAsOftenAsHeTries() {
    for (int i = 0; i < 2; i++) {
      try (Attack attack = new MxForger("example.org").mount(net)) {
        assertThat(sender.send(message, "example.org").words()).startsWith("mx.evil.example: 250");
        assertThat(attack.loot().total()).isEqualTo(1);
        assertThat(attack.loot().entries().getFirst().server()).isEqualTo("mx.evil.example");
      }
    }
    assertThat(domain.mx().messages().isEmpty()).isTrue();
  }

  @Test
  void mxForgersOfTwoDomainsKeepTheirLootApart() {
    LabDomain other = net.domain("example.net");
    try (Attack one = new MxForger("example.org", "mx.one.evil.example").mount(net);
        Attack two = new MxForger("example.net", "mx.two.evil.example").mount(net)) {
      sender.send(message, "example.org");
      assertThat(one.loot().total()).isEqualTo(1);
      assertThat(two.loot().total()).isZero();
      sender.send(message, other.name());
      assertThat(two.loot().total()).isEqualTo(1);
    }
  }

  @Test
  void recordHiderSaysThatThereIsNone() throws Exception {
    for (RecordHider.How how : RecordHider.How.values()) {
      try (Attack attack = new RecordHider("example.org", how).mount(net)) {
        assertThat(asked("_mta-sts.example.org", TXT.name()).getSection(Section.ANSWER)).isEmpty();
      }
    }
    assertThat(asked("_mta-sts.example.org", TXT.name()).getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void recordSilencerLeavesTheQuestionOpen() {
    try (Attack attack = new RecordSilencer("example.org").mount(net)) {
      refused(() -> asked("_mta-sts.example.org", TXT.name(), SHORT), IOException.class);
      assertThat(sender.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
    }
  }

  @Test
  void idForgerAnnouncesWhatCannotBeFetched() throws Exception {
    try (Attack attack = new IdForger("example.org").mount(net)) {
      assertThat(asked("_mta-sts.example.org", TXT.name()).getSection(Section.ANSWER).getFirst())
          .asString()
          .contains("id=forged1;");
      refused(() -> fetch(LONG), IOException.class);
    }
    assertThat(fetch()).contains("mode: enforce");
  }

  @Test
  void policyHostBlockerLetsNobodyThrough() throws Exception {
    try (Attack attack = new PolicyHostBlocker("example.org").mount(net)) {
      refused(() -> fetch(LONG), ConnectException.class);
    }
    try (Attack attack = new PolicyHostBlocker("example.org", new Answering.Silent()).mount(net)) {
      refused(() -> fetch(SHORT), SocketTimeoutException.class);
    }
    try (Attack attack = new PolicyHostBlocker("no-policy.example").mount(net)) {
      assertThat(fetch()).as("who has no policy host cannot lose it").contains("enforce");
    }
  }

  @Test
  void policyHostHijackerServesHisOwnPolicy() throws Exception {
    try (Attack attack = new PolicyHostHijacker("example.org").mount(net)) {
      assertThat(fetch()).contains("mode: none");
    }
    try (Attack attack =
        PolicyHostHijacker.naming("example.org", "mx.evil.example", Forgery.VALID).mount(net)) {
      assertThat(fetch()).contains("mx: mx.evil.example");
    }
    assertThat(fetch()).contains("mx: mx.example.org");
  }

  @Test
  void staleDnsKeepsTheOldExchangerInPlace() {
    try (Attack attack = new StaleDns("example.org").mount(net)) {
      net.dns().set("example.org", MX, "10 new.example.org");
      assertThat(sender.send(message, "example.org").words()).startsWith("mx.example.org: 250");
    }
    assertThat(sender.send(message, "example.org").outcome())
        .as("the new one does not exist yet")
        .isEqualTo(DEFERRED);
    net.dns().set("example.org", MX, "10 mx.example.org");
  }

  @Test
  void accomplicesActTogetherAndEndTogether() throws Exception {
    Attacker both = new RecordHider("example.org").with(new MxForger("example.org"));
    assertThat(both.name()).isEqualTo("record-hidden");
    try (Attack attack = both.mount(net)) {
      assertThat(asked("_mta-sts.example.org", TXT.name()).getSection(Section.ANSWER)).isEmpty();
      assertThat(sender.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().total()).isEqualTo(1);
    }
    assertThat(asked("_mta-sts.example.org", TXT.name()).getSection(Section.ANSWER)).hasSize(1);
  }

  private static void refused(ThrowingCallable call, Class<? extends Throwable> how) {
    Assertions.assertThatThrownBy(call).isInstanceOf(how);
  }

  private Message asked(String name, String type) throws IOException {
    return asked(name, type, LONG);
  }

  private Message asked(String name, String type, Duration patience) throws IOException {
    SimpleResolver resolver = new SimpleResolver(net.dns().address());
    resolver.setTimeout(patience);
    return resolver.send(
        Message.newQuery(
            Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN)));
  }

  /// The policy as a client that verifies nothing gets it.
  private String fetch() throws IOException {
    return fetch(LONG);
  }

  private String fetch(Duration patience) throws IOException {
    InetAddress address = net.addressesOf("mta-sts.example.org").getFirst();
    try (Socket plain =
        net.network().dial(new InetSocketAddress(address, 443), Duration.ofSeconds(10))) {
      plain.setSoTimeout((int) patience.toMillis());
      try (SSLSocket socket = ClientTls.withAnyone(plain, "mta-sts.example.org")) {
        socket.setSoTimeout(10_000);
        String request = "GET " + LabPolicyHost.POLICY_PATH + " HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
      }
    }
  }
}
