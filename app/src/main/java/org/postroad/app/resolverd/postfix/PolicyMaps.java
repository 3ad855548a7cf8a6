package org.postroad.app.resolverd.postfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The value of `smtp_tls_policy_maps`, in the order in which Postfix asks.
record PolicyMaps(List<Entry> entries) {

  /// One map: its type and what follows the colon; `proxied` if proxymap(8) asks it.
  record Entry(String type, String rest, boolean proxied) {

    boolean socketmap() {
      return type.equals("socketmap");
    }

    Optional<MapAddress> address() {
      return socketmap() ? MapAddress.parse(rest) : Optional.empty();
    }

    /// Whether it has an answer to every question, so that maps behind it are never asked.
    boolean answersAll() {
      return type.equals("static");
    }

    /// Whether it may hide a socketmap in itself.
    boolean composed() {
      return Set.of("unionmap", "pipemap").contains(type);
    }

    String text() {
      return (proxied ? "proxy:" : "") + type + ":" + rest;
    }
  }

  PolicyMaps {
    entries = List.copyOf(entries);
  }

  /// Splits at blanks and commas outside braces, as Postfix does.
  static PolicyMaps parse(String value) {
    List<Entry> entries = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int depth = 0;
    for (char c : (value + " ").toCharArray()) {
      depth += c == '{' ? 1 : (c == '}' ? -1 : 0);
      if (depth > 0 || (c != ',' && !Character.isWhitespace(c))) {
        word.append(c);
      } else if (!word.isEmpty()) {
        entries.add(entry(word.toString()));
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) { // a brace left open
      entries.add(entry(word.toString()));
    }
    return new PolicyMaps(entries);
  }

  /// The socketmaps with one of our map names, with the aliases.
  List<Entry> socketmaps() {
    return entries.stream().filter(Entry::socketmap).toList();
  }

  private static Entry entry(String word) {
    boolean proxied = word.startsWith("proxy:");
    String map = proxied ? word.substring("proxy:".length()) : word;
    int colon = map.indexOf(':');
    return colon < 0
        ? new Entry(map, "", proxied)
        : new Entry(map.substring(0, colon), map.substring(colon + 1), proxied);
  }
}
