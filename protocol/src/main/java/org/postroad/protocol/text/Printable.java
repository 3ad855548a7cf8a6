package org.postroad.protocol.text;

/// Text from strangers, made safe to print on one line of a log, a terminal or a protocol reply.
public final class Printable {

  private Printable() {}

  /// The text with every character outside printable ASCII written as an escape such as `\x1b` or
  /// `\\u20ac`, backslashes doubled, and what is beyond `max` characters of output cut and marked
  /// with `...`.
  public static String of(String text, int max) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 8);
    for (int i = 0; i < text.length(); i++) {
      if (out.length() >= max) {
        return out.append("...").toString();
      }
      append(out, text.charAt(i));
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char c) {
    if (c == '\\') {
      out.append("\\\\");
    } else if (c >= 0x20 && c < 0x7f) {
      out.append(c);
    } else if (c < 0x100) {
      out.append("\\x").append(hex(c, 2));
    } else {
      out.append("\\u").append(hex(c, 4));
    }
  }

  private static String hex(char c, int digits) {
    String hex = Integer.toHexString(c);
    return "0".repeat(digits - hex.length()) + hex;
  }
}
