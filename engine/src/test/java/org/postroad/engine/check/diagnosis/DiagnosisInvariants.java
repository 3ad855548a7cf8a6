package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What holds of every diagnosis.
public final class DiagnosisInvariants {

  private DiagnosisInvariants() {}

  public static void hold(Diagnosis diagnosis) {
    Map<FindingCode, FindingCode> causes = new HashMap<>();
    for (Finding finding : diagnosis.findings()) {
      finding
          .because()
          .ifPresent(
              cause -> {
                assertThat(diagnosis.has(cause)).as("cause of %s is found", finding).isTrue();
                causes.put(finding.code(), cause);
              });
      assertThat(finding.seen() + finding.cause() + finding.cure() + finding.subject())
          .matches("[\\x20-\\x7e§]+");
    }
    for (FindingCode code : causes.keySet()) {
      Set<FindingCode> way = EnumSet.noneOf(FindingCode.class);
      FindingCode at = code;
      while (causes.containsKey(at)) {
        assertThat(way.add(at)).as("no circle at %s in %s", at, causes).isTrue();
        at = causes.get(at);
      }
    }
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.of(diagnosis.findings()));
  }
}
