package org.postroad.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The header field `TLS-Required: No` (RFC 8689 §3): its author would rather have the message read
/// on the way than not delivered, to report a broken certificate for instance.
///
/// Only the one form that the grammar has counts. Several fields, which the RFC forbids, or another
/// value count as none: what is unclear must not switch protection off.
public final class TlsRequiredField {

  private static final String NAME = "tls-required";
  private static final Pattern NO =
      Pattern.compile("(?:[ \\t]*\\r\\n)?[ \\t]*no", Pattern.CASE_INSENSITIVE);

  /// As it is written.
  public static final String LINE = "TLS-Required: No\r\n";

  private TlsRequiredField() {}

  /// What a header says.
  public enum Found {
    ABSENT,
    /// Once, and in the one form.
    NO,
    /// Several times or in another form, which counts as absent.
    UNCLEAR
  }

  /// Whether the header of the message has it. The body is not looked at, nor is a message within
  /// it.
  public static boolean isNo(MessageBytes message) {
    return in(message) == Found.NO;
  }

  /// What the header of the message says.
  public static Found in(MessageBytes message) {
    List<String> values = values(message.octets());
    if (values.isEmpty()) {
      return Found.ABSENT;
    }
    return values.size() == 1 && NO.matcher(values.getFirst()).matches() ? Found.NO : Found.UNCLEAR;
  }

  private static List<String> values(byte[] octets) {
    List<String> values = new ArrayList<>();
    int from = 0;
    while (from < octets.length) {
      int end = endOfField(octets, from);
      int colon = colon(octets, from, end);
      if (colon < 0) {
        return values; // no field: the header is over, with or without the empty line
      }
      String name = new String(octets, from, colon - from, StandardCharsets.ISO_8859_1);
      if (name.toLowerCase(Locale.ROOT).equals(NAME)) {
        values.add(
            new String(octets, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1)
                .replaceAll("\r\n$", ""));
      }
      from = end;
    }
    return values;
  }

  /// Where the name of a field ends (RFC 5322 §2.2: printable ASCII without blanks); -1 if the line
  /// is none.
  private static int colon(byte[] octets, int from, int end) {
    for (int at = from; at < end; at++) {
      if (octets[at] == ':') {
        return at > from ? at : -1;
      }
      if (octets[at] <= ' ' || octets[at] > '~') {
        return -1;
      }
    }
    return -1;
  }

  /// Behind the CRLF that is followed by no blank: folded lines belong to the field (RFC 5322
  /// §2.2.3).
  private static int endOfField(byte[] octets, int from) {
    int at = from;
    while (at < octets.length) {
      boolean lineEnd = octets[at++] == '\n';
      if (lineEnd && (at == octets.length || (octets[at] != ' ' && octets[at] != '\t'))) {
        return at;
      }
    }
    return at;
  }
}
