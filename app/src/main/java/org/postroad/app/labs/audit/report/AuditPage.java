package org.postroad.app.labs.audit.report;

import static org.postroad.app.output.Html.escaped;
import static org.postroad.app.output.Html.linked;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Result.Verdict;
import org.postroad.app.labs.audit.report.Audit.Column;
import org.postroad.app.output.Html;

/// The audit as one HTML page that needs nothing else and can be put on the web as it is.
public final class AuditPage {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final Audit audit;
  private final StringBuilder page = new StringBuilder(1 << 17);

  private AuditPage(Audit audit) {
    this.audit = audit;
  }

  /// The page.
  public static String of(Audit audit) {
    return new AuditPage(audit).whole();
  }

  private String whole() {
    page.append(Html.begin("Do mail servers keep mail transport security?", AuditStyle.SHEET));
    head();
    totals();
    cases();
    return page.append(Html.END).toString();
  }

  private void head() {
    page.append("<h1>Do mail servers keep mail transport security?</h1>\n<p>")
        .append(audit.cases().size())
        .append(" scenarios of MTA-STS, DANE and REQUIRETLS, played in a private Internet on ")
        .append(DAY.format(audit.at()))
        .append(" with Postroad ")
        .append(escaped(audit.version()))
        .append(
            ". What a right sender does was written from the RFCs beforehand. A sender is judged by"
                + " what the exchangers received, not by what it says; nothing was tuned for any"
                + " of them.</p>\n");
  }

  private void totals() {
    page.append("<table class=\"totals\">\n<thead><tr><th scope=\"col\">Sender</th>")
        .append(
            "<th scope=\"col\" class=\"ver\">Version</th><th scope=\"col\" class=\"n\">Right</th>")
        .append(
            "<th scope=\"col\" class=\"n\">Wrong</th><th scope=\"col\" class=\"n\">Not played</th>")
        .append("<th scope=\"col\" class=\"wide\"></th></tr></thead>\n<tbody>\n");
    for (Column column : audit.columns()) {
      long ok = audit.count(column, Verdict.OK);
      long failed = audit.count(column, Verdict.FAILED);
      long other = audit.count(column, Verdict.NOT_APPLICABLE);
      page.append("<tr><th scope=\"row\">")
          .append(escaped(column.sender()))
          .append("<small>")
          .append(escaped(column.about()))
          .append("</small></th><td class=\"ver\">")
          .append(escaped(column.version()))
          .append("</td>");
      number(ok);
      number(failed);
      number(other);
      page.append("<td class=\"wide\"><span class=\"bar\" role=\"img\" aria-label=\"")
          .append(ok)
          .append(" of ")
          .append(ok + failed + other)
          .append("\">");
      bar("ok", ok);
      bar("bad", failed);
      bar("none", other);
      page.append("</span></td></tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private void number(long value) {
    page.append("<td class=\"n\">").append(value).append("</td>");
  }

  private void bar(String style, long part) {
    if (part > 0) {
      page.append("<i class=\"")
          .append(style)
          .append("\" style=\"flex:")
          .append(part)
          .append("\"></i>");
    }
  }

  private void cases() {
    key();
    page.append("<table class=\"cases\">\n<thead><tr><th scope=\"col\">Scenario</th>")
        .append("<th scope=\"col\" class=\"sec\">Section</th>")
        .append("<th scope=\"col\" class=\"exp\">Right is to</th>");
    for (Column column : audit.columns()) {
      String name = escaped(column.sender());
      page.append("<th scope=\"col\" class=\"s\"><span title=\"")
          .append(name)
          .append("\">")
          .append(name)
          .append("</span></th>");
    }
    page.append("</tr></thead>\n");
    audit.groups().forEach(this::group);
    page.append("</table>\n");
  }

  /// What the signs mean, and a box that hides the rows in which nobody did wrong: by style alone.
  private void key() {
    page.append("<p class=\"key\"><span class=\"ok\">✓</span> right <span class=\"bad\">✗</span>")
        .append(" wrong <span class=\"none\">–</span> not played: outside the sender's power,")
        .append(
            " or a matter of days. Open a scenario to read why, and what each sender did.</p>\n")
        .append(
            "<p>In most scenarios a first message arrives; then the exchanger shows a certificate")
        .append(
            " that nobody vouches for, or an attacker stands in its place. Where <em>delay</em>")
        .append(" is right a sender must have found the policy or the TLSA record and hold to it;")
        .append(" where <em>deliver</em> is right there is none that counts.</p>\n")
        .append("<p><label><input type=\"checkbox\" id=\"wrong\"> only scenarios in which")
        .append(" somebody did wrong</label></p>\n");
  }

  private void group(Group group, List<AuditCase> cases) {
    page.append("<tbody>\n<tr class=\"group\"><th>")
        .append(escaped(group.title()))
        .append("</th><td class=\"sec\"></td><td class=\"exp\"></td>");
    for (Column column : audit.columns()) {
      long wrong = cases.stream().filter(one -> column.of(one).isFailed()).count();
      page.append("<td class=\"s\" title=\"wrong of ")
          .append(cases.size())
          .append("\">")
          .append(wrong == 0 ? "" : wrong)
          .append("</td>");
    }
    page.append("</tr>\n");
    cases.forEach(this::row);
    page.append("</tbody>\n");
  }

  private void row(AuditCase one) {
    boolean fine = audit.columns().stream().noneMatch(column -> column.of(one).isFailed());
    page.append("<tr id=\"")
        .append(one.id())
        .append(fine ? "\" class=\"fine" : "")
        .append("\"><td><details><summary title=\"")
        .append(escaped(one.why()))
        .append("\">")
        .append(escaped(one.title()))
        .append("</summary><p>")
        .append(escaped(one.why()))
        .append(" Right is to <b>")
        .append(one.expected().words())
        .append("</b>: ")
        .append(linked(one.section()))
        .append(".</p><p><code>")
        .append(one.id())
        .append("</code></p><dl>");
    for (Column column : audit.columns()) {
      Result result = column.of(one);
      page.append("<dt>")
          .append(escaped(column.sender()))
          .append("</dt><dd class=\"")
          .append(style(result))
          .append("\">")
          .append(escaped(told(result)))
          .append("</dd>");
    }
    page.append("</dl></details></td><td class=\"sec\">")
        .append(linked(one.section()))
        .append("</td><td class=\"exp\">")
        .append(one.expected().words())
        .append("</td>");
    audit.columns().forEach(column -> cell(column.of(one)));
    page.append("</tr>\n");
  }

  private void cell(Result result) {
    String sign =
        switch (result.verdict()) {
          case OK -> "✓";
          case FAILED -> "✗";
          case NOT_APPLICABLE -> "–";
        };
    page.append("<td class=\"s\"><span class=\"")
        .append(style(result))
        .append("\" title=\"")
        .append(escaped(told(result)))
        .append("\">")
        .append(sign)
        .append("</span></td>");
  }

  /// What was wrong says what was seen already.
  private static String told(Result result) {
    return result.isFailed() ? result.reason() : result.words() + ": " + result.reason();
  }

  private static String style(Result result) {
    return switch (result.verdict()) {
      case OK -> "ok";
      case FAILED -> "bad";
      case NOT_APPLICABLE -> "none";
    };
  }
}
