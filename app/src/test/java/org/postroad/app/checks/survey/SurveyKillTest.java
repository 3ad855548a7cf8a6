package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.cli.Main;
import org.postroad.lab.dns.LabDns;

/// A real `postroad survey` is killed with SIGKILL at random moments, again and again, and goes on
/// each time: in the end its answers are those of one that was left alone.
class SurveyKillTest {

  private static final int DOMAINS = 3_000;
  private static final int KILLS = Integer.getInteger("survey.kills", 4);

  @TempDir Path folder;

  @Test
  void killedAndResumedItAnswersAsIfNothingHadBeen() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path list = Files.writeString(folder.resolve("list"), list());
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    try (LabDns dns = LabDns.start()) {
      dns.zone("example", zone());
      assertThat(survey(dns, list, whole, "5000/s").waitFor()).isZero();

      int kills = 0;
      while (kills < KILLS) {
        Process process = survey(dns, list, killed, "600/s");
        try {
          kills += killedWhileWriting(process, killed, random) ? 1 : 0;
        } finally {
          process.destroyForcibly().waitFor();
        }
        if (lines(killed) == DOMAINS) {
          break; // it was quicker than the test
        }
      }
      assertThat(kills).isPositive();
      assertThat(survey(dns, list, killed, "5000/s").waitFor()).isZero();
    }
    assertThat(answers(killed)).isEqualTo(answers(whole)).hasSize(DOMAINS);
  }

  /// Waits until it has written something, and a little longer.
  private static boolean killedWhileWriting(Process process, Path file, Random random)
      throws InterruptedException {
    long before = size(file);
    while (process.isAlive() && size(file) <= before) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(600)));
    process.toHandle().destroyForcibly(); // SIGKILL
    int code = process.waitFor();
    System.out.println("killed at " + lines(file) + " lines");
    return code == 128 + 9;
  }

  private static Process survey(LabDns dns, Path list, Path out, String rate) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "survey",
                "--depth",
                "record",
                "--dns",
                "127.0.0.1:" + dns.address().getPort(),
                "--rate",
                rate,
                "--out",
                out.toString(),
                "--resume",
                list.toString()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Domains with a record, with a broken one, with none, and what is no domain.
  private static String list() {
    return IntStream.rangeClosed(1, DOMAINS)
        .mapToObj(i -> i % 500 == 0 ? "no domain\n" : "d" + i + ".example\n")
        .collect(Collectors.joining());
  }

  private static String zone() {
    return IntStream.rangeClosed(1, DOMAINS)
        .filter(i -> i % 3 != 0)
        .mapToObj(
            i -> "_mta-sts.d" + i + " TXT \"v=STSv1; id=" + (i % 3 == 1 ? "1" : "-") + ";\"\n")
        .collect(Collectors.joining());
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try {
      return Files.exists(file)
          ? Files.readString(file).chars().filter(octet -> octet == '\n').count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every answer by its line, without the time; a line that stands twice fails.
  private static Map<Long, String> answers(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .collect(
            Collectors.toMap(
                line -> ((AnswerRead.Valid) AnswerRead.of(line)).line(),
                line -> line.replaceFirst("\"asked\":\"[^\"]*\"", ""),
                (one, other) -> {
                  throw new AssertionError("answered twice: " + one);
                },
                TreeMap::new));
  }
}
