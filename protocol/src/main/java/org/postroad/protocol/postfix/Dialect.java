package org.postroad.protocol.postfix;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who reads the reply. The name of the map that is asked chooses it.
public enum Dialect {
  /// Postfix 3.4 to 3.10.4, and later ones where `smtp_tls_enforce_sts_mx_patterns` is off.
  POSTFIX("postfix", "QUERY"),
  /// Postfix 3.10.5 and later: the policy goes along, to be enforced by pattern and reported.
  POSTFIX_3_10("postfix-3.10", "QUERYwithTLSRPT"),
  /// sendmail 8.16 and later with FEATURE(sts), which takes `servername=hostname` only at the end.
  STS("sts", "");

  private final String mapName;
  private final String alias;

  Dialect(String mapName, String alias) {
    this.mapName = mapName;
    this.alias = alias;
  }

  /// The dialect of a map name or of its alias, by which other daemons call it; case counts.
  public static Optional<Dialect> of(String map) {
    return Arrays.stream(values())
        .filter(dialect -> dialect.mapName.equals(map) || dialect.isAlias(map))
        .findFirst();
  }

  /// Every name that [#of] knows.
  public static List<String> names() {
    return Arrays.stream(values())
        .flatMap(dialect -> Stream.of(dialect.mapName, dialect.alias))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /// The map names, without the aliases.
  public static List<String> mapNames() {
    return Arrays.stream(values()).map(Dialect::mapName).toList();
  }

  /// The name of the map: `postfix-3.10`.
  public String mapName() {
    return mapName;
  }

  private boolean isAlias(String map) {
    return !alias.isEmpty() && alias.equals(map);
  }
}
