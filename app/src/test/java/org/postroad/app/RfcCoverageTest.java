package org.postroad.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/rfc-coverage.md names code and tests; each of these references must lead somewhere.
class RfcCoverageTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));
  private static final Pattern REFERENCE =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:#([A-Za-z_0-9]+))?`");

  @Test
  void everyReferenceLeadsToCodeOrATest() throws IOException {
    Map<String, List<Path>> sources = sources();
    List<String> broken = new ArrayList<>();
    int seen = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/rfc-coverage.md"))) {
      if (!line.startsWith("|")) {
        continue;
      }
      Matcher reference = REFERENCE.matcher(line);
      while (reference.find()) {
        seen++;
        String member = reference.group(2);
        List<Path> files = sources.getOrDefault(reference.group(1) + ".java", List.of());
        if (files.isEmpty() || (member != null && files.stream().noneMatch(f -> has(f, member)))) {
          broken.add(reference.group());
        }
      }
    }
    assertThat(seen).isGreaterThan(50);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyRowOfTheRfcNamesCodeAndATest() throws IOException {
    List<String> without = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/rfc-coverage.md"))) {
      if (!line.startsWith("| §")) {
        continue;
      }
      String[] cells = line.split("\\|", -1);
      if (!REFERENCE.matcher(cells[3]).find() || !REFERENCE.matcher(cells[4]).find()) {
        without.add(line);
      }
    }
    assertThat(without).isEmpty();
  }

  private static boolean has(Path file, String member) {
    try {
      return Pattern.compile("\\b" + member + "\\b").matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, List<Path>> sources() throws IOException {
    Map<String, List<Path>> sources = new HashMap<>();
    for (String module : List.of("protocol", "engine", "lab", "app")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(module).resolve("src"))) {
        tree.filter(path -> path.toString().endsWith(".java"))
            .forEach(
                path ->
                    sources
                        .computeIfAbsent(path.getFileName().toString(), n -> new ArrayList<>())
                        .add(path));
      }
    }
    return sources;
  }
}
