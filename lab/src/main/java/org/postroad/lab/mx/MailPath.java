package org.postroad.lab.mx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The argument of MAIL or RCPT: `FROM:<a@example.org> SIZE=100` (RFC 5321 §4.1.1.2).
public record MailPath(String address, List<String> parameters) {

  public MailPath {
    parameters = List.copyOf(parameters);
  }

  /// Reads it; nothing if it is none.
  ///
  /// @param keyword `FROM:` or `TO:`
  public static Optional<MailPath> parse(String keyword, String argument) {
    if (!argument.toUpperCase(Locale.ROOT).startsWith(keyword)) {
      return Optional.empty();
    }
    String path = argument.substring(keyword.length()).strip();
    int end = path.lastIndexOf('>');
    if (!path.startsWith("<") || end < 0) {
      return Optional.empty();
    }
    String rest = path.substring(end + 1).strip();
    List<String> parameters = rest.isEmpty() ? List.of() : Arrays.asList(rest.split(" +"));
    return Optional.of(new MailPath(path.substring(1, end), parameters));
  }
}
