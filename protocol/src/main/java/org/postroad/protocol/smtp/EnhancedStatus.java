package org.postroad.protocol.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An enhanced status code (RFC 3463 §2): class, subject and detail, such as `4.7.5`.
///
/// @param kind 2 success, 4 temporary, 5 permanent
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedStatus(int kind, int subject, int detail) {

  private static final Pattern SYNTAX =
      Pattern.compile("([245])\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");
  private static final int PART_MAX = 999; // RFC 3463 §2: one to three digits

  public EnhancedStatus {
    if ((kind != 2 && kind != 4 && kind != 5)
        || subject < 0
        || subject > PART_MAX
        || detail < 0
        || detail > PART_MAX) {
      throw new IllegalArgumentException("status " + kind + "." + subject + "." + detail);
    }
  }

  /// The code of exactly this text; leading zeros are no code.
  public static Optional<EnhancedStatus> parse(String text) {
    Matcher code = SYNTAX.matcher(text);
    return code.matches()
        ? Optional.of(
            new EnhancedStatus(
                Integer.parseInt(code.group(1)),
                Integer.parseInt(code.group(2)),
                Integer.parseInt(code.group(3))))
        : Optional.empty();
  }

  /// The same cause said of a failure that will pass: `4.7.5` for `5.7.5`.
  public EnhancedStatus temporary() {
    return new EnhancedStatus(4, subject, detail);
  }

  public boolean isPermanent() {
    return kind == 5;
  }

  /// `4.7.5`.
  public String text() {
    return kind + "." + subject + "." + detail;
  }

  @Override
  public String toString() {
    return text();
  }
}
