package org.postroad.app.checks.survey.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A small table as a Parquet file: one row group, one plain, uncompressed page for each column, no
/// value absent. That much of the format takes less than a library that knows all of it would
/// weigh.
///
/// Source: the Apache Parquet format, `parquet.thrift` and `Encodings.md`; the numbers of fields
/// and enums are theirs.
record ParquetTable(List<Column> columns) {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int REQUIRED = 0;
  private static final int UTF8 = 0;
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int UNCOMPRESSED = 0;
  private static final int DATA_PAGE = 0;

  ParquetTable {
    columns = List.copyOf(columns);
    if (columns.stream().mapToInt(Column::size).distinct().count() != 1) {
      throw new IllegalArgumentException("columns of different lengths");
    }
  }

  /// A column and its values, plainly encoded.
  sealed interface Column {
    String name();

    int size();

    /// Parquet's number of the physical type.
    int type();

    byte[] plain();

    record Texts(String name, List<String> values) implements Column {
      @Override
      public int size() {
        return values.size();
      }

      @Override
      public int type() {
        return 6; // BYTE_ARRAY
      }

      @Override
      public byte[] plain() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String value : values) {
          byte[] octets = value.getBytes(StandardCharsets.UTF_8);
          out.writeBytes(little(octets.length));
          out.writeBytes(octets);
        }
        return out.toByteArray();
      }
    }

    record Longs(String name, List<Long> values) implements Column {
      @Override
      public int size() {
        return values.size();
      }

      @Override
      public int type() {
        return 2; // INT64
      }

      @Override
      public byte[] plain() {
        byte[] octets = new byte[Long.BYTES * values.size()];
        ByteBuffer out = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(out::putLong);
        return octets;
      }
    }

    record Doubles(String name, List<Double> values) implements Column {
      @Override
      public int size() {
        return values.size();
      }

      @Override
      public int type() {
        return 5; // DOUBLE
      }

      @Override
      public byte[] plain() {
        byte[] octets = new byte[Double.BYTES * values.size()];
        ByteBuffer out = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(out::putDouble);
        return octets;
      }
    }
  }

  /// Where a column's page stands.
  private record Placed(Column column, long offset, long octets) {}

  byte[] octets() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(MAGIC);
    List<Placed> placed = new ArrayList<>();
    for (Column column : columns) {
      byte[] values = column.plain();
      byte[] header = pageHeader(column, values.length);
      placed.add(new Placed(column, file.size(), header.length + (long) values.length));
      file.writeBytes(header);
      file.writeBytes(values);
    }
    byte[] footer = footer(placed);
    file.writeBytes(footer);
    file.writeBytes(little(footer.length));
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }

  private static byte[] pageHeader(Column column, int octets) {
    CompactThrift header = new CompactThrift();
    header.i32(1, DATA_PAGE).i32(2, octets).i32(3, octets);
    header.struct(5, page -> page.i32(1, column.size()).i32(2, PLAIN).i32(3, RLE).i32(4, RLE));
    return header.stop();
  }

  private byte[] footer(List<Placed> placed) {
    long rows = columns.getFirst().size();
    CompactThrift footer = new CompactThrift();
    footer.i32(1, 1);
    List<CompactThrift.Writer> schema = new ArrayList<>();
    schema.add(root -> root.text(4, "survey").i32(5, columns.size()));
    for (Column column : columns) {
      schema.add(
          element -> {
            element.i32(1, column.type()).i32(3, REQUIRED).text(4, column.name());
            if (column instanceof Column.Texts) {
              element.i32(6, UTF8);
            }
          });
    }
    footer.structs(2, schema);
    footer.i64(3, rows);
    long octets = placed.stream().mapToLong(Placed::octets).sum();
    footer.structs(
        4,
        List.of(
            group -> {
              group.structs(1, placed.stream().map(ParquetTable::chunk).toList());
              group.i64(2, octets).i64(3, rows);
            }));
    footer.text(6, "postroad");
    return footer.stop();
  }

  private static CompactThrift.Writer chunk(Placed placed) {
    Column column = placed.column();
    return chunk ->
        chunk
            .i64(2, placed.offset())
            .struct(
                3,
                about ->
                    about
                        .i32(1, column.type())
                        .i32s(2, List.of(PLAIN))
                        .texts(3, List.of(column.name()))
                        .i32(4, UNCOMPRESSED)
                        .i64(5, column.size())
                        .i64(6, placed.octets())
                        .i64(7, placed.octets())
                        .i64(9, placed.offset()));
  }

  private static byte[] little(int value) {
    byte[] octets = new byte[Integer.BYTES];
    ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
    return octets;
  }
}
