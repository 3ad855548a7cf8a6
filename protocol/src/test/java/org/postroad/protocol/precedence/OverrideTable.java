package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.certificate.NamePattern;

/// The third table: what is done with a host under an override.
final class OverrideTable {

  static final List<String> DECREES = List.of("may", "encrypt", "secure");

  static final List<Row> ROWS =
      Table.rows("overrides.table", 7).stream()
          .map(c -> new Row(c.get(0), c.get(1), c.get(2), c.get(3), c.get(4), c.get(5), c.get(6)))
          .toList();

  private OverrideTable() {}

  record Row(
      String decree,
      String mx,
      String host,
      String done,
      String report,
      String sections,
      String why) {}

  static List<Row> rows(String decree, String mx, String host) {
    return ROWS.stream()
        .filter(
            row ->
                Table.lists(row.decree(), decree)
                    && Table.lists(row.mx(), mx)
                    && Table.lists(row.host(), host))
        .toList();
  }

  static Decree decree(String word) {
    return switch (word) {
      case "may" -> new Decree.May();
      case "encrypt" -> new Decree.Encrypt();
      case "secure" -> new Decree.Secure(List.of(new NamePattern(true, Scene.DOMAIN)));
      case "dane-only" -> new Decree.DaneOnly();
      default -> throw new IllegalArgumentException(word);
    };
  }
}
