package org.postroad.app.checks.survey;

import java.util.Locale;

/// How deep a survey looks at each domain.
public enum Depth {
  /// The record at `_mta-sts`: one question to the DNS.
  RECORD(512),
  /// The record, and where there is one the policy host and the names of the exchangers.
  POLICY(256),
  /// All that, and every address of every exchanger.
  MX(256);

  private final int parallel;

  Depth(int parallel) {
    this.parallel = parallel;
  }

  /// As it is written on the command line and in answers.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Domains looked at at a time unless somebody says otherwise.
  public int parallel() {
    return parallel;
  }
}
