package org.postroad.lab.mx;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
    return Optional.of(new MailPath(utf8(path.substring(1, end)), parameters));
  }

  /// Whether a parameter stands there: `REQUIRETLS`.
  public boolean has(String parameter) {
    return parameters.stream().anyMatch(parameter::equalsIgnoreCase);
  }

  /// Octets that are UTF-8 (RFC 6531 §3.3) as characters; others as they are.
  private static String utf8(String octets) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return octets;
    }
  }
}
