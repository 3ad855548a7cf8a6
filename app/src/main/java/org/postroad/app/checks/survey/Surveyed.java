package org.postroad.app.checks.survey;

import java.util.List;
import java.util.Optional;

/// What a survey has to say of one domain.
///
/// @param sort the class: the root finding's code, or one of the words here
/// @param policyMode `enforce`, `testing` or `none`, where a policy could be read
/// @param findings the gravest first
public record Surveyed(String sort, Optional<String> policyMode, List<Found> findings) {

  /// Nothing is wrong that was looked at.
  public static final String GOOD = "good";

  /// There is no MTA-STS record.
  public static final String NONE = "none";

  /// It could not be found out.
  public static final String UNKNOWN = "unknown";

  /// The line of the input holds no domain.
  public static final String INVALID = "invalid";

  public Surveyed {
    findings = List.copyOf(findings);
  }

  /// One finding, in short.
  ///
  /// @param subject what it is about; empty where that is the line itself
  /// @param because the code that it follows from
  public record Found(
      String code, String severity, String subject, String seen, Optional<String> because) {}

  /// A line that holds no domain.
  static Surveyed invalid(String text, String why) {
    return new Surveyed(
        INVALID,
        Optional.empty(),
        List.of(new Found("invalid-name", "error", text, why, Optional.empty())));
  }

  /// A look that a fault of ours ended.
  static Surveyed brokenOff(String why) {
    return new Surveyed(
        UNKNOWN,
        Optional.empty(),
        List.of(new Found("survey-broke-off", "unknown", "", why, Optional.empty())));
  }
}
