package org.postroad.protocol.precedence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/precedence.md is made from the tables.
class PrecedencePageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("postroad.root", ".."), "docs", "precedence.md");

  @Test
  void thePageIsTheOneThatTheTablesMake() throws IOException {
    String page = page();
    if (Boolean.getBoolean("postroad.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as(
            "docs/precedence.md differs from what the tables say; to make it anew: mvn -pl protocol"
                + " test -Dtest=PrecedencePageTest -Dpostroad.write=true")
        .isEqualTo(page);
  }

  private static String page() {
    return Table.text("precedence.md")
        .replace("{{cases}}", String.format(Locale.ROOT, "%,d", Scenes.all().count()))
        .replace("{{hosts}}", hosts())
        .replace("{{domains}}", domains())
        .replace("{{overrides}}", overrides());
  }

  private static String hosts() {
    return table(
        List.of("", "MX", "host", "policy", "what is done", "reported as", "sections", "because"),
        HostTable.ROWS.stream()
            .map(
                row ->
                    List.of(
                        row.mx(),
                        row.host(),
                        row.policy(),
                        "**" + row.done() + "**",
                        row.report(),
                        row.sections(),
                        row.why()))
            .toList());
  }

  private static String overrides() {
    return table(
        List.of("", "override", "MX", "host", "what is done", "reported as", "sections", "because"),
        OverrideTable.ROWS.stream()
            .map(
                row ->
                    List.of(
                        row.decree(),
                        row.mx(),
                        row.host(),
                        "**" + row.done() + "**",
                        row.report(),
                        row.sections(),
                        row.why()))
            .toList());
  }

  private static String domains() {
    return table(
        List.of("", "MX", "hosts", "policy", "reply", "sections", "because"),
        DomainTable.ROWS.stream()
            .map(
                row ->
                    List.of(
                        row.mx(),
                        conditions(row.hosts()),
                        row.policy(),
                        "**" + row.reply() + "**",
                        row.sections(),
                        row.why()))
            .toList());
  }

  /// `+usable -none` as `some usable, none without TLSA`.
  private static String conditions(String cell) {
    return Arrays.stream(cell.split(" "))
        .filter(condition -> !condition.isEmpty())
        .map(
            condition ->
                (condition.charAt(0) == '+' ? "some " : "none ")
                    + (condition.endsWith("none") ? "without TLSA" : condition.substring(1)))
        .collect(Collectors.joining(", "));
  }

  private static String table(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("| " + String.join(" | ", head) + " |");
    lines.add("|" + "---|".repeat(head.size()));
    for (int i = 0; i < rows.size(); i++) {
      lines.add("| " + (i + 1) + " | " + String.join(" | ", rows.get(i)) + " |");
    }
    return String.join("\n", lines);
  }
}
