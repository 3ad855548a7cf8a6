package org.postroad.app.labs.audit.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Result.Verdict;
import org.postroad.app.labs.audit.report.Audit.Column;
import org.postroad.app.output.Json;

/// The JSON of `postroad audit`, and of `--list`.
public final class AuditJson {

  private AuditJson() {}

  /// The whole audit as one document.
  public static String of(Audit audit) {
    Map<String, Column> columns = new LinkedHashMap<>();
    audit.columns().forEach(column -> columns.put(column.sender(), column));
    return Json.document(
        "postroad.audit/1",
        json ->
            json.time("at", audit.at())
                .objects("senders", audit.columns(), AuditJson::sender)
                .objects("cases", audit.cases(), (each, one) -> whole(each, one, columns))
                .objectsByName("totals", columns, (each, column) -> totals(each, audit, column)));
  }

  /// The cases alone, an array.
  public static String list(List<AuditCase> cases) {
    return Json.documents("postroad.audit-case/1", cases, AuditJson::keys);
  }

  private static void sender(Json json, Column column) {
    json.text("sender", column.sender())
        .text("version", column.version())
        .text("about", column.about());
  }

  private static Json keys(Json json, AuditCase one) {
    return json.text("id", one.id())
        .text("title", one.title())
        .text("group", one.group().text())
        .text("section", one.section())
        .text("why", one.why())
        .text("expected", one.expected().text());
  }

  private static void whole(Json json, AuditCase one, Map<String, Column> columns) {
    Json _ =
        keys(json, one)
            .objectsByName("results", columns, (each, column) -> result(each, one, column.of(one)));
  }

  /// What was not played is neither right nor wrong: it has no `ok`.
  private static void result(Json json, AuditCase one, Result result) {
    if (result.verdict() != Verdict.NOT_APPLICABLE) {
      json.flag("ok", result.isOk());
    }
    json.text("expected", one.expected().text())
        .text("seen", result.seen().map(seen -> seen.text()).orElse("not_applicable"))
        .text("reason", result.reason());
  }

  private static void totals(Json json, Audit audit, Column column) {
    json.number("ok", audit.count(column, Verdict.OK))
        .number("failed", audit.count(column, Verdict.FAILED))
        .number("not_applicable", audit.count(column, Verdict.NOT_APPLICABLE));
  }
}
