package org.postroad.protocol.precedence;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The second table: what is said of a domain.
final class DomainTable {

  private static final Set<String> FAILED = Set.of("tlsa-failed", "address-failed");
  private static final Set<String> REACHABLE = Set.of("usable", "unusable", "none", "tlsa-failed");

  static final List<Row> ROWS =
      Table.rows("domains.table", 6).stream()
          .map(c -> new Row(c.get(0), c.get(1), c.get(2), c.get(3), c.get(4), c.get(5)))
          .toList();

  private DomainTable() {}

  record Row(String mx, String hosts, String policy, String reply, String sections, String why) {

    boolean fits(Scene scene) {
      return Table.lists(mx, scene.mx())
          && Table.lists(policy, ruling(scene.ruling().word()))
          && Arrays.stream(hosts.split(" "))
              .filter(condition -> !condition.isEmpty())
              .allMatch(condition -> holds(condition, scene.hosts()));
    }
  }

  static List<Row> rows(Scene scene) {
    return ROWS.stream().filter(row -> row.fits(scene)).toList();
  }

  /// What was decided, in the words of the table.
  static String words(DomainLevel level) {
    return switch (level) {
      case DomainLevel.DaneOnly some -> "dane-only";
      case DomainLevel.Dane each -> "dane";
      case DomainLevel.Secure(var leftOut) -> leftOut.isEmpty() ? "secure" : "secure to known";
      case DomainLevel.Own own -> "own";
      case DomainLevel.TryLater(String why) -> "temp";
    };
  }

  private static String ruling(String word) {
    return switch (word) {
      case "testing", "mode-none", "no-policy" -> "open";
      default -> word;
    };
  }

  private static boolean holds(String condition, List<Scene.Host> hosts) {
    String state = condition.substring(1);
    boolean any =
        hosts.stream()
            .map(Scene.Host::state)
            .anyMatch(
                one ->
                    switch (state) {
                      case "failed" -> FAILED.contains(one);
                      case "reachable" -> REACHABLE.contains(one);
                      default -> known(state).equals(one);
                    });
    return any == (condition.charAt(0) == '+');
  }

  private static String known(String state) {
    if (!Scene.HOST_STATES.contains(state)) {
      throw new IllegalArgumentException("no state: " + state);
    }
    return state;
  }
}
