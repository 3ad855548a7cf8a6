package org.postroad.app.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Writes the primitives of [DomainStateCodec].
final class CompactOutput {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  /// Seven bits a byte, the low ones first; a set top bit says that more follow.
  void longNumber(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  void number(int value) {
    longNumber(value);
  }

  /// Seconds with the sign in the lowest bit, then nanoseconds.
  void instant(Instant at) {
    long seconds = at.getEpochSecond();
    longNumber((seconds << 1) ^ (seconds >> 63));
    number(at.getNano());
  }

  void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.writeBytes(bytes);
  }

  void texts(List<String> texts) {
    number(texts.size());
    texts.forEach(this::text);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
