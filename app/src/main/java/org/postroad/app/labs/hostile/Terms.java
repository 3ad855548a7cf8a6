package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.List;
import org.postroad.app.labs.hostile.Step.Mode;

/// A policy as its owner means it, with a reading of RFC 8461 of our own: nothing here is shared
/// with the client under test.
record Terms(Mode mode, List<String> patterns, Duration maxAge) {

  Terms {
    patterns = List.copyOf(patterns);
  }

  /// RFC 8461 §4.1: the same name, or a wildcard for exactly one label.
  boolean covers(String host) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, host));
  }

  static boolean matches(String pattern, String host) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot).equals(pattern.substring(1));
  }

  /// As it is served.
  String text() {
    StringBuilder text = new StringBuilder("version: STSv1\r\nmode: " + Words.of(mode) + "\r\n");
    patterns.forEach(pattern -> text.append("mx: ").append(pattern).append("\r\n"));
    return text.append("max_age: ").append(maxAge.toSeconds()).append("\r\n").toString();
  }

  @Override
  public String toString() {
    return Words.of(mode) + " " + String.join(" ", patterns) + " for " + Words.of(maxAge);
  }
}
