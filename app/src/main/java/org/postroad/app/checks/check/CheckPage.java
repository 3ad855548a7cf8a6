package org.postroad.app.checks.check;

import static org.postroad.app.output.Html.escaped;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.app.output.Html;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.FindingCode.Area;
import org.postroad.engine.check.diagnosis.NextStep;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.check.diagnosis.Verdict;

/// What was found as one HTML page that needs nothing else and can be sent on as it is.
public final class CheckPage {

  private final StringBuilder page = new StringBuilder(1 << 15);

  private CheckPage() {}

  /// The page about one domain or several.
  public static String of(List<Checked> all) {
    String title =
        all.size() == 1
            ? CheckWords.sentence(all.getFirst())
            : "Mail security of " + all.size() + " domains";
    CheckPage page = new CheckPage();
    if (all.size() != 1) {
      page.table(title, all);
    }
    all.forEach(page::domain);
    return Html.begin(title, CheckStyle.SHEET) + page.page + Html.END;
  }

  private void table(String title, List<Checked> all) {
    put("<h1>", escaped(title), "</h1>\n<p class=\"faint\">", escaped(CheckWords.verdicts(all)));
    put("</p>\n<table class=\"all\">\n<tbody>\n");
    for (Checked one : all) {
      Verdict verdict = one.diagnosis().verdict();
      String name = escaped(one.domain().text());
      put("<tr><td class=\"", verdict.text(), "\">", CheckWords.sign(verdict), " ", verdict.text());
      put("</td><td><a href=\"#", name, "\">", name, "</a></td><td>");
      put(escaped(CheckWords.faults(one)), "</td></tr>\n");
    }
    put("</tbody>\n</table>\n");
  }

  private void domain(Checked checked) {
    Verdict verdict = checked.diagnosis().verdict();
    String name = escaped(checked.domain().text());
    put("<section class=\"domain\" id=\"", name, "\">\n<header class=\"verdict ", verdict.text());
    put("\"><h1><b>", CheckWords.sign(verdict), "</b> ", escaped(CheckWords.sentence(checked)));
    put("</h1><p class=\"faint\">", escaped(CheckWords.circumstances(checked)), "</p></header>\n");
    List<Standing> standing = Standing.of(checked);
    road(checked, standing);
    List<Ranked> faults = Ranked.of(checked.diagnosis().findings());
    if (!faults.isEmpty()) {
      put("<h2>What was found</h2>\n");
      faults.forEach(this::fault);
    }
    next(checked);
    inOrder(standing);
    goodToKnow(checked);
    put("</section>\n");
  }

  /// All areas at a glance.
  private void road(Checked checked, List<Standing> standing) {
    put("<ul class=\"road\">\n");
    for (Area area : Area.values()) {
      Optional<Severity> worst =
          checked.diagnosis().findings().stream()
              .filter(finding -> finding.code().area() == area && Standing.isOfItsArea(finding))
              .map(Finding::severity)
              .filter(severity -> severity != Severity.INFO)
              .min(Severity::compareTo);
      boolean good = standing.stream().anyMatch(each -> each.area() == area);
      String tone = worst.map(Severity::text).orElse(good ? "good" : "none");
      String sign = worst.map(CheckWords::sign).orElse(good ? "✓" : "–");
      put("<li class=\"", tone, "\"><i>", sign, "</i>", escaped(Standing.title(area)), "</li>\n");
    }
    put("</ul>\n");
  }

  private void fault(Ranked ranked) {
    Finding one = ranked.first();
    put("<article class=\"fault ", ranked.severity().text(), "\">\n<div class=\"title\"><h3><i>");
    put(CheckWords.sign(ranked.severity()), "</i> ", escaped(capital(one.code().title())));
    put("</h3><span class=\"faint\"><code>", one.code().text(), "</code> · ");
    put(Html.linked(one.section()), "</span></div>\n");
    if (ranked.places().size() == 1) {
      put("<p class=\"where\">", escaped(one.subject()), "</p>\n<dl><dt>seen</dt><dd>");
      put(escaped(one.seen()), "</dd>");
    } else {
      put("<dl>");
      for (Finding place : ranked.places()) {
        put("<dt>seen</dt><dd><span class=\"where\">", escaped(place.subject()), "</span>: ");
        put(escaped(place.seen()), "</dd>");
      }
    }
    CheckWords.since(ranked).ifPresent(at -> put("<dt>since</dt><dd>", escaped(at), "</dd>"));
    put("<dt>cause</dt><dd>", escaped(one.cause()), "</dd>");
    put("<dt class=\"cure\">cure</dt><dd>", Verbatim.html(one.cure()), "</dd></dl>\n");
    followers(ranked.follow());
    put("</article>\n");
  }

  private void followers(List<Ranked> all) {
    if (all.isEmpty()) {
      return;
    }
    put("<ul class=\"follow\">\n");
    for (Ranked ranked : all) {
      Finding one = ranked.first();
      put("<li class=\"", ranked.severity().text(), "\"><details><summary><i>");
      put(CheckWords.sign(ranked.severity()), "</i> so also: ", escaped(one.code().title()));
      put(" <span class=\"faint\"><code>", one.code().text(), "</code></span></summary><dl>");
      for (Finding place : ranked.places()) {
        put("<dt>seen</dt><dd>", escaped(place.subject() + ": " + place.seen()), "</dd>");
      }
      put("<dt>cause</dt><dd>", escaped(one.cause()), "</dd></dl></details>\n");
      followers(ranked.follow());
      put("</li>\n");
    }
    put("</ul>\n");
  }

  private void next(Checked checked) {
    List<NextStep> steps = checked.diagnosis().next();
    if (steps.isEmpty()) {
      return;
    }
    put("<h2>What to do, in this order</h2>\n<ol class=\"steps\">\n");
    for (NextStep step : steps) {
      put("<li><h3>", escaped(capital(step.title())), "</h3>\n");
      CheckWords.told(checked, step).forEach(line -> put("<p>", escaped(line), "</p>\n"));
      step.file()
          .ifPresent(
              file -> {
                put("<p class=\"label\">The file at ", escaped(file.url()), "</p>\n<pre>");
                put(escaped(file.text().replace("\r\n", "\n")), "</pre>\n");
              });
      if (!step.records().isEmpty()) {
        put("<p class=\"label\">In the zone</p>\n");
        step.records().forEach(record -> put("<pre>", escaped(record.text()), "</pre>\n"));
      }
      put("</li>\n");
    }
    put("</ol>\n");
  }

  private void inOrder(List<Standing> standing) {
    if (standing.isEmpty()) {
      return;
    }
    put("<h2>In order</h2>\n<table class=\"order\">\n<tbody>\n");
    for (Standing each : standing) {
      put("<tr><th scope=\"row\"><i>✓</i> ", escaped(Standing.title(each.area())), "</th><td>");
      put(escaped(each.text()), "</td></tr>\n");
    }
    put("</tbody>\n</table>\n");
  }

  private void goodToKnow(Checked checked) {
    List<FindingCode> codes = CheckWords.codesOf(CheckWords.infos(checked));
    if (codes.isEmpty()) {
      return;
    }
    put("<h2>Good to know</h2>\n<ul class=\"notes\">\n");
    codes.forEach(code -> put("<li>", escaped(CheckWords.note(checked, code)), "</li>\n"));
    put("</ul>\n");
  }

  private void put(String... parts) {
    Stream.of(parts).forEach(page::append);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
