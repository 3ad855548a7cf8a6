package org.postroad.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The few hard lines of style: file length and banned calls, in every module.
class TidyTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));
  private static final int LINES_MAX = 500;

  /// What no source file may hold, and why.
  private static final Map<Pattern, String> BANNED =
      Map.of(
          Pattern.compile("Thread\\.sleep\\("), "wait for a condition, not for a time",
          Pattern.compile("java\\.net\\.IDN\\b(?!`)(?!\\.class)"), "IDNA2003: use text.Idna",
          Pattern.compile("@Disabled|@Ignore\\b"), "a test that does not run is no test",
          Pattern.compile("\\b(TODO|FIXME|XXX)\\b"), "finish it, or open an issue",
          Pattern.compile("\\.printStackTrace\\("), "name the outcome, or log it once",
          Pattern.compile("System\\.exit\\("), "only Main ends the program");

  @Test
  void noFileIsLongerThanAReaderBears() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      long lines = Files.readAllLines(file).size();
      if (lines > LINES_MAX) {
        tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noBannedCalls() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      if (file.endsWith("TidyTest.java") || file.endsWith("Main.java")) {
        continue;
      }
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        int number = i + 1;
        BANNED.forEach(
            (pattern, why) -> {
              if (!line.strip().startsWith("//") && pattern.matcher(line).find()) {
                found.add(ROOT.relativize(file) + ":" + number + ": " + why);
              }
            });
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("protocol", "engine", "lab", "app")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(module).resolve("src"))) {
        tree.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
      }
    }
    assertThat(files).as("source files below " + ROOT).isNotEmpty();
    return files;
  }
}
