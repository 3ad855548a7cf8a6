package org.postroad.engine.check.diagnosis;

import java.util.Locale;

/// How much a finding matters, the gravest first.
public enum Severity {
  /// Mail is lost, unprotected or turned away, or a protection that was meant is not there.
  ERROR,
  /// It could not be found out. Neither good nor bad.
  UNKNOWN,
  /// It works today.
  WARNING,
  /// Good to know.
  INFO;

  /// As it stands in JSON: `error`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
