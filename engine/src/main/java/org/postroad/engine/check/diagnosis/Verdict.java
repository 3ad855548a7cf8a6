package org.postroad.engine.check.diagnosis;

import java.util.Collection;
import java.util.Locale;

/// All findings of a domain in one word.
public enum Verdict {
  GOOD,
  WARNINGS,
  ERRORS,
  /// Nothing is known to be broken, and something that matters could not be found out.
  UNKNOWN;

  static Verdict of(Collection<Finding> findings) {
    Severity worst =
        findings.stream().map(Finding::severity).min(Severity::compareTo).orElse(Severity.INFO);
    return switch (worst) {
      case ERROR -> ERRORS;
      case UNKNOWN -> UNKNOWN;
      case WARNING -> WARNINGS;
      case INFO -> GOOD;
    };
  }

  /// As it stands in JSON: `errors`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
