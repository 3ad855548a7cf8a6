package org.postroad.app.store;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads what [CompactOutput] wrote. No length is believed before so many bytes are there.
final class CompactInput {

  private final DataInputStream in;

  CompactInput(DataInputStream in) {
    this.in = in;
  }

  long longNumber() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number of more than ten bytes");
  }

  int number() throws IOException {
    long value = longNumber();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IOException("number out of range: " + value);
    }
    return (int) value;
  }

  Instant instant() throws IOException {
    long coded = longNumber();
    return Instant.ofEpochSecond((coded >>> 1) ^ -(coded & 1), number());
  }

  String text() throws IOException {
    int length = number();
    if (length > in.available()) {
      throw new EOFException("a text of " + length + " bytes, and " + in.available() + " left");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  List<String> texts() throws IOException {
    int count = number();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  /// The value whose position in the list was written.
  <T> T oneOf(List<T> values) throws IOException {
    int code = number();
    if (code >= values.size()) {
      throw new IOException("unknown code " + code);
    }
    return values.get(code);
  }

  boolean atEnd() throws IOException {
    return in.available() == 0;
  }
}
