package org.postroad.engine.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of `GET /.well-known/mta-sts.txt`.
public sealed interface Http {

  /// A response, read to its end.
  ///
  /// @param fields those that matter, by name in lower case
  /// @param body octet by octet (ISO 8859-1), so that nothing is lost; cut after 64 KB
  /// @param cut whether there was more of it
  record Answered(
      int status, Map<String, List<String>> fields, String body, boolean cut, Duration took)
      implements Http {
    public Answered {
      Map<String, List<String>> sorted = new TreeMap<>();
      fields.forEach((name, values) -> sorted.put(name, List.copyOf(values)));
      fields = java.util.Collections.unmodifiableMap(sorted);
    }
  }

  /// No response, or one that cannot be read.
  record Broken(String why, Duration took) implements Http {}

  record TimedOut(Duration took) implements Http {}

  record NotTried(Omission because, String detail) implements Http {}
}
