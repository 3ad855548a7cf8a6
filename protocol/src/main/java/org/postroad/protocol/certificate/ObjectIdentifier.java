package org.postroad.protocol.certificate;

import java.math.BigInteger;
import java.util.Optional;

/// An object identifier as people write it (X.690 §8.19): `1.2.840.113549.1.1.1`.
final class ObjectIdentifier {

  private static final int OCTETS_MAX = 64; // the longest in use have a dozen

  private ObjectIdentifier() {}

  /// The text of the content octets; empty if they are none.
  static Optional<String> text(byte[] content) {
    if (content.length == 0
        || content.length > OCTETS_MAX
        || (content[content.length - 1] & 0x80) != 0) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    BigInteger number = BigInteger.ZERO;
    for (byte octet : content) {
      number = number.shiftLeft(7).or(BigInteger.valueOf(octet & 0x7f));
      if ((octet & 0x80) == 0) {
        append(out, number);
        number = BigInteger.ZERO;
      }
    }
    return Optional.of(out.toString());
  }

  /// The first number holds the first two: 40 times the one, and the other.
  private static void append(StringBuilder out, BigInteger number) {
    if (out.isEmpty()) {
      int first = number.min(BigInteger.valueOf(80)).intValue() / 40;
      out.append(first).append('.').append(number.subtract(BigInteger.valueOf(first * 40L)));
    } else {
      out.append('.').append(number);
    }
  }
}
