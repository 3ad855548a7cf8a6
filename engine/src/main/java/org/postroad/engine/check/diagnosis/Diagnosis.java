package org.postroad.engine.check.diagnosis;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.DomainFacts;
import org.postroad.protocol.dns.DomainName;

/// The judgement of one check: pure, so that equal facts at the same moment give equal findings.
///
/// @param findings the gravest first; among equals in the order of the road, roots before what
///   follows from them
/// @param next what to do, in this order; empty where the road has been walked to its end
public record Diagnosis(
    DomainName domain, Verdict verdict, List<Finding> findings, List<NextStep> next) {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(finding -> finding.because().isPresent())
          .thenComparing(Finding::code)
          .thenComparing(Finding::subject);

  public Diagnosis {
    findings = List.copyOf(findings);
    next = List.copyOf(next);
  }

  /// Judges facts.
  ///
  /// @param now the moment that certificates and signatures are judged by; usually that of the
  ///   check ([org.postroad.engine.check.Circumstances#started])
  public static Diagnosis of(DomainFacts facts, Instant now) {
    DomainView view = new DomainView(facts, now);
    List<Finding> findings = Causes.linked(Rules.all(view)).stream().sorted(ORDER).toList();
    return new Diagnosis(
        facts.domain(), Verdict.of(findings), findings, Road.ahead(view, findings));
  }

  /// The faults that follow from no other, the gravest first.
  public List<Finding> roots() {
    return findings.stream().filter(Finding::isRoot).toList();
  }

  /// What to mend first.
  public Optional<Finding> root() {
    return roots().stream().findFirst();
  }

  /// The domain's class in a survey: the code of the first root on the journey of its mail, or
  /// `none` (no MTA-STS record), `unknown`, `good`.
  public String surveyClass() {
    if (has(FindingCode.STS_RECORD_ABSENT)) {
      return "none";
    }
    return roots().stream()
        .filter(finding -> finding.code().area().isJourney())
        .findFirst()
        .map(finding -> finding.code().text())
        .orElseGet(() -> isUnknown() ? "unknown" : "good");
  }

  /// Whether there is such a finding.
  public boolean has(FindingCode code) {
    return findings.stream().anyMatch(finding -> finding.code() == code);
  }

  private boolean isUnknown() {
    return findings.stream()
        .anyMatch(
            finding -> finding.severity() == Severity.UNKNOWN && finding.code().area().isJourney());
  }
}
