package org.postroad.app.checks.survey.report;

import java.util.Locale;
import org.postroad.app.checks.survey.report.SurveyClass.Group;
import org.postroad.app.checks.survey.report.SurveyClass.Kind;
import org.postroad.app.output.Terminal;
import org.postroad.app.output.Terminal.Colour;
import org.postroad.protocol.text.Printable;

/// A report as a table on the terminal.
public final class ReportText {

  private static final int NAME_MAX = 32;
  private static final int TITLE_MAX = 40;
  private static final int WIDTH = NAME_MAX + 2 + 1 + TITLE_MAX + 1 + 10 + 1 + 7 + 1 + 10;
  private static final int BAR = 20;

  private ReportText() {}

  /// Prints it.
  public static void say(Counts counts, Terminal terminal) {
    headline(counts).lines().forEach(terminal::say);
    terminal.say("");
    terminal.say(
        terminal.coloured(
            Colour.FAINT,
            String.format(
                "%" + (WIDTH - 30) + "s %10s %7s %10s", "", "domains", "share", "in enforce")));
    for (Group group : Group.values()) {
      if (counts.of(group) > 0) {
        say(group, counts, terminal);
      }
    }
    if (counts.withRecord() > 0) {
      terminal.say("");
      terminal.say(terminal.coloured(Colour.FAINT, ReportPage.SHARES));
    }
  }

  /// What it comes to, in two lines at most.
  static String headline(Counts counts) {
    long with = counts.withRecord();
    long faulty = counts.of(Kind.FAULT);
    return String.format(
        Locale.ROOT,
        "%,d domains: %,d with a record (%s), %,d of them misconfigured (%s)",
        counts.domains(),
        with,
        percent(with, counts.domains()),
        faulty,
        percent(faulty, with));
  }

  private static void say(Group group, Counts counts, Terminal terminal) {
    long all = counts.of(group);
    boolean ofRecord = group.kind() == Kind.GOOD || group.kind() == Kind.FAULT;
    String bar =
        ofRecord ? "#".repeat((int) Math.round(BAR * Counts.share(all, counts.withRecord()))) : "";
    String line = line(group.title(), "", all, counts.whole(group), counts.enforce(group));
    terminal.say(
        bar.isEmpty()
            ? terminal.coloured(Colour.BOLD, line)
            : terminal.coloured(Colour.BOLD, String.format("%-" + WIDTH + "s", line))
                + "  "
                + terminal.coloured(colour(group.kind()), bar));
    for (Counts.Row row : counts.rows(group)) {
      if (!row.sort().title().isEmpty() || group == Group.OTHER) {
        String name = "  " + Printable.of(row.sort().name(), NAME_MAX);
        terminal.say(
            line(name, row.sort().title(), row.count(), counts.whole(group), row.enforce()));
      }
    }
  }

  private static String line(String name, String title, long count, long all, long enforce) {
    return String.format(
            Locale.ROOT,
            "%-" + (NAME_MAX + 2) + "s %-" + TITLE_MAX + "s %,10d %7s %10s",
            name,
            title.length() > TITLE_MAX ? title.substring(0, TITLE_MAX) : title,
            count,
            percent(count, all),
            enforce == 0 ? "" : String.format(Locale.ROOT, "%,d", enforce))
        .stripTrailing();
  }

  private static Colour colour(Kind kind) {
    return switch (kind) {
      case GOOD -> Colour.GOOD;
      case FAULT -> Colour.BAD;
      case UNKNOWN -> Colour.WARNING;
      case NONE -> Colour.FAINT;
    };
  }

  /// `29.6%`; `<0.1%` for what is there and would vanish.
  static String percent(long part, long all) {
    double share = 100 * Counts.share(part, all);
    return part > 0 && share < 0.1 ? "<0.1%" : String.format(Locale.ROOT, "%.1f%%", share);
  }
}
