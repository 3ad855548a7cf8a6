package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Time and room that clients take: each has its bound, and none of them costs the others.
@Timeout(60)
class SlowClientsTest {

  @Test
  void aSilentConnectionIsClosedAfterTheIdleTime() {
    try (TestServer at = TestServer.tcp();
        TestClient silent = at.connect();
        TestClient active = at.connect()) {
      assertThat(silent.ask("postfix warm-1")).isEqualTo("OK warm-1");
      at.skip(Duration.ofSeconds(290));
      assertThat(active.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(silent.ask("postfix warm-2")).as("before the time").isEqualTo("OK warm-2");
      at.skip(Duration.ofSeconds(290));
      assertThat(active.ask("postfix warm-1")).isEqualTo("OK warm-1");
      at.skip(Duration.ofSeconds(20));
      assertThat(silent.rest()).isEmpty();
      assertThat(active.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(at.closed("idle")).isEqualTo(1);
    }
  }

  @Test
  void whoWaitsForAnAnswerIsNotIdle() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect();
        TestClient silent = at.connect()) {
      client.send("postfix held-1");
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      at.skip(Duration.ofHours(1));
      assertThat(silent.rest()).as("closed as idle").isEmpty();
      at.replies.release("held-1");
      assertThat(client.reply()).isEqualTo("OK asked held-1");
      try (TestClient dripping = at.connect()) {
        dripping.sendBytes((byte) '1');
        Until.holds("it has come", () -> at.metric("postroad_buffered_bytes") == 1);
        at.skip(Duration.ofSeconds(31));
        assertThat(dripping.rest()).as("closed as slow").isEmpty();
      }
      assertThat(client.ask("postfix warm-1")).as("nor just after it").isEqualTo("OK warm-1");
    }
  }

  @Test
  @Timeout(10)
  void attackerWhoDripsARequestHasThirtySecondsForAllOfIt() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      byte[] request = TestClient.request("postfix warm-1");
      client.sendBytes(request[0]);
      Until.holds("it has come", () -> at.metric("postroad_buffered_bytes") == 1);
      at.skip(Duration.ofSeconds(20));
      client.sendBytes(request[1]);
      Until.holds("it has come", () -> at.metric("postroad_buffered_bytes") == 2);
      at.skip(Duration.ofSeconds(11));
      assertThat(client.rest()).isEmpty();
      assertThat(at.closed("slow")).isEqualTo(1);
      Until.holds("nothing is held for it", () -> at.metric("postroad_buffered_bytes") == 0);
    }
  }

  @Test
  void eachRequestHasItsOwnThirtySeconds() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      byte[] request = TestClient.request("postfix warm-1");
      for (int i = 0; i < 3; i++) {
        client.sendBytes(request[0]);
        Until.holds("it has come", () -> at.metric("postroad_buffered_bytes") == 1);
        at.skip(Duration.ofSeconds(20));
        client.sendBytes(java.util.Arrays.copyOfRange(request, 1, request.length));
        assertThat(client.reply()).isEqualTo("OK warm-1");
      }
    }
  }

  @Test
  void attackerWhoDoesNotReadIsNotReadFromEither() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect();
        TestClient other = at.connect()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        client.send("postfix big-99997");
                      }
                    } catch (java.io.UncheckedIOException e) {
                      // closed, as it should be
                    }
                  });
      Until.holds("it is stuck", () -> at.metric("postroad_buffered_bytes") > 0);
      assertThat(other.ask("postfix cold-1")).isEqualTo("OK asked cold-1");
      assertThat(at.metric("postroad_buffered_bytes")).isLessThan(1_000_000);
      Until.holds(
          "it is closed when it has not read for half a minute",
          () -> {
            at.skip(Duration.ofSeconds(31)); // the system's own buffers take some more at first
            return at.closed("slow") == 1;
          });
      Until.holds("nothing is held", () -> at.metric("postroad_buffered_bytes") == 0);
      client.close();
      assertThat(writer).isNotNull();
    }
  }

  @Test
  void attackersWhoFillTheBuffersAreClosedAndNobodyElse() {
    SocketmapServer.Limits base = TestServer.LIMITS;
    SocketmapServer.Limits small =
        new SocketmapServer.Limits(
            base.connections(),
            base.pipelined(),
            base.questions(),
            50_000,
            base.idle(),
            base.request(),
            base.linger(),
            base.sweep());
    try (TestServer at = new TestServer(small, "inet:127.0.0.1:0");
        TestClient good = at.connect()) {
      List<TestClient> attackers = new ArrayList<>();
      byte[] almost = ("10000:" + "x".repeat(9_990)).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 20; i++) {
        TestClient attacker = at.connect();
        attackers.add(attacker);
        attacker.sendBytes(almost);
      }
      Until.holds("most are closed", () -> at.closed("buffers") >= 15);
      assertThat(at.metric("postroad_buffered_bytes")).isLessThanOrEqualTo(50_000);
      assertThat(good.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(good.ask("postfix cold-1")).isEqualTo("OK asked cold-1");
      attackers.forEach(TestClient::close);
    }
  }

  @Test
  void repliesThatWaitForTheOneBeforeThemCountAsBuffered() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      client.send("postfix held-1");
      client.send("postfix big-50000");
      client.send("postfix warm-1");
      Until.holds("they wait", () -> at.metric("postroad_buffered_bytes") > 50_000);
      at.replies.release("held-1");
      assertThat(client.reply()).isEqualTo("OK asked held-1");
      assertThat(client.reply()).hasSize(50_003);
      assertThat(client.reply()).isEqualTo("OK warm-1");
      Until.holds("they wait no more", () -> at.metric("postroad_buffered_bytes") == 0);
      client.send("postfix held-2");
      client.send("postfix big-50000");
      Until.holds("it waits", () -> at.metric("postroad_buffered_bytes") > 50_000);
      client.close();
      at.replies.release("held-2");
      Until.holds("nor when the client is gone", () -> at.metric("postroad_buffered_bytes") == 0);
    }
  }

  @Test
  void whenTheHouseIsFullTheOneThatIsIdleLongestMakesRoom() {
    try (TestServer at = new TestServer(TestServer.LIMITS.withConnections(3), "inet:127.0.0.1:0");
        TestClient first = at.connect();
        TestClient second = at.connect();
        TestClient third = at.connect()) {
      assertThat(first.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(second.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(third.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(first.ask("postfix warm-1")).isEqualTo("OK warm-1");
      try (TestClient fourth = at.connect()) {
        assertThat(fourth.ask("postfix warm-1")).isEqualTo("OK warm-1");
        assertThat(second.rest()).isEmpty();
        assertThat(first.ask("postfix warm-1")).isEqualTo("OK warm-1");
        assertThat(third.ask("postfix warm-1")).isEqualTo("OK warm-1");
        assertThat(at.closed("displaced")).isEqualTo(1);
      }
    }
  }

  @Test
  void whenAllWaitForAnAnswerTheNewcomerIsTurnedAway() {
    try (TestServer at = new TestServer(TestServer.LIMITS.withConnections(1), "inet:127.0.0.1:0");
        TestClient first = at.connect()) {
      first.send("postfix held-1");
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      try (TestClient second = at.connect()) {
        assertThat(second.rest()).isEmpty();
      }
      assertThat(at.closed("full")).isEqualTo(1);
      assertThat(at.log).singleElement().asString().contains("wait for an answer");
      at.replies.release("held-1");
      assertThat(first.reply()).isEqualTo("OK asked held-1");
    }
  }
}
