package org.postroad.engine.check.diagnosis;

import java.time.Instant;
import java.util.Optional;

/// One thing that a check has to say of a domain.
///
/// The texts are for whoever is awake at three in the morning: plain words, safe to print, each a
/// sentence or a few without what the others say already.
///
/// @param severity may differ from the code's own: the same fault is worse under `enforce`
/// @param subject what it is about: a name, an address, a line of a file
/// @param section of the RFC that says so
/// @param seen what was there, in so many words
/// @param cause why that is a fault, and how it usually comes about
/// @param cure what to do
/// @param because the code of the finding that this one follows from; empty for a root
/// @param since when it began, where the facts tell
public record Finding(
    FindingCode code,
    Severity severity,
    String subject,
    String section,
    String seen,
    String cause,
    String cure,
    Optional<FindingCode> because,
    Optional<Instant> since) {

  public Finding {
    if (subject.isEmpty() || seen.isEmpty() || cause.isEmpty() || cure.isEmpty()) {
      throw new IllegalArgumentException("a finding without words: " + code);
    }
    if (because.filter(code::equals).isPresent()) {
      throw new IllegalArgumentException("a finding that follows from itself: " + code);
    }
  }

  /// A root, as grave as its code says.
  static Finding of(FindingCode code, Object subject, String seen, String cause, String cure) {
    return new Finding(
        code,
        code.severity(),
        Words.safe(subject.toString()),
        code.section(),
        seen.isBlank() ? "no more than that is known" : Words.safe(seen),
        Words.safe(cause),
        Words.safe(cure),
        Optional.empty(),
        Optional.empty());
  }

  Finding as(Severity other) {
    return new Finding(code, other, subject, section, seen, cause, cure, because, since);
  }

  Finding at(String other) {
    return new Finding(code, severity, other, section, seen, cause, cure, because, since);
  }

  Finding because(FindingCode root) {
    return new Finding(
        code, severity, subject, section, seen, cause, cure, Optional.of(root), since);
  }

  Finding since(Instant when) {
    return new Finding(
        code, severity, subject, section, seen, cause, cure, because, Optional.of(when));
  }

  /// Whether it is a fault that follows from no other.
  public boolean isRoot() {
    return because.isEmpty() && (severity == Severity.ERROR || severity == Severity.WARNING);
  }
}
