package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SocketmapServerTest {

  @Test
  void answersAtOnceAndAfterAskingOverOneConnection() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(client.ask("postfix cold-1")).isEqualTo("OK asked cold-1");
      assertThat(client.ask("postfix warm-2")).isEqualTo("OK warm-2");
      assertThat(at.server.listening().getFirst()).matches("inet:127\\.0\\.0\\.1:[1-9][0-9]*");
      assertThat(at.replies.askers)
          .containsExactly(new Asker(at.server.listening().getFirst(), true));
    }
  }

  @Test
  void repliesKeepTheOrderOfTheQuestions() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      client.send("postfix held-a");
      client.send("postfix warm-1");
      client.send("postfix held-b");
      client.send("postfix warm-2");
      Until.holds("both are asked", () -> at.replies.open.get() == 2);
      at.replies.release("held-b");
      Until.holds("the later one is answered", () -> at.replies.open.get() == 1);
      at.replies.release("held-a");
      assertThat(client.reply()).isEqualTo("OK asked held-a");
      assertThat(client.reply()).isEqualTo("OK warm-1");
      assertThat(client.reply()).isEqualTo("OK asked held-b");
      assertThat(client.reply()).isEqualTo("OK warm-2");
    }
  }

  @Test
  void aSlowQuestionOfOneClientDelaysNoOther() {
    try (TestServer at = TestServer.tcp();
        TestClient waiting = at.connect();
        TestClient other = at.connect()) {
      waiting.send("postfix held-a");
      assertThat(other.ask("postfix cold-b")).isEqualTo("OK asked cold-b");
      assertThat(other.ask("postfix warm-b")).isEqualTo("OK warm-b");
      at.replies.release("held-a");
      assertThat(waiting.reply()).isEqualTo("OK asked held-a");
    }
  }

  @Test
  void aRequestMayComeByteByByte() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      for (String key : new String[] {"warm-1", "cold-1"}) {
        for (byte b : TestClient.request("postfix " + key)) {
          client.sendBytes(b);
        }
        assertThat(client.reply()).endsWith(key);
      }
    }
  }

  @Test
  void aLongKeyIsAKey() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      String key = "k".repeat(10_000 - "postfix ".length());
      assertThat(client.ask("postfix " + key)).isEqualTo("OK asked " + key);
    }
  }

  @Test
  void aClientThatAsksThousandsOfQuestionsAtOnceHasThemAllAnsweredInOrder() throws Exception {
    int count = 50_000;
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        String kind = i % 1_000 == 7 ? "cold-" : "warm-";
        all.writeBytes(TestClient.request("postfix " + kind + i));
      }
      Thread writer = Thread.ofVirtual().start(() -> client.sendBytes(all.toByteArray()));
      for (int i = 0; i < count; i++) {
        assertThat(client.reply()).endsWith("-" + i);
      }
      writer.join();
    }
  }

  @Test
  void onlySoManyQuestionsOfAConnectionAreOpenAtATime() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      IntStream.range(0, 30).forEach(i -> client.send("postfix held-" + i));
      Until.holds("the first eight are asked", () -> at.replies.open.get() == 8);
      IntStream.range(0, 30).forEach(i -> at.replies.release("held-" + i));
      IntStream.range(0, 30)
          .forEach(i -> assertThat(client.reply()).isEqualTo("OK asked held-" + i));
      assertThat(at.replies.mostOpen).hasValueLessThanOrEqualTo(8);
    }
  }

  @Test
  void onlySoManyQuestionsOfAllAreOpenAtATime() {
    SocketmapServer.Limits base = TestServer.LIMITS;
    SocketmapServer.Limits two =
        new SocketmapServer.Limits(
            base.connections(),
            base.pipelined(),
            2,
            base.bufferedBytes(),
            base.idle(),
            base.request(),
            base.linger(),
            base.sweep());
    try (TestServer at = new TestServer(two, "inet:127.0.0.1:0");
        TestClient first = at.connect();
        TestClient second = at.connect()) {
      first.send("postfix held-1");
      first.send("postfix held-2");
      Until.holds("both are asked", () -> at.replies.open.get() == 2);
      assertThat(second.ask("postfix cold-3"))
          .isEqualTo("TEMP too many questions are open, try again");
      assertThat(second.ask("postfix warm-3")).isEqualTo("OK warm-3");
      at.replies.release("held-1");
      at.replies.release("held-2");
      assertThat(first.reply()).isEqualTo("OK asked held-1");
      assertThat(first.reply()).isEqualTo("OK asked held-2");
      assertThat(second.ask("postfix cold-3")).isEqualTo("OK asked cold-3");
      assertThat(at.metric("postroad_questions_refused_total")).isEqualTo(1);
    }
  }

  @Test
  void aBugIsTempForItsQuestionAndALineInTheLog() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      assertThat(client.ask("postfix bug")).isEqualTo("TEMP internal error, see the log");
      assertThat(client.ask("postfix cold-1")).isEqualTo("OK asked cold-1");
      assertThat(at.log).singleElement().asString().contains("postfix bug", "a bug");
    }
  }

  @Test
  void aRequestWithoutAMapNameIsPermAndTheConnectionGoesOn() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      assertThat(client.ask("postfix"))
          .isEqualTo("PERM malformed request: no blank between map name and key");
      assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET / HTTP/1.1        | expected a digit of the length, not 'G'
          10001:                | longer than 10000 bytes
          99999999999999999999: | longer than 10000 bytes
          07:postfix,           | leading zero in the length
          13:postfix warm-1;    | expected a digit of the length, not ';'
          """)
  void whoSendsNoNetstringIsToldSoAndClosed(String bytes, String why) {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      String sent = bytes.startsWith("13:") ? "14:postfix warm-1,;;;" : bytes;
      client.sendBytes(sent.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      String seen = client.rest();
      if (bytes.startsWith("13:")) {
        assertThat(seen).startsWith("9:OK warm-1,");
        seen = seen.substring("9:OK warm-1,".length());
      }
      assertThat(seen).contains("PERM malformed request: " + why).endsWith(",");
      client.close();
      Until.holds("it is gone", () -> at.metric("postroad_connections") == 0);
      assertThat(at.closed("malformed")).isEqualTo(1);
    }
  }

  @Test
  void whatWasAskedBeforeTheGarbageIsAnsweredFirst() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      client.send("postfix held-1");
      client.sendBytes("garbage".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      at.replies.release("held-1");
      assertThat(client.reply()).isEqualTo("OK asked held-1");
      assertThat(client.reply()).startsWith("PERM malformed request");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void whoGoesOnSendingGarbageIsClosedSoon() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      client.sendBytes("garbage".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(client.reply()).startsWith("PERM");
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.sendBytes(new byte[1_024]);
                }
              })
          .hasMessageMatching("(?s).*(reset|[Bb]roken pipe|aborted).*");
    }
  }

  @Test
  void whoEndsItsOutputStillGetsItsReplies() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      IntStream.range(0, 20).forEach(i -> client.send("postfix cold-" + i));
      client.endOutput();
      IntStream.range(0, 20)
          .forEach(i -> assertThat(client.reply()).isEqualTo("OK asked cold-" + i));
      assertThat(client.rest()).isEmpty();
      Until.holds("it is gone", () -> at.metric("postroad_connections") == 0);
    }
  }

  @Test
  void whoGoesAwayLeavesNothingBehind() {
    try (TestServer at = TestServer.tcp()) {
      TestClient client = at.connect();
      client.send("postfix held-1");
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      client.close();
      at.replies.release("held-1");
      Until.holds("it is gone", () -> at.metric("postroad_connections") == 0);
      Until.holds("its question too", () -> at.metric("postroad_questions") == 0);
      try (TestClient next = at.connect()) {
        assertThat(next.ask("postfix warm-1")).isEqualTo("OK warm-1");
      }
    }
  }

  @Test
  void theLongestReplyGoesOutWhole() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      assertThat(client.ask("postfix big-99997")).hasSize(100_000);
    }
  }

  @Test
  void repliesAreCountedByTheirWord() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      client.ask("postfix warm-1");
      client.ask("postfix cold-1");
      client.ask("postfix bug");
      client.ask("postfix");
      Until.holds("ok", () -> at.metric("postroad_replies_total{reply=\"ok\"}") == 2);
      Until.holds("temp", () -> at.metric("postroad_replies_total{reply=\"temp\"}") == 1);
      Until.holds("perm", () -> at.metric("postroad_replies_total{reply=\"perm\"}") == 1);
      Until.holds(
          "the time of warm ones is sampled",
          () -> at.metric("postroad_answer_seconds_count{way=\"warm\"}") == 1);
      assertThat(at.metric("postroad_answer_seconds_count{way=\"asked\"}")).isEqualTo(2);
    }
  }

  @Test
  void anIdleTimeOutBelowFiveMinutesIsRefused() {
    assertThatThrownBy(() -> TestServer.LIMITS.withIdle(Duration.ofSeconds(299)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
