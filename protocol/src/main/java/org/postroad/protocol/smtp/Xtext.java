package org.postroad.protocol.smtp;

import java.util.Locale;

/// The encoding in which a parameter of SMTP carries what its syntax forbids (RFC 3461 §4): `a+b c`
/// becomes `a+2Bb+20c`.
final class Xtext {

  private Xtext() {}

  /// Whether a text consists of printable US-ASCII, blanks included: all that RFC 3461 §4.2 and
  /// §4.4 let a parameter carry.
  static boolean canCarry(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /// The text with `+`, `=` and blanks as `+` and two upper-case hexadecimal digits.
  ///
  /// @throws IllegalArgumentException for anything that it cannot carry
  static String encode(String text) {
    if (!canCarry(text)) {
      throw new IllegalArgumentException("not printable US-ASCII");
    }
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+' || c == '=' || c == ' ') {
        encoded.append('+').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
