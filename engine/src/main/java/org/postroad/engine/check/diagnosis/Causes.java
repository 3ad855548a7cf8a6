package org.postroad.engine.check.diagnosis;

import static org.postroad.engine.check.diagnosis.FindingCode.*;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which finding follows from which. A row says: if there is a finding of this cause, those of
/// these effects follow from it. The first row that fits counts, so the deepest causes stand first.
///
/// The rows lead one way only: no effect of a row is a cause of a row above it. So there are no
/// circles, and following `because` ends at a root.
final class Causes {

  private record Row(FindingCode cause, Set<FindingCode> effects) {}

  private static final List<Row> ROWS = List.of();

  private Causes() {}

  static List<Finding> linked(Collection<Finding> findings) {
    Set<FindingCode> present =
        findings.stream()
            .map(Finding::code)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FindingCode.class)));
    return findings.stream()
        .map(finding -> cause(finding.code(), present).map(finding::because).orElse(finding))
        .toList();
  }

  private static Optional<FindingCode> cause(FindingCode effect, Set<FindingCode> present) {
    return ROWS.stream()
        .filter(row -> row.effects().contains(effect) && present.contains(row.cause()))
        .map(Row::cause)
        .findFirst();
  }
}
