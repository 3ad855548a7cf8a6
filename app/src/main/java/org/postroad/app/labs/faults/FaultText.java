package org.postroad.app.labs.faults;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.output.Terminal;
import org.postroad.app.output.Terminal.Colour;

/// The rows for a person: what a check must find, and what it found.
public final class FaultText {

  private static final String FORM = "%-26s %-28s %-28s %-3s %s";
  private static final int FOLLOWERS_SHOWN = 2;

  private FaultText() {}

  /// The line above the rows.
  public static String head() {
    return String.format(FORM, "fault", "expected root", "found root", "ok", "what follows from it")
        .stripTrailing();
  }

  /// One row, and below it what is not as expected.
  public static List<String> lines(FaultRow row, Terminal terminal) {
    String line =
        String.format(
                FORM,
                row.fault(),
                row.expected().root(),
                row.root().orElse("-"),
                row.ok() ? "yes" : "NO",
                followers(row.followers()))
            .stripTrailing();
    List<String> lines = new ArrayList<>();
    lines.add(row.ok() ? line : terminal.coloured(Colour.BAD, line));
    row.differences().forEach(each -> lines.add(terminal.coloured(Colour.BAD, "    " + each)));
    return lines;
  }

  /// The line below: whether all is as it must be.
  public static String summary(List<FaultRow> rows) {
    long wrong = rows.stream().filter(row -> !row.ok()).count();
    if (wrong > 0) {
      return wrong + " of " + faults(rows.size()) + " NOT found as it must be.";
    }
    return rows.size() == 1
        ? "The fault was found as its one root, with what follows from it."
        : "All " + faults(rows.size()) + " were found, each as one root with what follows from it.";
  }

  private static String faults(int count) {
    return count + (count == 1 ? " fault" : " faults");
  }

  /// Of many the first two and how many more.
  private static String followers(List<String> codes) {
    int more = codes.size() - FOLLOWERS_SHOWN;
    return more <= 1
        ? String.join(", ", codes)
        : String.join(", ", codes.subList(0, FOLLOWERS_SHOWN)) + " and " + more + " more";
  }
}
