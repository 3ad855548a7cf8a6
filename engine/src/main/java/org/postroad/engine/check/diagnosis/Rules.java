package org.postroad.engine.check.diagnosis;

import java.util.List;
import java.util.function.Function;

/// All rules. Each stands by itself and knows nothing of what the others found.
final class Rules {

  private static final List<Function<DomainView, List<Finding>>> ALL =
      List.of(
          CircumstanceRules::of,
          RecordRules::of,
          PolicyHostDnsRules::of,
          PolicyHostRules::of,
          PolicyHttpRules::of,
          PolicyMxRules::of,
          ExchangerRules::of,
          SmtpRules::of,
          DaneRules::of,
          DnssecRules::of,
          NameServerRules::of,
          ZoneContentRules::of,
          SpfRules::of,
          DkimRules::of,
          DmarcRules::of,
          BimiRules::of,
          ReportsRules::of,
          ReputationRules::of,
          ClientRules::of);

  private Rules() {}

  static List<Finding> all(DomainView view) {
    return ALL.stream().flatMap(rule -> rule.apply(view).stream()).toList();
  }
}
