package org.postroad.app.resolverd.postfix;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of Postfix, from its `mail_version`: `3.10.13`, `3.12-20260101`, `3.11.0-RC1`.
public record PostfixVersion(int major, int minor, int patch)
    implements Comparable<PostfixVersion> {

  /// The first that accepts all that the map `postfix` says (`servername`).
  static final PostfixVersion OLDEST = new PostfixVersion(3, 4, 0);

  /// The first that accepts `policy_type` and the other attributes of TLSRPT.
  static final PostfixVersion WITH_ATTRIBUTES = new PostfixVersion(3, 10, 0);

  /// The first that holds the MX against `mx_host_pattern`.
  static final PostfixVersion WITH_PATTERNS = new PostfixVersion(3, 10, 5);

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:-.*)?");

  /// A snapshot such as `3.12-20260101` counts as the release that it leads to.
  public static Optional<PostfixVersion> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int patch = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
    return Optional.of(
        new PostfixVersion(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), patch));
  }

  public boolean isBefore(PostfixVersion other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(PostfixVersion other) {
    return Comparator.comparingInt(PostfixVersion::major)
        .thenComparingInt(PostfixVersion::minor)
        .thenComparingInt(PostfixVersion::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
