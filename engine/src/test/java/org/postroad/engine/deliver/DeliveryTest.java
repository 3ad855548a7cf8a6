package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.ENFORCE;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.assertDelivered;
import static org.postroad.engine.deliver.LiteralWorld.cuts;
import static org.postroad.engine.deliver.LiteralWorld.deferred;
import static org.postroad.engine.deliver.LiteralWorld.first;
import static org.postroad.engine.deliver.LiteralWorld.policy;
import static org.postroad.engine.deliver.LiteralWorld.untrusted;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postroad.engine.smtpclient.ScriptedServer;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.tlsrpt.Channel;
import org.postroad.protocol.tlsrpt.PolicyType;
import org.postroad.protocol.tlsrpt.ResultType;
import org.postroad.protocol.tlsrpt.SessionOutcome;

/// What each failure of a host leads to, and who gets which answer; without a network, so that each
/// case is a literal. Which hosts are tried at all is in [HostsTriedTest].
class DeliveryTest {

  private static final Resolution TESTING = policy("testing", "*.example.com");

  private final LiteralWorld world = LiteralWorld.withTwoHosts();

  @Test
  void aVerifiedHostGetsTheMessage() {
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(report.recipients())
        .singleElement()
        .isInstanceOfSatisfying(
            RecipientOutcome.Delivered.class,
            delivered ->
                assertThat(delivered.session().outcome())
                    .isInstanceOf(SessionOutcome.Verified.class));
    assertThat(report.attempts()).hasSize(1);
    assertThat(first(report).policyType()).isEqualTo(PolicyType.STS);
    assertThat(report.attempts().getFirst().end()).isEqualTo("message taken: 250 2.0.0 queued");
  }

  @Test
  void aBadFirstHostDoesNotStopAGoodSecond() {
    world.host("mx1.example.com", LiteralWorld::untrusted, "192.0.2.1");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(first(report).resultType()).contains(ResultType.CERTIFICATE_NOT_TRUSTED);
    assertDelivered(report);
    assertThat(world.sessions().getFirst().received()).doesNotContain("DATA");
  }

  @Test
  void allBadMeansLaterNeverNo() {
    world
        .host("mx1.example.com", LiteralWorld::untrusted, "192.0.2.1")
        .host("mx2.example.com", LiteralWorld::plain, "192.0.2.2");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(deferred(report).status().text()).isEqualTo("4.7.5");
    assertThat(deferred(report).text()).isEqualTo("issuer unknown");
    assertThat(world.said()).noneMatch(LiteralWorld::tells);
  }

  @Test
  void testingDeliversAndNotes() {
    world.host("mx1.example.com", LiteralWorld::untrusted, "192.0.2.1");
    DeliveryReport report = world.deliver(TESTING, "a@example.com");

    assertDelivered(report);
    assertThat(report.attempts()).hasSize(1);
    assertThat(first(report).resultType()).contains(ResultType.CERTIFICATE_NOT_TRUSTED);
  }

  @Test
  void testingDeliversOutsideThePolicyToo() {
    DeliveryReport report = world.deliver(policy("testing", "mx9.example.com"), "a@example.com");

    assertDelivered(report);
    assertThat(first(report).resultType()).contains(ResultType.VALIDATION_FAILURE);
    assertThat(report.doubtsPolicy()).isTrue();
  }

  @Test
  void testingThatFindsNothingWantingIsVerified() {
    DeliveryReport report = world.deliver(TESTING, "a@example.com");

    assertThat(first(report).outcome()).isInstanceOf(SessionOutcome.Verified.class);
  }

  @Test
  void modeNoneDemandsNothing() {
    world.host("mx1.example.com", LiteralWorld::untrusted, "192.0.2.1");
    DeliveryReport report = world.deliver(policy("none"), "a@example.com");

    assertDelivered(report);
    assertThat(first(report).resultType()).isEmpty();
    assertThat(first(report).policyType()).isEqualTo(PolicyType.STS);
  }

  @Test
  void withoutAPolicyABrokenHandshakeIsFollowedByClear() {
    world.host("mx1.example.com", LiteralWorld::cuts, "192.0.2.1");
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com");

    assertThat(world.dialled()).containsExactly("192.0.2.1:25", "192.0.2.1:25");
    assertThat(first(report).resultType()).contains(ResultType.VALIDATION_FAILURE);
    assertThat(report.attempts().getLast().session().outcome())
        .isEqualTo(new SessionOutcome.Unverified(new Channel.Clear(), List.of()));
  }

  @Test
  void withAPolicyItIsNot() {
    world.host("mx1.example.com", LiteralWorld::cuts, "192.0.2.1").dead("192.0.2.2");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(world.dialled()).containsExactly("192.0.2.1:25", "192.0.2.2:25");
    assertThat(deferred(report).status().text()).isEqualTo("4.7.5");
    assertThat(world.said()).noneMatch(LiteralWorld::tells);
  }

  @Test
  void withoutAPolicyMissingStartTlsIsNotedAndNoMore() {
    world.host("mx1.example.com", LiteralWorld::plain, "192.0.2.1");
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com");

    assertDelivered(report);
    assertThat(first(report).policyType()).isEqualTo(PolicyType.NO_POLICY_FOUND);
    assertThat(first(report).resultType()).contains(ResultType.STARTTLS_NOT_SUPPORTED);
  }

  @Test
  void nothingIsDeliveredBeforeThePolicyIsKnown() {
    DeliveryReport report =
        world.deliver(
            new Resolution.TryLater(Resolution.Delay.RECORD_UNANSWERED, "SERVFAIL"),
            "a@example.com");

    assertThat(deferred(report).status().text()).isEqualTo("4.4.3");
    assertThat(report.attempts()).isEmpty();
    assertThat(world.dialled()).isEmpty();
  }

  /// A server that obeys under TLS what a stranger put in before it says one thing too much, and
  /// each later answer is to the command before.
  @Test
  void noAnswerOutOfStepIsFinal() {
    world
        .mx("example.com", "10 mx.example.com")
        .host(
            "mx.example.com",
            server ->
                server
                    .on("EHLO in TLS", "250 ok~")
                    .on("MAIL FROM", "250 mx.example.com~")
                    .on("RCPT TO:<a@example.com>", "250 ok~")
                    .on("RCPT TO:<b@example.com>", "550 5.1.1 no such user~")
                    .on("DATA", "550 5.1.1 no such user~")
                    .on("QUIT", "354 go~"),
            "192.0.2.1");
    DeliveryReport report = world.deliver(NO_POLICY, "a@example.com", "b@example.com");

    assertThat(report.recipients())
        .allSatisfy(each -> assertThat(each).isInstanceOf(RecipientOutcome.Deferred.class));
    assertThat(deferred(report).text()).contains("out of step").contains("no such user");
  }

  @Test
  void eachRecipientHasItsOwnAnswer() {
    world.host(
        "mx1.example.com",
        server ->
            server
                .on("RCPT TO:<gone@", "550 5.1.1 nobody~")
                .on("RCPT TO:<later@", "450 4.2.1 greylisted~"),
        "192.0.2.1");
    world.dead("192.0.2.2");
    DeliveryReport report =
        world.deliver(ENFORCE, "later@example.com", "gone@example.com", "here@example.com");

    assertThat(report.recipients())
        .extracting(outcome -> outcome.getClass().getSimpleName() + " " + outcome.to())
        .containsExactly(
            "Deferred later@example.com", "Failed gone@example.com", "Delivered here@example.com");
    assertThat(report.recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status().text()).isEqualTo("4.2.1"));
    assertThat(world.dialled()).hasSize(2);
  }

  @Test
  void whoIsToldLaterIsTriedAtTheNextHost() {
    world.host("mx1.example.com", s -> s.on("RCPT TO:<later@", "450 busy~"), "192.0.2.1");
    DeliveryReport report = world.deliver(ENFORCE, "later@example.com", "here@example.com");

    assertThat(report.recipients()).allMatch(RecipientOutcome.Delivered.class::isInstance);
    assertThat(world.sessions().getLast().received())
        .contains("RCPT TO:<later@example.com>")
        .doesNotContain("RCPT TO:<here@example.com>");
  }

  @Test
  void aMessageThatMayHaveArrivedIsNotSentToTheNextHost() {
    world.host("mx1.example.com", s -> s.on("message", ScriptedServer.HANG_UP), "192.0.2.1");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(world.dialled()).hasSize(1);
    assertThat(deferred(report).status().text()).isEqualTo("4.4.2");
  }

  @Test
  void attackerWhoAnswersBeforeTlsCannotFailAMessageForGood() {
    for (String command : List.of("greeting", "EHLO")) {
      world.host(
          "mx1.example.com",
          s -> s.on(command, "554 5.7.1 no~").on("HELO", "554 no~"),
          "192.0.2.1");
      world.dead("192.0.2.2");

      assertThat(deferred(world.deliver(ENFORCE, "a@example.com")).status().isPermanent())
          .as(command)
          .isFalse();
    }
  }

  @Test
  void injectorOfResponsesIsLeft() {
    world.host("mx1.example.com", s -> s.on("STARTTLS", "220 go~250 ok~"), "192.0.2.1");
    world.dead("192.0.2.2");
    DeliveryReport report = world.deliver(ENFORCE, "a@example.com");

    assertThat(first(report).resultType()).contains(ResultType.VALIDATION_FAILURE);
    assertThat(world.said()).containsExactly("EHLO client.example.org", "STARTTLS");
  }

  @Test
  void hostileServersGetNoWordOfTheMessage() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int delivered = 0;
    for (int i = 0; i < 5_000; i++) {
      LiteralWorld hostile =
          new LiteralWorld()
              .mx("example.com", "10 mx1.example.com", "10 mx.evil.net", "20 mx2.example.com")
              .host("mx1.example.com", server -> scramble(server, random), "192.0.2.1")
              .host("mx.evil.net", LiteralWorld::good, "203.0.113.1")
              .host("mx2.example.com", server -> scramble(server, random), "192.0.2.2");
      DeliveryReport report = hostile.deliver(ENFORCE, "a@example.com", "b@example.com");
      for (ScriptedServer session : hostile.sessions()) {
        assertThat(session.receivedInClear()).as("seed " + seed).noneMatch(LiteralWorld::tells);
        if (!session.isVerified()) {
          assertThat(session.received()).as("seed " + seed).noneMatch(LiteralWorld::tells);
        }
      }
      assertThat(hostile.dialled()).as("seed " + seed).doesNotContain("203.0.113.1:25");
      for (RecipientOutcome outcome : report.recipients()) {
        if (outcome instanceof RecipientOutcome.Delivered(var to, var session, var _, var _)) {
          delivered++;
          assertThat(session.outcome())
              .as("seed " + seed)
              .isInstanceOf(SessionOutcome.Verified.class);
        }
      }
    }
    assertThat(delivered).as("some come through, seed " + seed).isPositive();
  }

  private static void scramble(ScriptedServer server, Random random) {
    List<String> keys =
        List.of("greeting", "EHLO", "HELO", "STARTTLS", "EHLO in TLS", "MAIL FROM", "RCPT TO");
    List<String> answers =
        List.of("220 a~", "250 a~", "250-a~250 STARTTLS~", "354 a~", "421 a~", "550 a~", "x~", "");
    for (int n = random.nextInt(3); n > 0; n--) {
      String answer = answers.get(random.nextInt(answers.size()));
      String more = List.of("", "", "250 b~", ScriptedServer.HANG_UP).get(random.nextInt(4));
      server.on(keys.get(random.nextInt(keys.size())), answer + more);
    }
    switch (random.nextInt(4)) {
      case 0 -> untrusted(server);
      case 1 -> cuts(server);
      default -> {}
    }
  }
}
