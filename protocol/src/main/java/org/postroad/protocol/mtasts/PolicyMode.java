package org.postroad.protocol.mtasts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a sender does where the policy fails to validate (RFC 8461 §5).
public enum PolicyMode {
  /// Deliver to verified hosts or not at all.
  ENFORCE,
  /// Deliver all the same, and report.
  TESTING,
  /// As if there were no policy; but it is one, and replaces a cached one (§8.3).
  NONE;

  /// The mode of that exact text; case counts (§3.2: the values are `%s`).
  public static Optional<PolicyMode> of(String text) {
    return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
  }

  /// As it stands in a policy: `enforce`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
