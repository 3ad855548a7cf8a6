package org.postroad.app.checks.check;

import java.util.List;
import org.postroad.app.output.Json;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.NextStep;

/// What was found as JSON: an array with an object for each domain.
public final class CheckJson {

  public static final String SCHEMA = "postroad.check/1";

  private CheckJson() {}

  public static String of(List<Checked> all) {
    return Json.documents(SCHEMA, all, CheckJson::domain);
  }

  private static void domain(Json json, Checked checked) {
    json.text("domain", checked.domain().text())
        .text("verdict", checked.diagnosis().verdict().text())
        .objects("findings", checked.diagnosis().findings(), CheckJson::finding)
        .objects("next", checked.diagnosis().next(), CheckJson::step);
  }

  private static void finding(Json json, Finding finding) {
    json.text("code", finding.code().text())
        .text("severity", finding.severity().text())
        .text("subject", finding.subject())
        .text("section", finding.section())
        .text("seen", finding.seen())
        .text("cause", finding.cause())
        .text("cure", finding.cure())
        .text("because", finding.because())
        .time("since", finding.since());
  }

  private static void step(Json json, NextStep step) {
    json.text("title", step.title())
        .text("text", step.text())
        .objects(
            "records",
            step.records(),
            (each, record) ->
                each.text("name", record.name().text())
                    .text("type", record.type().toString())
                    .text("value", record.value()));
    step.file()
        .ifPresent(
            file ->
                json.object(
                    "file", each -> each.text("url", file.url()).text("text", file.text())));
  }
}
