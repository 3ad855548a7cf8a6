package org.postroad.app.checks.survey.report;

import static org.postroad.app.output.Html.escaped;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.postroad.app.checks.survey.report.SurveyClass.Group;
import org.postroad.app.checks.survey.report.SurveyClass.Kind;
import org.postroad.app.output.Html;

/// A report as one HTML page that needs nothing else: figures, charts, and the table.
public final class ReportPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --good: #2e7d32; --fault: #c62828; --unknown: #b26a00; --none: #78909c; --line: #8883; }
      @media (prefers-color-scheme: dark) { :root { --good: #66bb6a; --fault: #ef5350; --unknown: #ffb74d; --none: #90a4ae; } }
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
      h1 { font-size: 1.6rem; margin: 0; }
      h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
      p { margin: .3rem 0; }
      .faint { opacity: .7; }
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.6rem, 1fr)); gap: .8rem; margin: 1.4rem 0; }
      .tile { border: 1px solid var(--line); border-left: 4px solid var(--none); border-radius: .5rem; padding: .6rem .9rem; }
      .tile b { display: block; font-size: 1.7rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
      .tile.good { border-left-color: var(--good); }
      .tile.fault { border-left-color: var(--fault); }
      .tile.unknown { border-left-color: var(--unknown); }
      svg { display: block; width: 100%; height: 34px; }
      svg .good { fill: var(--good); }
      svg .fault { fill: var(--fault); }
      .bars { display: grid; grid-template-columns: minmax(8rem, 18rem) 1fr auto auto; gap: .15rem .8rem; align-items: center; font-size: 13px; }
      .bars .head { grid-column: 1 / 3; }
      .bars b { font-weight: 600; padding-top: .5rem; }
      .bars .n + span:not(.n) { padding-left: .8rem; }
      .bars .n { text-align: right; font-variant-numeric: tabular-nums; }
      .track { background: var(--line); border-radius: 3px; height: 13px; }
      .track i { display: block; background: var(--fault); border-radius: 3px; height: 13px; min-width: 3px; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .28rem .6rem; border-bottom: 1px solid var(--line); }
      th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      tr.group td { font-weight: 600; padding-top: .8rem; }
      code { font: 13px ui-monospace, monospace; white-space: nowrap; }
      @media (max-width: 40rem) {
        .bars { grid-template-columns: 9.5rem 1fr auto auto; column-gap: .5rem; }
        th, td { padding: .28rem .2rem; font-size: 12px; }
        td:not([colspan]):first-child { min-width: 6.5rem; }
        code { font-size: 11px; white-space: normal; overflow-wrap: anywhere; }
      }
      """;

  static final String SHARES = "Shares of what is right or wrong are of the domains with a record.";

  private static final int WIDTH = 900;
  private static final int STACK = 34;

  private ReportPage() {}

  /// The page.
  public static String of(Counts counts) {
    StringBuilder page = new StringBuilder(32_768);
    page.append(Html.begin("Postroad survey", STYLE))
        .append("<h1>MTA-STS survey</h1>\n<p class=\"faint\">")
        .append(escaped(ReportText.headline(counts)))
        .append("</p>\n");
    tiles(page, counts);
    if (counts.withRecord() > 0) {
      page.append("<h2>Domains with a record</h2>\n");
      stack(page, counts);
    }
    if (counts.of(Kind.FAULT) > 0) {
      page.append("<h2>What is wrong, by the root of it</h2>\n");
      bars(page, counts);
    }
    page.append("<h2>All classes</h2>\n");
    table(page, counts);
    return page.append(Html.END).toString();
  }

  private static void tiles(StringBuilder page, Counts counts) {
    page.append("<div class=\"tiles\">\n");
    long with = counts.withRecord();
    tile(page, "none", counts.domains(), "domains", "");
    tile(page, "none", with, "with a record", ReportText.percent(with, counts.domains()));
    tile(
        page, "good", counts.of(Kind.GOOD), "good", ReportText.percent(counts.of(Kind.GOOD), with));
    tile(
        page,
        "fault",
        counts.of(Kind.FAULT),
        "misconfigured",
        ReportText.percent(counts.of(Kind.FAULT), with));
    long enforced =
        Arrays.stream(Group.values())
            .filter(group -> group.kind() == Kind.FAULT)
            .flatMap(group -> counts.rows(group).stream())
            .mapToLong(Counts.Row::enforce)
            .sum();
    if (enforced > 0) {
      tile(page, "fault", enforced, "of them in enforce", "");
    }
    if (counts.of(Kind.UNKNOWN) > 0) {
      tile(page, "unknown", counts.of(Kind.UNKNOWN), "not found out", "");
    }
    page.append("</div>\n");
  }

  private static void tile(StringBuilder page, String sort, long count, String what, String share) {
    page.append("<div class=\"tile ")
        .append(sort)
        .append("\"><b>")
        .append(number(count))
        .append("</b>")
        .append(what)
        .append(share.isEmpty() ? "" : " <span class=\"faint\">" + escaped(share) + "</span>")
        .append("</div>\n");
  }

  /// One bar for all with a record: the good ones, then the faults group by group.
  private static void stack(StringBuilder page, Counts counts) {
    List<Group> groups =
        Arrays.stream(Group.values())
            .filter(group -> group.kind() == Kind.GOOD || group.kind() == Kind.FAULT)
            .filter(group -> counts.of(group) > 0)
            .toList();
    page.append(
        String.format(
            "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\""
                + " aria-label=\"good and misconfigured domains as parts of one bar\">\n",
            WIDTH, STACK));
    double x = 0;
    int shade = 0;
    for (Group group : groups) {
      double width = WIDTH * Counts.share(counts.of(group), counts.withRecord());
      boolean good = group.kind() == Kind.GOOD;
      page.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\""
                  + " opacity=\"%.2f\"><title>%s: %s</title></rect>\n",
              good ? "good" : "fault",
              x,
              Math.max(width - 1, 0.8),
              STACK,
              good ? 1.0 : 1 - 0.16 * (shade++ % 4),
              escaped(group.title()),
              number(counts.of(group))));
      x += width;
    }
    page.append("</svg>\n<p class=\"faint\">good on the left, then ")
        .append(
            escaped(
                String.join(
                    ", ",
                    groups.stream()
                        .filter(group -> group.kind() == Kind.FAULT)
                        .map(group -> group.title() + " " + number(counts.of(group)))
                        .toList())))
        .append("</p>\n");
  }

  private static void bars(StringBuilder page, Counts counts) {
    List<Group> groups =
        Arrays.stream(Group.values())
            .filter(group -> group.kind() == Kind.FAULT && counts.of(group) > 0)
            .toList();
    long most =
        groups.stream()
            .flatMap(group -> counts.rows(group).stream())
            .mapToLong(Counts.Row::count)
            .max()
            .orElse(1);
    page.append("<div class=\"bars\">\n");
    for (Group group : groups) {
      page.append("<b class=\"head\">").append(escaped(group.title())).append("</b>");
      barFigures(page, "b", counts.of(group), counts.withRecord());
      for (Counts.Row row : counts.rows(group)) {
        String title = row.sort().title();
        page.append("<span>")
            .append(escaped(title.isEmpty() ? row.sort().name() : title))
            .append("</span>")
            .append(
                String.format(
                    Locale.ROOT,
                    "<span class=\"track\"><i style=\"width: %.1f%%\" title=\"%s\"></i></span>",
                    100 * Counts.share(row.count(), most),
                    escaped(row.sort().name())));
        barFigures(page, "span", row.count(), counts.withRecord());
      }
    }
    page.append("</div>\n<p class=\"faint\">Shares are of the domains with a record.</p>\n");
  }

  private static void barFigures(StringBuilder page, String element, long count, long all) {
    for (String figure : List.of(number(count), escaped(ReportText.percent(count, all)))) {
      page.append(String.format("<%s class=\"n\">%s</%s>", element, figure, element));
    }
    page.append('\n');
  }

  private static void table(StringBuilder page, Counts counts) {
    page.append("<div class=\"wide\">\n<table>\n<thead><tr><th scope=\"col\">Class</th>")
        .append("<th scope=\"col\">What it is</th><th scope=\"col\" class=\"n\">Domains</th>")
        .append("<th scope=\"col\" class=\"n\">Share</th>")
        .append("<th scope=\"col\" class=\"n\">In enforce</th></tr></thead>\n<tbody>\n");
    for (Group group : Group.values()) {
      if (counts.of(group) == 0) {
        continue;
      }
      page.append("<tr class=\"group\"><td colspan=\"2\">")
          .append(escaped(capital(group.title())))
          .append("</td>");
      figures(page, counts.of(group), counts.whole(group), counts.enforce(group));
      for (Counts.Row row : counts.rows(group)) {
        if (!row.sort().title().isEmpty() || group == Group.OTHER) {
          page.append("<tr><td><code>")
              .append(escaped(row.sort().name()))
              .append("</code></td><td>")
              .append(escaped(row.sort().title()))
              .append("</td>");
          figures(page, row.count(), counts.whole(group), row.enforce());
        }
      }
    }
    page.append("</tbody>\n</table>\n</div>\n<p class=\"faint\">").append(SHARES).append("</p>\n");
  }

  private static void figures(StringBuilder page, long count, long all, long enforce) {
    page.append("<td class=\"n\">")
        .append(number(count))
        .append("</td><td class=\"n\">")
        .append(escaped(ReportText.percent(count, all)))
        .append("</td><td class=\"n\">")
        .append(enforce == 0 ? "" : number(enforce))
        .append("</td></tr>\n");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
