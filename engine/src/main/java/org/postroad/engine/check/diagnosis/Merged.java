package org.postroad.engine.check.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings of a host's addresses, told once where they are the same.
final class Merged {

  private record Sight(FindingCode code, String seen) {}

  private Merged() {}

  /// Of findings that differ in nothing but the address, one, with all their addresses.
  static List<Finding> of(List<Finding> findings) {
    Map<Sight, Finding> kept = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Finding _ =
          kept.merge(
              new Sight(finding.code(), finding.seen()),
              finding,
              (one, other) -> one.at(both(one.subject(), other.subject())));
    }
    return List.copyOf(kept.values());
  }

  /// `mx.example.com (192.0.2.1, 192.0.2.2)` of two subjects that differ in what is in brackets;
  /// the first, where they differ in more or in nothing.
  private static String both(String one, String other) {
    int open = one.indexOf(" (") + 2;
    int close = one.indexOf(')', open);
    if (open < 2 || close < open || one.equals(other)) {
      return one;
    }
    String before = one.substring(0, open);
    String behind = one.substring(close);
    return other.startsWith(before) && other.endsWith(behind)
        ? one.substring(0, close)
            + ", "
            + other.substring(open, other.length() - behind.length())
            + behind
        : one;
  }
}
