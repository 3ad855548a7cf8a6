package org.postroad.app.checks.check;

import java.time.Instant;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;

/// A domain that was looked at and judged.
///
/// @param judged the moment that it was judged for
public record Checked(DomainFacts facts, Diagnosis diagnosis, Instant judged) {

  /// Facts judged for the moment at which they were gathered.
  public static Checked of(DomainFacts facts) {
    return at(facts, facts.circumstances().started());
  }

  /// Facts judged for another moment.
  public static Checked at(DomainFacts facts, Instant now) {
    return new Checked(facts, Diagnosis.of(facts, now), now);
  }

  public DomainName domain() {
    return facts.domain();
  }

  /// Whether the DNS answered nothing at all: then it is hardly the domain's doing.
  public boolean isUnanswered() {
    return facts.dns().entries().values().stream()
        .allMatch(entry -> entry.answer() instanceof Answer.Failed);
  }

  /// Whether a finding is as grave as that.
  public boolean has(Severity severity) {
    return diagnosis.findings().stream().map(Finding::severity).anyMatch(severity::equals);
  }
}
