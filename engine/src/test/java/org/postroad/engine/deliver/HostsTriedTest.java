package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.ENFORCE;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.TTL;
import static org.postroad.engine.deliver.LiteralWorld.assertDelivered;
import static org.postroad.engine.deliver.LiteralWorld.deferred;
import static org.postroad.engine.deliver.LiteralWorld.failed;
import static org.postroad.engine.deliver.LiteralWorld.first;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.tlsrpt.ResultType;
import org.postroad.protocol.tlsrpt.SessionOutcome;

/// Which hosts and addresses are tried, in which order and for how long; without a network, so that
/// each case is a literal.
class HostsTriedTest {

  private final LiteralWorld world = LiteralWorld.withTwoHosts();

  @Test
  void hostsAreTriedByPreference() {
    world.mx("example.com", "20 mx1.example.com", "10 mx2.example.com").dead("192.0.2.2");
    world.deliver(NO_POLICY, "a@example.com");

    assertThat(world.dialled()).containsExactly("192.0.2.2:25", "192.0.2.1:25");
  }

  @Test
  void hostsOutsideThePolicyAreMetInTheirTurn() { // RFC 8461 §8.4
    world
        .mx("example.com", "10 mx1.example.com", "20 mx.evil.net", "30 mx2.example.com")
        .host("mx.evil.net", LiteralWorld::good, "203.0.113.1")
        .dead("192.0.2.1");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(report.attempts())
        .extracting(attempt -> attempt.session().mx().host().text())
        .containsExactly("mx1.example.com", "mx.evil.net", "mx2.example.com");
    assertThat(report.attempts().get(1).session().resultType())
        .contains(ResultType.VALIDATION_FAILURE);
    assertThat(report.attempts().get(1).session().failureReason())
        .contains("mx.evil.net is not among the mx of the policy");
    assertThat(world.dialled()).doesNotContain("203.0.113.1:25");
    assertDelivered(report);
    assertThat(report.doubtsPolicy()).isTrue();
  }

  @Test
  void everyAddressOfAHostIsTried() {
    world
        .mx("example.com", "10 mx1.example.com")
        .host("mx1.example.com", LiteralWorld::good, "192.0.2.1", "192.0.2.2", "2001:db8::1")
        .dead("192.0.2.1")
        .dead("2001:db8::1");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(world.dialled()).containsExactly("2001:db8::1:25", "192.0.2.1:25", "192.0.2.2:25");
    assertDelivered(report);
  }

  @Test
  void noSuchDomainIsForGood() {
    world.answer("example.com", RecordType.MX, new Answer.NoSuchName(Security.INSECURE, TTL));

    assertThat(failed(world.deliver(NO_POLICY, "a@example.com")).status().text())
        .isEqualTo("5.1.2");
  }

  @Test
  void anUnansweredQuestionIsNotForGood() {
    world.answer("example.com", RecordType.MX, new Answer.Failed(Answer.Why.TIMED_OUT, "silence"));

    assertThat(deferred(world.deliver(NO_POLICY, "a@example.com")).status().text())
        .isEqualTo("4.4.3");
  }

  @Test
  void aNullMxIsForGood() { // RFC 7505
    world.mx("example.com", "0 .").host("example.com", LiteralWorld::good, "192.0.2.9");

    assertThat(failed(world.deliver(NO_POLICY, "a@example.com")).status().text())
        .isEqualTo("5.1.10");
    assertThat(world.dialled()).isEmpty();
  }

  @Test
  void aNullMxBesideOthersIsPassedOver() { // RFC 7505 §3
    world.mx("example.com", "0 .", "10 mx1.example.com");

    assertDelivered(world.deliver(NO_POLICY, "a@example.com"));
  }

  @Test
  void withoutMxTheDomainItselfIsTheHost() { // RFC 5321 §5.1
    world
        .answer("example.com", RecordType.MX, new Answer.NoData(Security.INSECURE, TTL))
        .host("example.com", LiteralWorld::good, "192.0.2.9");
    DeliveryReport report = world.deliver(policy("enforce", "example.com"), "a@example.com");

    assertDelivered(report);
    assertThat(world.dialled()).containsExactly("192.0.2.9:25");
  }

  @Test
  void withoutMxAndAddressThereIsNoWay() {
    world.answer("example.com", RecordType.MX, new Answer.NoData(Security.INSECURE, TTL));

    assertThat(failed(world.deliver(NO_POLICY, "a@example.com")).status().text())
        .isEqualTo("5.1.2");
  }

  @Test
  void aHostWithoutAddressIsPassedOver() {
    world.mx("example.com", "5 mx0.example.com", "10 mx1.example.com");
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com");

    assertThat(first(report).outcome())
        .isEqualTo(
            new SessionOutcome.Failed(
                SessionOutcome.Why.NO_ADDRESS, "mx0.example.com has no address"));
    assertDelivered(report);
  }

  @Test
  void ownerOfADomainCannotMakeUsDialOurOwnNetwork() {
    world.guard = AddressGuard.PUBLIC_ONLY;
    world
        .mx("example.com", "10 mx1.example.com")
        .host("mx1.example.com", LiteralWorld::good, "127.0.0.1", "10.1.2.3", "::1");
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com");

    assertThat(world.dialled()).isEmpty();
    assertThat(report.attempts()).hasSize(3);
    assertThat(deferred(report).text()).startsWith("address not allowed, ");
  }

  @Test
  void ownerOfADomainCannotMakeUsDialForEver() {
    String[] hosts = new String[60];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = "10 mx" + i + ".example.com";
      String[] addresses = new String[20];
      for (int j = 0; j < addresses.length; j++) {
        addresses[j] = "192.0." + i + "." + j;
        world.dead(addresses[j]);
      }
      world.host("mx" + i + ".example.com", LiteralWorld::good, addresses);
    }
    world.mx("example.com", hosts);
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com");

    assertThat(world.dialled()).hasSize(40);
    assertThat(deferred(report).text()).isEqualTo("given up after 40 connections");
  }

  @Test
  void theTimeMayCountOnAnotherClock() {
    AtomicLong clock = new AtomicLong();
    Deadline passed = Deadline.after(Duration.ofHours(1), clock::get);
    clock.addAndGet(Duration.ofHours(1).toNanos());
    DeliveryReport report = world.deliver(NO_POLICY, passed, "a@example.com");

    assertThat(deferred(report).text()).startsWith("out of time");
    assertThat(world.dialled()).isEmpty();
  }

  @Test
  void theTimeForAllIsLimited() {
    world.settings = world.settings.withTotal(Duration.ZERO);
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com");

    assertThat(deferred(report).text()).isEqualTo("out of time after 0 s");
    assertThat(world.dialled()).isEmpty();
  }

  @Test
  void aSmartHostInBracketsIsAskedForNoMx() {
    world.host("relay.example.net", LiteralWorld::good, "192.0.2.7");
    NextHop hop = new NextHop.Host(DomainName.of("relay.example.net"), 587);
    DeliveryReport report =
        world.deliver(hop, policy("enforce", "relay.example.net"), "a@example.com");

    assertThat(world.dialled()).containsExactly("192.0.2.7:587");
    assertThat(first(report).policyDomain()).isEqualTo(DomainName.of("relay.example.net"));
  }

  @Test
  void anAddressIsDialledAsItIs() {
    NextHop hop = ((NextHop.Parsed.Valid) NextHop.parse("[192.0.2.1]:2525")).hop();
    DeliveryReport report = world.deliver(hop, NO_POLICY, "a@example.com");

    assertThat(world.dialled()).containsExactly("192.0.2.1:2525");
    assertDelivered(report);
  }
}
