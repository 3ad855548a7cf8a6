package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postroad.lab.faults.Expectation;

/// Codes, their pages, and the table of causes.
class FindingCodeTest {

  private static final Path PAGES =
      Path.of(System.getProperty("postroad.root", ".."), "docs", "findings");

  @Test
  void everyCodeHasItsPageAndEveryPageItsCode() throws IOException {
    Set<String> pages;
    try (Stream<Path> files = Files.list(PAGES)) {
      pages =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .map(name -> name.replaceAll("\\.md$", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> codes =
        Arrays.stream(FindingCode.values())
            .map(FindingCode::text)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(pages).isEqualTo(codes);
  }

  @Test
  void pageNamesItsCodeItsSectionAndWhatToDo() throws IOException {
    for (FindingCode code : FindingCode.values()) {
      List<String> lines = Files.readAllLines(PAGES.resolve(code + ".md"));
      String page = String.join("\n", lines);
      String title = code.title().substring(0, 1).toUpperCase(Locale.ROOT);
      title += code.title().substring(1);
      assertThat(lines.getFirst()).isEqualTo("# " + code);
      assertThat(lines.get(2))
          .isEqualTo("*%s* · usually: %s · %s", title, code.severity().text(), code.section());
      assertThat(page).as("page of %s", code).contains("**Seen.**", "**What to do.**");
      assertThat(lines).as("page of %s", code).hasSizeBetween(8, 20);
    }
  }

  @Test
  void indexLeadsToEveryPageAndSaysTheSame() throws IOException {
    String index = Files.readString(PAGES.resolve("README.md"));
    for (FindingCode code : FindingCode.values()) {
      assertThat(index)
          .contains(
              "| [%s](%s.md) | %s | %s |\n"
                  .formatted(code, code, code.severity().text(), code.title()));
    }
  }

  /// On a terminal sign and title stand on the left, code and section on the right.
  @Test
  void titleFitsIntoALineWithItsCodeAndSection() {
    for (FindingCode code : FindingCode.values()) {
      assertThat("✗ " + code.title() + "  " + code.text() + ", " + code.section())
          .hasSizeLessThanOrEqualTo(80);
    }
  }

  @Test
  void indexAndPageHaveTheTitle() throws IOException {
    String index = Files.readString(PAGES.resolve("README.md"));
    for (FindingCode code : FindingCode.values()) {
      assertThat(index)
          .containsPattern("\\(" + code + "\\.md\\) \\| \\w+ \\| ")
          .contains("| " + code.title() + " |");
      String title = code.title();
      assertThat(Files.readString(PAGES.resolve(code + ".md")))
          .contains("\n*" + Character.toUpperCase(title.charAt(0)) + title.substring(1) + "* · ");
    }
  }

  /// Whoever reads of a fault can go and look at it.
  @Test
  void pageOfEveryFaultNamesItsDomainInTheLab() throws IOException {
    for (Expectation row : Expectation.TABLE) {
      assertThat(Files.readString(PAGES.resolve(row.root() + ".md")))
          .contains("**Live.** ", "`" + row.fault().text() + ".example`");
    }
  }

  @Test
  void codeIsReadBackFromItsText() {
    for (FindingCode code : FindingCode.values()) {
      assertThat(code.text()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(FindingCode.of(code.text())).contains(code);
    }
    assertThat(FindingCode.of("sts-record-unknown")).isEmpty();
  }

  @Test
  void noEffectOfACauseIsTheCauseOfARowAbove() {
    Set<FindingCode> above = EnumSet.noneOf(FindingCode.class);
    for (Causes.Row row : Causes.ROWS) {
      above.add(row.cause());
      assertThat(row.effects()).as("effects of %s", row.cause()).doesNotContainAnyElementsOf(above);
    }
  }
}
