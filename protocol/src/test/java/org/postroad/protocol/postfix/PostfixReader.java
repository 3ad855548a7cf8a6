package org.postroad.protocol.postfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the data of a TLS policy as Postfix does, and refuses what any of its releases would.
///
/// Written from the rules of its policy reader, apart from the code under test: words parted by
/// blanks and commas, braces that are counted, `name = value`, names that the release knows, at
/// most one of each unless it may repeat, and never an empty value. What Postfix would accept and
/// then do something else with than we mean (`match=nexthop`, an address) is refused too.
final class PostfixReader {

  private static final Set<String> LEVELS =
      Set.of("none", "may", "encrypt", "dane", "dane-only", "fingerprint", "verify", "secure");
  private static final Set<String> ALWAYS =
      Set.of("match", "servername", "ciphers", "protocols", "exclude", "tafile");
  private static final Set<String> SINCE_3_10 =
      Set.of(
          "policy_type",
          "policy_domain",
          "policy_ttl",
          "policy_string",
          "mx_host_pattern",
          "policy_failure");
  private static final Set<String> REPEATABLE =
      Set.of("match", "tafile", "policy_string", "mx_host_pattern");

  /// What was read: the level, and the values of each attribute in order.
  record Read(String level, Map<String, List<String>> values) {
    List<String> all(String name) {
      return values.getOrDefault(name, List.of());
    }

    /// The entries of `match=`, parted at the colons.
    List<String> match() {
      return all("match").stream().flatMap(v -> List.of(v.split(":", -1)).stream()).toList();
    }
  }

  private PostfixReader() {}

  /// @throws IllegalStateException with the reason for which Postfix would defer the mail
  static Read read(String data, boolean knows310) {
    List<String> words = words(data);
    refuseIf(words.isEmpty(), "empty policy");
    String level = words.getFirst();
    refuseIf(!LEVELS.contains(level.toLowerCase(Locale.ROOT)), "level " + level);
    Map<String, List<String>> values = new TreeMap<>();
    for (String word : words.subList(1, words.size())) {
      refuseIf(level.equals("none"), "attribute at level none");
      attribute(word.startsWith("{") ? inBraces(word) : word, knows310, values);
    }
    judge(level, values);
    return new Read(level, values);
  }

  /// Blanks and commas part words, except within braces.
  private static List<String> words(String data) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      refuseIf(c == 0, "NUL");
      if (depth == 0 && ", \t\r\n".indexOf(c) >= 0) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
        continue;
      }
      depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
      word.append(c);
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static String inBraces(String word) {
    int depth = 0;
    for (int i = 0; i < word.length(); i++) {
      depth += word.charAt(i) == '{' ? 1 : word.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        refuseIf(i != word.length() - 1, "text behind the closing brace");
        return word.substring(1, i).strip();
      }
    }
    throw new IllegalStateException("brace does not close: " + word);
  }

  private static void attribute(String text, boolean knows310, Map<String, List<String>> values) {
    int equals = text.indexOf('=');
    refuseIf(equals < 0, "no equals sign in " + text);
    String name = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    refuseIf(name.isEmpty() || name.contains(" "), "name of " + text);
    refuseIf(
        !ALWAYS.contains(name) && !(knows310 && SINCE_3_10.contains(name)), "attribute " + name);
    refuseIf(value.isEmpty(), "empty value of " + name);
    List<String> held = values.computeIfAbsent(name, n -> new ArrayList<>());
    refuseIf(!held.isEmpty() && !REPEATABLE.contains(name), "second " + name);
    held.add(value);
  }

  private static void judge(String level, Map<String, List<String>> values) {
    Read read = new Read(level, values);
    refuseIf(
        values.containsKey("match") && !Set.of("verify", "secure", "fingerprint").contains(level),
        "match at level " + level);
    for (String name : read.match()) {
      refuseIf(name.isEmpty() || name.equals("."), "empty entry in match");
      refuseIf(Set.of("nexthop", "hostname", "dot-nexthop").contains(name), "word " + name);
      refuseIf(!isHostName(name.startsWith(".") ? name.substring(1) : name), "match " + name);
    }
    read.all("servername").forEach(v -> refuseIf(!isHostName(v), "servername " + v));
    read.all("policy_domain").forEach(v -> refuseIf(!isHostName(v), "policy_domain " + v));
    read.all("policy_type")
        .forEach(v -> refuseIf(!Set.of("sts", "no-policy-found").contains(v), "type " + v));
    refuseIf(
        values.keySet().stream().anyMatch(SINCE_3_10::contains)
            && !values.containsKey("policy_type"),
        "policy attributes without policy_type");
    // With TLSRPT on, 3.10 follows both lists without asking whether there is one.
    refuseIf(
        read.all("policy_type").contains("sts")
            && (read.all("policy_string").isEmpty() || read.all("mx_host_pattern").isEmpty()),
        "policy_type=sts without policy_string or mx_host_pattern");
    for (String pattern : read.all("mx_host_pattern")) {
      String host = pattern.startsWith("*.") ? pattern.substring(2) : pattern;
      refuseIf(!isHostName(host), "mx_host_pattern " + pattern);
    }
  }

  private static boolean isHostName(String name) {
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (!label.matches("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")) {
        return false;
      }
    }
    return name.length() <= 255 && !labels[labels.length - 1].matches("[0-9]+");
  }

  private static void refuseIf(boolean bad, String why) {
    if (bad) {
      throw new IllegalStateException(why);
    }
  }
}
