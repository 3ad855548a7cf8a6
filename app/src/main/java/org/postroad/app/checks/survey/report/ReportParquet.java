package org.postroad.app.checks.survey.report;

import java.util.List;
import org.postroad.app.checks.survey.report.ParquetTable.Column;

/// A report as a Parquet file, a row for each class.
public final class ReportParquet {

  private ReportParquet() {}

  /// The whole file.
  public static byte[] of(Counts counts) {
    long domains = counts.domains();
    List<Counts.Row> rows = counts.rows();
    return new ParquetTable(
            List.of(
                new Column.Texts("class", rows.stream().map(row -> row.sort().name()).toList()),
                new Column.Longs("count", rows.stream().map(Counts.Row::count).toList()),
                new Column.Doubles(
                    "share", rows.stream().map(row -> Counts.share(row.count(), domains)).toList()),
                new Column.Longs("enforce", rows.stream().map(Counts.Row::enforce).toList()),
                new Column.Texts(
                    "group", rows.stream().map(row -> row.sort().group().title()).toList())))
        .octets();
  }
}
