package org.postroad.app.checks.survey.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes a struct in Thrift's compact protocol, as far as Parquet's footers need it: fields in
/// ascending order, integers, texts, structs and lists.
final class CompactThrift {

  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int DELTA_MAX = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int last;

  /// Writes the fields of a struct.
  @FunctionalInterface
  interface Writer {
    void fields(CompactThrift to);
  }

  CompactThrift i32(int field, int value) {
    header(field, I32);
    varint(zigzag(value));
    return this;
  }

  CompactThrift i64(int field, long value) {
    header(field, I64);
    varint(zigzag(value));
    return this;
  }

  CompactThrift text(int field, String value) {
    header(field, BINARY);
    binary(value);
    return this;
  }

  CompactThrift struct(int field, Writer fields) {
    header(field, STRUCT);
    nested(fields);
    return this;
  }

  CompactThrift structs(int field, List<Writer> values) {
    list(field, STRUCT, values.size());
    values.forEach(this::nested);
    return this;
  }

  CompactThrift i32s(int field, List<Integer> values) {
    list(field, I32, values.size());
    values.forEach(value -> varint(zigzag(value)));
    return this;
  }

  CompactThrift texts(int field, List<String> values) {
    list(field, BINARY, values.size());
    values.forEach(this::binary);
    return this;
  }

  /// Ends the struct.
  byte[] stop() {
    out.write(0);
    return out.toByteArray();
  }

  private void nested(Writer fields) {
    CompactThrift inner = new CompactThrift();
    fields.fields(inner);
    out.writeBytes(inner.stop());
  }

  private void header(int field, int type) {
    int delta = field - last;
    if (delta < 1 || delta > DELTA_MAX) {
      throw new IllegalArgumentException("field " + field + " after " + last);
    }
    out.write((delta << 4) | type);
    last = field;
  }

  private void list(int field, int type, int size) {
    header(field, LIST);
    if (size < DELTA_MAX) {
      out.write((size << 4) | type);
    } else {
      out.write(0xf0 | type);
      varint(size);
    }
  }

  private void binary(String value) {
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    varint(octets.length);
    out.writeBytes(octets);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void varint(long value) {
    long rest = value;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
  }
}
