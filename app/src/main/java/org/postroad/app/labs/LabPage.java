package org.postroad.app.labs;

import static org.postroad.app.output.Html.escaped;

import java.util.List;
import org.postroad.app.output.Html;

/// The rows as one HTML page that needs nothing else.
public final class LabPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0 0 .2rem; }
      p { margin: .3rem 0; max-width: 60rem; }
      table { border-collapse: collapse; margin-top: 1.2rem; width: 100%; }
      th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; white-space: nowrap; }
      th { position: sticky; top: 0; background: Canvas; }
      td.saw { font: 12.5px/1.4 ui-monospace, monospace; white-space: normal; min-width: 22rem; overflow-wrap: anywhere; }
      .tag { display: inline-block; min-width: 5.2rem; padding: .05rem .5rem; border-radius: .6rem; text-align: center; }
      .attacker { background: #c62828; color: #fff; }
      .nobody { background: #2e7d32; color: #fff; }
      .mx { background: #1565c0; color: #fff; }
      .wrong { background: #ff98003a; }
      """;

  private LabPage() {}

  /// The page.
  public static String of(List<LabRow> rows) {
    StringBuilder page = new StringBuilder(16_384);
    page.append(Html.begin("Postroad lab", STYLE)).append("<h1>Postroad lab</h1>\n");
    LabTable.summary(rows).stream()
        .filter(line -> !line.isEmpty())
        .forEach(line -> page.append("<p>").append(escaped(line)).append("</p>\n"));
    page.append("<table>\n<thead><tr>");
    for (String head :
        List.of(
            "Attack",
            "Policy",
            "Cache",
            "Sender",
            "Who got the message",
            "How",
            "As it must be",
            "Section",
            "What the sender saw")) {
      page.append("<th scope=\"col\">").append(head).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    rows.forEach(row -> append(page, row));
    return page.append("</tbody>\n</table>\n").append(Html.END).toString();
  }

  private static void append(StringBuilder page, LabRow row) {
    Expected plan = row.plan();
    page.append(row.ok() ? "<tr>" : "<tr class=\"wrong\">");
    cell(page, "", plan.attack());
    cell(page, "", plan.policy());
    cell(page, "", plan.cache());
    cell(page, "", row.sender() + " " + row.senderVersion());
    page.append("<td><span class=\"tag ")
        .append(row.deliveredTo())
        .append("\">")
        .append(row.deliveredTo())
        .append("</span></td>");
    cell(
        page,
        "",
        switch (row.how()) {
          case "tls" -> "over TLS";
          case "reqtls" -> "over TLS, with REQUIRETLS";
          case "clear" -> "in clear";
          default -> "not sent";
        });
    cell(page, "", row.ok() ? "yes" : "no, expected: " + plan.deliveredTo());
    cell(page, "", plan.section());
    cell(page, "saw", row.saw());
    page.append("</tr>\n");
  }

  private static void cell(StringBuilder page, String style, String text) {
    page.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">")
        .append(escaped(text))
        .append("</td>");
  }
}
