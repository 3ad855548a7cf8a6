package org.postroad.app.checks.survey.report;

import java.util.Locale;

/// A report as CSV (RFC 4180), a line for each class.
public final class ReportCsv {

  private ReportCsv() {}

  /// The file, lines ended by CRLF.
  public static String of(Counts counts) {
    long domains = counts.domains();
    StringBuilder text = new StringBuilder("class,count,share,enforce,group\r\n");
    for (Counts.Row row : counts.rows()) {
      text.append(quoted(row.sort().name()))
          .append(',')
          .append(row.count())
          .append(',')
          .append(String.format(Locale.ROOT, "%.6f", Counts.share(row.count(), domains)))
          .append(',')
          .append(row.enforce())
          .append(',')
          .append(quoted(row.sort().group().title()))
          .append("\r\n");
    }
    return text.toString();
  }

  /// Class names come from a file that anybody may have written: a cell that begins like a formula
  /// gets an apostrophe, for whoever opens it in a spreadsheet.
  private static String quoted(String text) {
    String safe = text.matches("(?s)[=+@\\-\\t\\r].*") ? "'" + text : text;
    return safe.matches("[A-Za-z0-9 :_-]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
