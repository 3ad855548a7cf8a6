package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopTest {

  @Test
  void whatWasAskedIsAnsweredAndThenAllConnectionsEnd() throws Exception {
    try (TestServer at = TestServer.tcp();
        TestClient waiting = at.connect();
        TestClient idle = at.connect()) {
      assertThat(idle.ask("postfix warm-1")).isEqualTo("OK warm-1");
      waiting.send("postfix held-1");
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      String address = at.server.listening().getFirst();
      CompletableFuture<Boolean> stopped =
          CompletableFuture.supplyAsync(() -> at.server.stop(Duration.ofSeconds(10)));
      assertThat(idle.rest()).as("who waits for nothing is let go at once").isEmpty();
      assertThatThrownBy(() -> TestClient.connect(address))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(stopped).isNotDone();
      at.replies.release("held-1");
      assertThat(waiting.reply()).isEqualTo("OK asked held-1");
      assertThat(waiting.rest()).isEmpty();
      assertThat(stopped.get()).isTrue();
      assertThat(at.server.isServing()).isFalse();
    }
  }

  @Test
  void aQuestionThatFindsNoAnswerHoldsUpTheEndOnlySoLong() {
    try (TestServer at = TestServer.tcp();
        TestClient client = at.connect()) {
      client.send("postfix held-for-ever");
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      assertThat(at.server.stop(Duration.ofMillis(200))).isFalse();
      assertThat(at.server.isServing()).isFalse();
      assertThat(client.rest()).isEmpty();
      at.replies.release("held-for-ever");
    }
  }

  @Test
  void aServerThatHasEndedMayBeStoppedAndClosedAgain() {
    TestServer at = TestServer.tcp();
    assertThat(at.server.stop(Duration.ofSeconds(1))).isTrue();
    assertThat(at.server.stop(Duration.ofSeconds(1))).isTrue();
    at.close();
  }
}
