package org.postroad.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgramTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void bothOutputsAndTheExitCodeComeBack() {
    Ran ran = Program.run(LONG, "sh", "-c", "cat; echo out; echo err >&2; exit 7");
    assertThat(ran).isEqualTo(new Ran.Ended(7, "out\n", "err\n"));
    assertThat(ran.complaint()).isEqualTo("err");
  }

  @Test
  void aProgramThatHangsIsKilledWithItsChildren() {
    long before = System.nanoTime();
    Ran ran = Program.run(Duration.ofMillis(200), "sh", "-c", "sleep 60 & sleep 60");
    assertThat(ran).isInstanceOf(Ran.TimedOut.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG);
    for (ProcessHandle left : ProcessHandle.current().descendants().toList()) {
      if (left.info().commandLine().orElse("").contains("sleep 60")) {
        assertThat(left.onExit()).succeedsWithin(LONG);
      }
    }
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    Ran ran = Program.run(LONG, "no-such-program-here");
    assertThat(ran.complaint()).isEqualTo("no-such-program-here: not installed, or not in PATH");
    assertThat(ran).isInstanceOf(Ran.NotStarted.class);
    assertThat(Program.installed("no-such-program-here")).isFalse();
    assertThat(Program.installed("sh")).isTrue();
  }

  @Test
  void moreThanTheLimitIsReadAndDropped() {
    Ran ran = Program.run(LONG, "head", "-c", "9000000", "/dev/zero");
    assertThat(ran).isInstanceOf(Ran.Ended.class);
    assertThat(((Ran.Ended) ran).out()).hasSize(Program.OUTPUT_BYTES_MAX);
  }
}
