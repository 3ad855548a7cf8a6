package org.postroad.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {

  @Test
  void keepsTheNewestAndCountsThemAll() {
    Journal<Integer> journal = new Journal<>(3);
    for (int i = 1; i <= 5; i++) {
      journal.add(i);
    }

    assertThat(journal.entries()).containsExactly(3, 4, 5);
    assertThat(journal.total()).isEqualTo(5);
    journal.clear();
    assertThat(journal.isEmpty()).isTrue();
    assertThat(journal.entries()).isEmpty();
  }

  @Test
  void waiterSeesWhatAnotherThreadAdds() throws Exception {
    Journal<String> journal = new Journal<>(10);
    Thread adding =
        Thread.ofVirtual()
            .start(
                () -> {
                  journal.add("one");
                  journal.add("two");
                });

    assertThat(journal.await(2)).isEqualTo("two");
    adding.join();
  }

  @Test
  void waiterInVainIsToldWhatIsThere() {
    Journal<String> journal = new Journal<>(10);
    journal.add("other");

    assertThatThrownBy(() -> journal.await(Duration.ofMillis(20), all -> all.size() > 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[other]");
  }

  @Test
  void gateReportsEachArrivalOnceAndStaysOpen() throws Exception {
    Gate gate = new Gate();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    gate.pass();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    gate.awaitArrival(Duration.ofSeconds(10));
    assertThatThrownBy(() -> gate.awaitArrival(Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class);
    gate.open();
    waiting.join();
    gate.pass();
    assertThat(gate.pass(Duration.ZERO)).isTrue();
    assertThat(new Gate().pass(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void mountsAreTakenOffInReverse() {
    List<String> order = new ArrayList<>();
    Mounted.all(List.of(() -> order.add("first"), () -> order.add("second"))).close();

    assertThat(order).containsExactly("second", "first");
  }
}
