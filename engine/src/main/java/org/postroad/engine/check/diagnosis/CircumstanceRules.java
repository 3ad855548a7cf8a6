package org.postroad.engine.check.diagnosis;

import java.util.List;
import org.postroad.engine.check.Circumstances;

/// What the check itself could not do.
final class CircumstanceRules {

  private CircumstanceRules() {}

  static List<Finding> of(DomainView view) {
    Circumstances circumstances = view.facts().circumstances();
    return circumstances.complete()
        ? List.of()
        : List.of(
            Finding.of(
                FindingCode.CHECK_INCOMPLETE,
                view.domain(),
                "it took "
                    + circumstances.took().toSeconds()
                    + " s of the "
                    + circumstances.deadline().toSeconds()
                    + " s that it had, and left something out",
                "Time was up, or there were more exchangers or questions than a check looks at. What"
                    + " was not looked at is neither good nor bad.",
                "Check again with a longer --deadline."));
  }
}
