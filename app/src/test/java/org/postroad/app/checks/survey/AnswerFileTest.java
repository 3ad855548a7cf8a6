package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.protocol.dns.DomainName;

/// What a survey finds in the file of one that was killed.
class AnswerFileTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void cutAnywhereTheWholeLinesCountAndTheTornOneIsGone() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String text = lines(1, 20);
    for (int round = 0; round < 100; round++) {
      int cut = random.nextInt(text.length() + 1);
      Path file = Files.writeString(folder.resolve("answers"), text.substring(0, cut));
      long whole = text.substring(0, cut).chars().filter(c -> c == '\n').count();

      AnswerFile opened = opened(AnswerFile.resume(file, Depth.POLICY));
      assertThat(opened.answered().count()).as("cut at " + cut).isEqualTo(whole);
      assertThat(opened.channel().position()).isEqualTo(opened.channel().size());
      opened.channel().close();
      assertThat(Files.readString(file)).isEqualTo(lines(1, (int) whole));
    }
  }

  @Test
  void aLastLineOfZerosIsTornToo() throws IOException { // as after a loss of power
    Path file = Files.writeString(folder.resolve("answers"), lines(1, 2) + "\0\0\0\0\n");
    AnswerFile opened = opened(AnswerFile.resume(file, Depth.POLICY));
    opened.channel().close();

    assertThat(opened.cutOff()).isEqualTo(5);
    assertThat(Files.readString(file)).isEqualTo(lines(1, 2));
  }

  @Test
  void whatIsNoAnswerFileIsLeftAsItIs() throws IOException {
    for (String text :
        List.of(
            "example.com\n",
            "example.com",
            "{\"schema\":\"postroad.check/1\"}\n",
            lines(1, 1) + "{}\n" + lines(2, 2),
            lines(1, 2) + lines(2, 3))) {
      Path file = Files.writeString(folder.resolve("answers"), text);

      assertThat(AnswerFile.resume(file, Depth.POLICY))
          .isInstanceOf(AnswerFile.Opened.Barred.class);
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("answers"), lines(1, 2));

    assertThat(AnswerFile.create(file))
        .isEqualTo(
            new AnswerFile.Opened.Barred(
                "--out: " + file + " is there already",
                Optional.of("--resume goes on where it ends")));
  }

  @Test
  void aFolderIsNoFile() {
    assertThat(AnswerFile.create(folder))
        .isEqualTo(
            new AnswerFile.Opened.Barred(
                "--out: " + folder + ": is a directory", Optional.empty()));
  }

  @Test
  void answersOfAnotherDepthAreLeftAsTheyAre() throws IOException {
    Path file = Files.writeString(folder.resolve("answers"), lines(1, 1));

    assertThat(AnswerFile.resume(file, Depth.RECORD))
        .isEqualTo(
            new AnswerFile.Opened.Barred(
                "--out: " + file + ": answers of depth policy",
                Optional.of("go on at that depth, or begin another file")));
    assertThat(Files.readString(file)).isEqualTo(lines(1, 1));
  }

  @Test
  void answersOfNoDepthWereWrittenBeforeItWasNoted() throws IOException {
    String before = lines(1, 2).replace(",\"depth\":\"policy\"", "");
    Path file = Files.writeString(folder.resolve("answers"), before);
    AnswerFile opened = opened(AnswerFile.resume(file, Depth.RECORD));
    opened.channel().close();

    assertThat(before).doesNotContain("depth");
    assertThat(opened.answered().count()).isEqualTo(2);
  }

  @Test
  void twoSurveysDoNotWriteIntoOneFile() throws IOException {
    Path file = folder.resolve("answers");
    AnswerFile first = opened(AnswerFile.create(file));
    try (var channel = first.channel()) {
      assertThat(AnswerFile.resume(file, Depth.POLICY))
          .isEqualTo(
              new AnswerFile.Opened.Barred(
                  "--out: " + file + ": another survey writes into it", Optional.empty()));
      assertThat(channel.isOpen()).isTrue();
    }
  }

  private static AnswerFile opened(AnswerFile.Opened opened) {
    assertThat(opened).isInstanceOf(AnswerFile.Opened.Open.class);
    return ((AnswerFile.Opened.Open) opened).file();
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            i ->
                new AnswerLine(
                        i,
                        Optional.of(DomainName.of("d" + i + ".example")),
                        new Surveyed(Surveyed.GOOD, Optional.of("enforce"), List.of()),
                        NOW,
                        Depth.POLICY)
                    .text())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
