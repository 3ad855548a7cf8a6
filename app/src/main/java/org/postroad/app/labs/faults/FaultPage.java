package org.postroad.app.labs.faults;

import static org.postroad.app.output.Html.escaped;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.output.Html;
import org.postroad.engine.check.diagnosis.Finding;

/// The rows as one HTML page that needs nothing else, with what a check says of each fault.
public final class FaultPage {

  private static final String TITLE = "Postroad lab: every fault, and what a check finds";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      * { box-sizing: border-box; }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0 0 .2rem; }
      p { margin: .3rem 0; max-width: 60rem; }
      code { font: 12.5px/1.4 ui-monospace, monospace; white-space: nowrap; }
      table { border-collapse: collapse; margin-top: 1.2rem; width: 100%; }
      th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
      th { white-space: nowrap; }
      thead th { position: sticky; top: 0; background: Canvas; }
      tbody th { font-weight: 600; width: 16rem; }
      .what { white-space: normal; color: light-dark(#5f6368, #a5a9ae); font-weight: 400; font-size: .9rem; display: block; }
      .tag { display: inline-block; min-width: 3.2rem; padding: .05rem .5rem; border-radius: .6rem; text-align: center; color: #fff; }
      .yes { background: #2e7d32; } .no { background: #c62828; }
      .wrong { background: #ff98003a; }
      td.said { width: 34%; }
      summary { cursor: pointer; }
      dl { margin: .3rem 0 .4rem; font-size: .93rem; }
      dt { color: light-dark(#5f6368, #a5a9ae); margin-top: .25rem; }
      dd { margin: 0; overflow-wrap: anywhere; }
      @media (max-width: 46rem) {
        body { margin: 1rem auto; padding: 0 .75rem; }
        thead { display: none; }
        tr { display: block; padding: .6rem .3rem; border-bottom: 1px solid #8884; }
        th, td { display: block; border: 0; padding: .1rem 0; width: auto; }
        td[data-head]::before { content: attr(data-head) " "; color: light-dark(#5f6368, #a5a9ae); font-size: .87rem; }
        td.said { width: auto; }
      }
      """;

  private final StringBuilder page = new StringBuilder(1 << 16);

  private FaultPage() {}

  /// The page.
  public static String of(List<FaultRow> rows) {
    FaultPage page = new FaultPage();
    page.put("<h1>", escaped(TITLE), "</h1>\n<p>", escaped(FaultText.summary(rows)), "</p>\n");
    page.put("<p>Each domain of this private Internet has one fault that was measured in the");
    page.put(" field, and no other. What must be found was written down before any check.</p>\n");
    page.put("<table>\n<thead><tr>");
    for (String head :
        List.of(
            "Fault",
            "Expected root",
            "Found root, and what follows",
            "As it must be",
            "What the check says")) {
      page.put("<th scope=\"col\">", head, "</th>");
    }
    page.put("</tr></thead>\n<tbody>\n");
    rows.forEach(page::row);
    page.put("</tbody>\n</table>\n");
    return Html.begin(TITLE, STYLE) + page.page + Html.END;
  }

  private void row(FaultRow row) {
    put(row.ok() ? "<tr>" : "<tr class=\"wrong\">", "<th scope=\"row\">", escaped(row.fault()));
    put("<span class=\"what\">", escaped(row.expected().fault().words()), "</span></th>");
    put("<td data-head=\"expected\">", listed(List.of(row.expected().root())), "</td>");
    put("<td data-head=\"found\">");
    put(listed(row.roots().stream().map(root -> root.code().text()).toList()));
    if (!row.followers().isEmpty()) {
      put("<span class=\"what\">so also</span>", listed(row.followers()));
    }
    put("</td><td data-head=\"as it must be\"><span class=\"tag ", row.ok() ? "yes" : "no", "\">");
    put(row.ok() ? "yes" : "no", "</span>");
    row.differences().forEach(each -> put("<br>", escaped(each)));
    put("</td><td class=\"said\">");
    row.roots().forEach(this::finding);
    put("</td></tr>\n");
  }

  private static String listed(List<String> codes) {
    return String.join("<br>", codes.stream().map(code -> "<code>" + code + "</code>").toList());
  }

  private void finding(Finding finding) {
    put("<details><summary>", escaped(finding.code().title()), "</summary><dl>");
    put("<dt>", escaped(finding.subject()), "</dt><dd>", escaped(finding.seen()), "</dd>");
    put("<dt>cause</dt><dd>", escaped(finding.cause()), "</dd>");
    put("<dt>cure</dt><dd>", escaped(finding.cure()), "</dd><dt>section</dt><dd>");
    put(Html.linked(finding.section()), "</dd></dl></details>");
  }

  private void put(String... parts) {
    Stream.of(parts).forEach(page::append);
  }
}
