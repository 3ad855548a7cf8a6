package org.postroad.app.labs.audit.cases;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;

/// All cases, in the order of their groups.
public final class Catalogue {

  public static final List<AuditCase> ALL =
      Stream.of(
              RecordCases.ALL,
              PolicyHostCases.ALL,
              PolicyFetchCases.ALL,
              PolicyTextCases.ALL,
              PatternCases.ALL,
              StateCases.ALL,
              ChangeCases.ALL,
              WireCases.ALL,
              DaneMatchCases.ALL,
              DaneRecordCases.ALL,
              DaneLookupCases.ALL,
              DaneHostCases.ALL,
              BothCases.ALL,
              RequireTlsCases.ALL,
              AddressCases.ALL,
              PlainCases.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}

  /// The ids, in order.
  public static List<String> ids() {
    return ALL.stream().map(AuditCase::id).toList();
  }
}
