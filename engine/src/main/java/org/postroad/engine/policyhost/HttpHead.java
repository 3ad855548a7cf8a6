package org.postroad.engine.policyhost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// Status and fields of a response (RFC 9112 §4, §5).
///
/// @param fields by name in lower case, values in the order of the response
record HttpHead(int status, Map<String, List<String>> fields) {

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final int SHOWN_MAX = 80;

  HttpHead {
    fields = Map.copyOf(fields);
  }

  /// Reads the lines before the empty one.
  static HttpHead parse(List<String> lines) throws HttpFault {
    Matcher statusLine = STATUS_LINE.matcher(lines.getFirst());
    if (!statusLine.matches()) {
      throw new HttpFault("not an HTTP response: " + shown(lines.getFirst()));
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) { // among them continued lines, RFC 9112 §5.2
        throw new HttpFault("not a header field: " + shown(line));
      }
      fields
          .computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
          .add(field.group(2));
    }
    return new HttpHead(Integer.parseInt(statusLine.group(1)), fields);
  }

  /// The value of a field that may occur once.
  Optional<String> one(String name) throws HttpFault {
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.stream().distinct().count() > 1) {
      throw new HttpFault("several " + name + " fields");
    }
    return values.stream().findFirst();
  }

  static String shown(String text) {
    return "\"" + Printable.of(text, SHOWN_MAX) + "\"";
  }
}
