package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every code is expected somewhere by name, by a test that is no fuzz.
///
/// A scan of the tests' sources, and of the table beside the lab's faults, which one of them plays:
/// it sees that a code stands among what is expected, not how good that test is.
class EveryCodeIsExpectedTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));
  private static final String TESTS = "engine/src/test/java/org/postroad/engine/check";
  private static final String TABLE = "lab/src/main/java/org/postroad/lab/faults/Expectation.java";

  /// They name codes, or meet them, and expect none of them of any facts.
  private static final Set<String> NO_CLAIMS =
      Set.of(
          "DiagnosisInvariantsTest.java", "EveryCodeIsExpectedTest.java", "FindingCodeTest.java");

  @Test
  void noCodeIsLeftToTheFuzz() throws IOException {
    List<String> sources = sources();
    assertThat(sources).hasSizeGreaterThan(10);
    List<String> missing =
        Arrays.stream(FindingCode.values())
            .filter(code -> sources.stream().noneMatch(source -> expects(source, code)))
            .map(FindingCode::text)
            .toList();
    assertThat(missing).as("codes that no test expects by name").isEmpty();
  }

  @Test
  void whatCountsAsExpected() {
    FindingCode code = FindingCode.MX_EXPIRED;
    for (String claim :
        List.of(
            "row(\"a claim\", \"mx-expired\", w -> w)",
            "\"error mx-expired [mx.example.com (192.0.2.25)]\"",
            "assertThat(diagnosis.has(FindingCode.MX_EXPIRED)).isTrue();")) {
      assertThat(expects(claim, code)).as(claim).isTrue();
    }
    for (String none :
        List.of(
            "\"mx-expired-twice\"",
            "\"policy-mx-expired\"",
            "FindingCode.MX_EXPIRED_TWICE",
            "// \"mx-expired\"",
            "    /// FindingCode.MX_EXPIRED",
            "assertThat(diagnosis.has(FindingCode.MX_EXPIRED)).isFalse();",
            "assertThat(diagnosis.has(FindingCode.MX_EXPIRED))\n        .isFalse();")) {
      assertThat(expects(none, code)).as(none).isFalse();
    }
  }

  /// As a text of its own, as a line of [Said], or as a constant that is not said to be absent.
  private static boolean expects(String source, FindingCode code) {
    String said = source.replaceAll("(?m)^\\s*//.*$", "");
    String text = "\"((error|warning|info|unknown) )?" + code + "( \\[[^\"]*)?\"";
    String constant = "\\bFindingCode\\." + code.name() + "\\b(?!\\)\\)\\s*\\.isFalse)";
    return Pattern.compile(text + "|" + constant).matcher(said).find();
  }

  private static List<String> sources() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(ROOT.resolve(TESTS))) {
      files =
          all.filter(file -> file.toString().endsWith("Test.java"))
              .filter(file -> !NO_CLAIMS.contains(file.getFileName().toString()))
              .collect(Collectors.toList());
    }
    files.add(ROOT.resolve(TABLE));
    List<String> sources = new java.util.ArrayList<>();
    for (Path file : files) {
      sources.add(Files.readString(file));
    }
    return sources;
  }
}
