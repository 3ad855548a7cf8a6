package org.postroad.app.labs.audit;

import java.util.Optional;

/// What a case came to with one sender.
///
/// @param seen what became of the message that decided it; empty if it was not played
/// @param reason what the sender said, and before that what was wrong; or why it was not played
public record Result(Verdict verdict, Optional<Seen> seen, String reason) {

  /// Whether it was right.
  public enum Verdict {
    OK,
    FAILED,
    NOT_APPLICABLE
  }

  public static Result notApplicable(String reason) {
    return new Result(Verdict.NOT_APPLICABLE, Optional.empty(), reason);
  }

  public static Result failed(Seen seen, String reason) {
    return new Result(Verdict.FAILED, Optional.of(seen), reason);
  }

  public boolean isOk() {
    return verdict == Verdict.OK;
  }

  public boolean isFailed() {
    return verdict == Verdict.FAILED;
  }

  /// `delayed`, or `not applicable`.
  public String words() {
    return seen.map(Seen::words).orElse("not applicable");
  }
}
