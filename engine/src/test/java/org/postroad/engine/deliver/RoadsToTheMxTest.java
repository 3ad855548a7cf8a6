package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.EnhancedStatus;

/// Honest networks in all their states: mail gets through if there is a way.
class RoadsToTheMxTest {

  private static final Resolution ENFORCE = policy("enforce", "*.example.org");

  private final LabRoad road = new LabRoad().mx("10 mx1.example.org", "20 mx2.example.org");

  @AfterEach
  void close() {
    road.close();
  }

  @Test
  void theMessageArrivesAsItWas() {
    LabMx mx = road.exchanger("mx1.example.org");
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(report.recipients().getFirst()).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.taken().data())
        .isEqualTo(new String(LiteralWorld.message().octets(), StandardCharsets.ISO_8859_1));
    assertThat(road.taken().from()).isEqualTo("from@example.com");
    assertThat(road.taken().to()).containsExactly("to@example.org");
    assertThat(road.taken().greetings())
        .containsExactly("client.example.com", "client.example.com");
    assertThat(mx.visits().entries()).allMatch(visit -> visit.pipelined().isEmpty());
  }

  @Test
  void aBadFirstMxDoesNotStopAGoodSecond() {
    road.exchanger("mx1.example.org", Leaf.of("mx1.example.org").expired());
    road.exchanger("mx2.example.org");
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).containsExactly("mx2.example.org");
    assertThat(report.attempts()).hasSize(2);
  }

  @Test
  void allBadMeansLater() {
    road.exchanger("mx1.example.org", Leaf.of("mx1.example.org").expired());
    road.exchanger("mx2.example.org").conduct(MxConduct.honest().withoutStartTls());
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).isEmpty();
    assertThat(report.recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status()).isEqualTo(new EnhancedStatus(4, 7, 5)));
  }

  @Test
  void aDeadFirstAddressDoesNotStopAGoodSecond() {
    InetAddress dead = road.address();
    road.exchanger("mx1.example.org", Leaf.of("mx1.example.org"), road.address());
    road.dns()
        .set(
            "mx1.example.org",
            RecordType.A,
            dead.getHostAddress(),
            road.dns().truth("mx1.example.org", RecordType.A).getFirst());
    road.dead(dead);
    road.deliver(ENFORCE);

    assertThat(road.holders()).containsExactly("mx1.example.org");
  }

  @Test
  void ipv6AloneWillDo() {
    road.exchanger("mx1.example.org", Leaf.of("mx1.example.org"), road.address6());
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).containsExactly("mx1.example.org");
    assertThat(report.attempts()).hasSize(1);
  }

  @Test
  void aDomainWithoutMxIsItsOwnHost() {
    road.mx();
    road.exchanger("example.org");

    road.deliver(policy("enforce", "example.org"));
    assertThat(road.holders()).containsExactly("example.org");
  }

  @Test
  void withoutAPolicyAnOldServerGetsItsMailInClear() {
    road.exchanger("mx1.example.org").conduct(MxConduct.honest().withoutStartTls());
    road.deliver(NO_POLICY);

    assertThat(road.holders()).containsExactly("mx1.example.org in clear");
  }

  @Test
  void aServerThatDemandsTlsGetsIt() {
    road.exchanger("mx1.example.org").conduct(MxConduct.honest().demandingTls());
    road.deliver(NO_POLICY);

    assertThat(road.holders()).containsExactly("mx1.example.org");
  }

  @Test
  void aGreylisterGetsItTheSecondTime() {
    road.mx("10 mx1.example.org");
    road.exchanger("mx1.example.org").conduct(MxConduct.honest().greylisting());

    assertThat(road.deliver(ENFORCE).recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status().text()).isEqualTo("4.7.1"));
    road.deliver(ENFORCE);
    assertThat(road.holders()).containsExactly("mx1.example.org");
  }

  @Test
  void aVerifiedHostMaySayNoForGood() {
    road.exchanger("mx1.example.org")
        .conduct(MxConduct.honest().answering(Stage.RCPT, SmtpReply.of(550, "5.1.1 nobody here")));
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(report.attempts()).hasSize(1);
    assertThat(report.recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Failed.class,
            f -> assertThat(f.reason().status().text()).isEqualTo("5.1.1"));
  }

  @Test
  void aServerThatTalksForEverIsLeft() {
    road.exchanger("mx1.example.org")
        .conduct(MxConduct.honest().answering(Stage.EHLO, new SmtpReply.Endless(250)));
    road.exchanger("mx2.example.org");
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).containsExactly("mx2.example.org");
    assertThat(report.attempts().getFirst().end()).contains("reply of more than 200 lines");
  }

  @Test
  void aSilentServerIsLeft() {
    road.impatient();
    road.exchanger("mx1.example.org")
        .conduct(MxConduct.honest().answering(Stage.CONNECT, new SmtpReply.Silent()));
    road.exchanger("mx2.example.org");
    DeliveryReport report = road.deliver(ENFORCE);

    assertThat(road.holders()).containsExactly("mx2.example.org");
    assertThat(report.attempts().getFirst().end()).isEqualTo("timed out waiting for the greeting");
    assertThat(report.attempts().getFirst().session().resultType()).isEmpty();
  }

  @Test
  void aSmartHostIsHeldToItsOwnPolicy() { // RFC 8461 §3.4
    road.exchanger("relay.example.net");
    NextHop hop = ((NextHop.Parsed.Valid) NextHop.parse("[relay.example.net]")).hop();
    road.deliver(hop, policy("enforce", "relay.example.net"));

    assertThat(road.holders()).containsExactly("relay.example.net");
  }
}
