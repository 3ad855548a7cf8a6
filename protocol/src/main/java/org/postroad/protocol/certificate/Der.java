package org.postroad.protocol.certificate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One element of a DER encoding (X.690 §8.1, §10): as much of it as leads to a part of a
/// certificate that the JDK does not hand out as it was sent.
final class Der {

  static final int OBJECT_IDENTIFIER = 0x06;
  static final int BIT_STRING = 0x03;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  static final int VERSION = 0xa0; // RFC 5280 §4.1, [0] EXPLICIT

  private static final int LENGTH_OCTETS_MAX = 3; // 16 MB: more than a certificate can have

  private final int tag;
  private final byte[] octets;
  private final int start;
  private final int from;
  private final int to;

  private Der(int tag, byte[] octets, int start, int from, int to) {
    this.tag = tag;
    this.octets = octets;
    this.start = start;
    this.from = from;
    this.to = to;
  }

  /// The one element that these octets are, no more and no less.
  static Optional<Der> of(byte[] octets) {
    return elements(octets, 0, octets.length).filter(all -> all.size() == 1).map(List::getFirst);
  }

  boolean is(int other) {
    return tag == other;
  }

  /// The elements inside; empty where the content is no row of elements.
  Optional<List<Der>> children() {
    return elements(octets, from, to);
  }

  /// Tag, length and content.
  byte[] encoded() {
    return Arrays.copyOfRange(octets, start, to);
  }

  byte[] content() {
    return Arrays.copyOfRange(octets, from, to);
  }

  /// The text of a string type; a character that it cannot have becomes one that no name has.
  Optional<String> text() {
    Optional<Charset> charset =
        switch (tag) {
          case 0x0c -> Optional.of(StandardCharsets.UTF_8); // UTF8String
          case 0x13, 0x16 -> Optional.of(StandardCharsets.US_ASCII); // PrintableString, IA5String
          case 0x14 -> Optional.of(StandardCharsets.ISO_8859_1); // TeletexString, as it is used
          case 0x1e -> Optional.of(StandardCharsets.UTF_16BE); // BMPString
          default -> Optional.empty();
        };
    return charset.map(set -> new String(octets, from, to - from, set));
  }

  private static Optional<List<Der>> elements(byte[] octets, int from, int to) {
    List<Der> all = new ArrayList<>();
    int at = from;
    while (at < to) {
      Optional<Der> next = element(octets, at, to);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      all.add(next.get());
      at = next.get().to;
    }
    return Optional.of(all);
  }

  private static Optional<Der> element(byte[] octets, int start, int to) {
    if (to - start < 2) {
      return Optional.empty();
    }
    int length = octets[start + 1] & 0xff;
    int from = start + 2;
    if (length > 0x7f) {
      int count = length & 0x7f;
      if (count == 0 || count > LENGTH_OCTETS_MAX || to - from < count) {
        return Optional.empty();
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = (length << 8) | (octets[from + i] & 0xff);
      }
      from += count;
    }
    return length > to - from
        ? Optional.empty()
        : Optional.of(new Der(octets[start] & 0xff, octets, start, from, from + length));
  }
}
