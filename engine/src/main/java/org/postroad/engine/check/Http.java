package org.postroad.engine.check;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What came of `GET /.well-known/mta-sts.txt`.
public sealed interface Http {

  /// A response.
  ///
  /// @param fields those that matter, by name in lower case
  /// @param body octet by octet (ISO 8859-1), so that nothing is lost; that of a status other than
  ///   200 is not read
  /// @param bodyFault why there is no body, in words: longer than 64 KB, cut short, and so on;
  ///   empty if it was read to its end
  record Answered(
      int status, Map<String, List<String>> fields, String body, String bodyFault, Duration took)
      implements Http {
    public Answered {
      Map<String, List<String>> sorted = new TreeMap<>();
      fields.forEach((name, values) -> sorted.put(name, List.copyOf(values)));
      fields = Collections.unmodifiableMap(sorted);
    }

    /// The first value of a field, its name in lower case.
    public Optional<String> field(String name) {
      return fields.getOrDefault(name, List.of()).stream().findFirst();
    }
  }

  /// No response, or one that cannot be read.
  record Broken(String why, Duration took) implements Http {}

  record TimedOut(Duration took) implements Http {}

  record NotTried(Omission because, String detail) implements Http {}
}
