package org.postroad.protocol.mtasts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.text.Printable;

/// Reads a policy by the ABNF of RFC 8461 §3.2, line by line.
///
/// Nothing is forgiven that the grammar does not forgive: an empty line, a blank before the key or
/// the colon, a control character or a byte that is no UTF-8 make the policy invalid, for a sender
/// that guesses guesses for the attacker too. Of a repeated key other than `mx` the first line
/// counts and the others are ignored whatever they hold.
final class PolicyReader {

  private static final Pattern FIELD =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*):[ \\t]*(.*?)[ \\t]*");
  private static final int NAME_MAX = 32; // RFC 8461 §3.2, sts-policy-ext-name
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}"); // sts-policy-max-age-value

  private final byte[] body;
  private final List<MxPattern> mx = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean version;
  private @Nullable PolicyMode mode;
  private @Nullable Duration maxAge;

  PolicyReader(byte[] body) {
    this.body = body;
  }

  Policy.Parsed read() {
    if (body.length > Policy.BYTES_MAX) {
      return invalid("more than " + Policy.BYTES_MAX + " bytes", 0);
    }
    if (body.length == 0) {
      return invalid("empty", 0);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return invalid("not UTF-8", 0);
    }
    List<String> lines = lines(text);
    for (int i = 0; i < lines.size(); i++) {
      Optional<String> fault = line(lines.get(i));
      if (fault.isPresent()) {
        return invalid(fault.get(), i + 1);
      }
    }
    return whole(lines);
  }

  /// LF and CRLF end a line (erratum 6253 says so once more); the last line needs no end.
  private static List<String> lines(String text) {
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    List<String> lines = new ArrayList<>();
    for (String line : body.split("\n", -1)) {
      lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
    // "a: b\r" without LF: the CR ends nothing, so it stays and is refused as a control character.
    if (!text.endsWith("\n") && text.endsWith("\r")) {
      lines.set(lines.size() - 1, lines.getLast() + "\r");
    }
    return lines;
  }

  private Optional<String> line(String line) {
    if (line.isEmpty()) {
      return Optional.of("empty line");
    }
    if (line.charAt(0) == '\ufeff') {
      return Optional.of("byte order mark");
    }
    Matcher field = FIELD.matcher(line);
    if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      return Optional.of("control character");
    }
    if (!field.matches()) {
      return Optional.of("not \"key: value\": \"" + Printable.of(line, 80) + "\"");
    }
    String name = field.group(1);
    String value = field.group(2);
    if (name.length() > NAME_MAX) {
      return Optional.of("key of " + name.length() + " characters, at most " + NAME_MAX);
    }
    return switch (name) {
      case "version" -> version ? ignored(name, value) : version(value);
      case "mode" -> mode != null ? ignored(name, value) : mode(value);
      case "max_age" -> maxAge != null ? ignored(name, value) : maxAge(value);
      case "mx" -> mx(value);
      default -> extension(name, value);
    };
  }

  private Optional<String> version(String value) {
    version = value.equals("STSv1");
    return version ? Optional.empty() : wrong("version", "STSv1", value);
  }

  private Optional<String> mode(String value) {
    mode = PolicyMode.of(value).orElse(null);
    return mode != null ? Optional.empty() : wrong("mode", "enforce, testing or none", value);
  }

  private Optional<String> maxAge(String value) {
    if (!DIGITS.matcher(value).matches()) {
      return wrong("max_age", "a number of 1 to 10 digits", value);
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(value));
    if (asked.compareTo(Policy.MAX_AGE_MAX) > 0) {
      // Erratum 7282 would refuse more than 8 digits and drop policies that are valid today.
      notes.add("max_age " + value + " counts as " + Policy.MAX_AGE_MAX.toSeconds());
      asked = Policy.MAX_AGE_MAX;
    }
    maxAge = asked;
    return Optional.empty();
  }

  private Optional<String> mx(String value) {
    return switch (MxPattern.parse(value)) {
      case MxPattern.Parsed.Invalid(String why) -> Optional.of(why);
      case MxPattern.Parsed.Valid(MxPattern pattern) -> {
        if (pattern instanceof MxPattern.Unmatchable(String text, String why)) {
          notes.add("mx " + Printable.of(text, 80) + " matches no host: " + why);
        }
        mx.add(pattern);
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> extension(String name, String value) {
    if (value.isEmpty()) {
      return Optional.of("key \"" + name + "\" has no value");
    }
    return value.indexOf('\t') >= 0
        ? Optional.of("tab in the value of \"" + name + "\"")
        : Optional.empty();
  }

  private Optional<String> ignored(String name, String value) {
    notes.add("repeated " + name + " ignored: \"" + Printable.of(value, 80) + "\"");
    return extension(name, value);
  }

  private static Optional<String> wrong(String name, String expected, String value) {
    return Optional.of(
        name + ": expected " + expected + ", not \"" + Printable.of(value, 80) + "\"");
  }

  private Policy.Parsed whole(List<String> lines) {
    if (!version) {
      return invalid("no version", 0);
    }
    if (mode == null) {
      return invalid("no mode", 0);
    }
    if (maxAge == null) {
      return invalid("no max_age", 0);
    }
    if (mx.isEmpty() && mode != PolicyMode.NONE) {
      return invalid("no mx, and the mode is " + mode.text(), 0);
    }
    List<String> served = lines.stream().map(PolicyReader::withoutBlanksAtTheEnd).toList();
    return new Policy.Parsed.Valid(new Policy(mode, mx, maxAge, served, notes));
  }

  /// Only what the grammar calls WSP: other white space is part of a value.
  private static String withoutBlanksAtTheEnd(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    return line.substring(0, end);
  }

  private static Policy.Parsed invalid(String why, int line) {
    return new Policy.Parsed.Invalid(why, line);
  }
}
