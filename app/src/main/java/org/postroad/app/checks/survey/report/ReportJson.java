package org.postroad.app.checks.survey.report;

import org.postroad.app.output.Json;

/// A report as JSON, for programs.
public final class ReportJson {

  private static final int DIGITS = 6;

  private ReportJson() {}

  /// The document, on one line.
  public static String of(Counts counts) {
    long domains = counts.domains();
    return Json.document(
        "postroad.survey-report/1",
        json ->
            json.number("domains", domains)
                .number("with_record", counts.withRecord())
                .number("faulty", counts.of(SurveyClass.Kind.FAULT))
                .objects(
                    "classes",
                    counts.rows(),
                    (each, row) ->
                        each.text("class", row.sort().name())
                            .number("count", row.count())
                            .number("share", Counts.share(row.count(), domains), DIGITS)
                            .number("enforce", row.enforce())
                            .text("group", row.sort().group().title())));
  }
}
