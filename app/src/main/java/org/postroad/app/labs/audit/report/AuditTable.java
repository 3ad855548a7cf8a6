package org.postroad.app.labs.audit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Result.Verdict;
import org.postroad.app.labs.audit.report.Audit.Column;
import org.postroad.app.output.Terminal;
import org.postroad.app.output.Terminal.Colour;
import org.postroad.protocol.text.Printable;

/// The audit for a terminal of 80 to 120 columns: a row for each case, a numbered column for each
/// sender, and below what failed and why.
public final class AuditTable {

  private static final int ID_WIDTH = 34;
  private static final int REASON_MAX = 200;
  private static final int NAME_MAX = 40;

  private final Audit audit;
  private final Terminal terminal;
  private final List<String> lines = new ArrayList<>();

  private AuditTable(Audit audit, Terminal terminal) {
    this.audit = audit;
    this.terminal = terminal;
  }

  /// The lines of the table.
  public static List<String> of(Audit audit, Terminal terminal) {
    AuditTable table = new AuditTable(audit, terminal);
    table.senders();
    audit.groups().forEach(table::group);
    table.totals();
    table.failures();
    return table.lines;
  }

  private void senders() {
    int width = audit.columns().stream().mapToInt(column -> name(column).length()).max().orElse(0);
    for (int i = 0; i < audit.columns().size(); i++) {
      Column column = audit.columns().get(i);
      lines.add(
          ("%3d  %-" + width + "s  %-8s %s")
              .formatted(i + 1, name(column), column.version(), column.about())
              .stripTrailing());
    }
  }

  /// Whoever brings a command along may bring a long one.
  private static String name(Column column) {
    return Printable.of(column.sender(), NAME_MAX);
  }

  private void group(Group group, List<AuditCase> cases) {
    lines.add("");
    StringBuilder head = new StringBuilder("%-44s".formatted(group.title()));
    for (int i = 0; i < audit.columns().size(); i++) {
      head.append("%5d".formatted(i + 1));
    }
    lines.add(terminal.coloured(Colour.BOLD, head.toString()));
    for (AuditCase one : cases) {
      String expected =
          switch (one.expected()) {
            case DELIVER -> "deliver";
            case DELAY -> "delay";
            case BOUNCE -> "bounce";
            case EITHER -> "either";
            case NOT_DELIVERED -> "keep";
          };
      StringBuilder row =
          new StringBuilder(("%-" + ID_WIDTH + "s  %-8s").formatted(one.id(), expected));
      audit.columns().forEach(column -> row.append(cell(column.of(one))));
      lines.add(row.toString());
    }
  }

  private String cell(Result result) {
    return switch (result.verdict()) {
      case OK -> terminal.coloured(Colour.GOOD, "   ok");
      case FAILED -> terminal.coloured(Colour.BAD, " FAIL");
      case NOT_APPLICABLE -> terminal.coloured(Colour.FAINT, "    -");
    };
  }

  private void totals() {
    lines.add("");
    for (Verdict verdict : Verdict.values()) {
      StringBuilder row = new StringBuilder("%-44s".formatted(words(verdict)));
      audit.columns().forEach(column -> row.append("%5d".formatted(audit.count(column, verdict))));
      lines.add(row.toString());
    }
  }

  /// Each case that failed, once, with all whom it failed with.
  private void failures() {
    List<AuditCase> failed =
        audit.cases().stream()
            .filter(one -> audit.columns().stream().anyMatch(each -> each.of(one).isFailed()))
            .toList();
    if (failed.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(terminal.coloured(Colour.BOLD, "What failed"));
    for (AuditCase one : failed) {
      lines.add("");
      lines.add(one.id() + ": " + one.title() + " (" + one.section() + ")");
      lines.add("    " + one.why());
      for (int i = 0; i < audit.columns().size(); i++) {
        Result result = audit.columns().get(i).of(one);
        if (result.isFailed()) {
          lines.add("%6d  %s".formatted(i + 1, Printable.of(result.reason(), REASON_MAX)));
        }
      }
    }
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case OK -> "right";
      case FAILED -> "wrong";
      case NOT_APPLICABLE -> "not played";
    };
  }

  /// A case in one line, for `--list`.
  public static String line(AuditCase one) {
    return "%-34s %-8s %s".formatted(one.id(), one.expected().text(), one.title());
  }

  /// The reasons for which cases were not played, each once, by sender.
  public static List<String> notPlayed(Audit audit) {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < audit.columns().size(); i++) {
      Column column = audit.columns().get(i);
      Map<String, Long> reasons =
          audit.cases().stream()
              .map(column::of)
              .filter(result -> result.verdict() == Verdict.NOT_APPLICABLE)
              .collect(
                  java.util.stream.Collectors.groupingBy(
                      Result::reason,
                      java.util.TreeMap::new,
                      java.util.stream.Collectors.counting()));
      int number = i + 1;
      reasons.forEach(
          (why, count) -> said.add("%6d  %d not played: %s".formatted(number, count, why)));
    }
    return said;
  }
}
