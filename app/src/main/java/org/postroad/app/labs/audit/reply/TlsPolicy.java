package org.postroad.app.labs.audit.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The data of a reply, as smtp(8) of Postfix 3.11 reads it: `secure match=mx.example.org
/// servername=hostname`.
///
/// @param match what the certificate has to be for: names, `.example.org` for any depth below,
///   `hostname`, `nexthop`, `dot-nexthop`
/// @param serverName for SNI; `hostname` is the exchanger's own; empty for none
/// @param patterns against which the names of exchangers are held
record TlsPolicy(
    Level level, List<String> match, Optional<String> serverName, List<String> patterns) {

  /// The levels of smtp_tls_security_level.
  enum Level {
    NONE,
    MAY,
    ENCRYPT,
    DANE,
    DANE_ONLY,
    VERIFY,
    SECURE;

    /// Whether the certificate is held against names.
    boolean verifies() {
      return this == VERIFY || this == SECURE;
    }

    /// Whether a connection in clear will do.
    boolean allowsClear() {
      return this == NONE || this == MAY;
    }
  }

  /// What is said to a domain that the map does not know.
  static final TlsPolicy OPPORTUNISTIC =
      new TlsPolicy(Level.MAY, List.of(), Optional.empty(), List.of());

  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\{\\s*([a-z_0-9]+)\\s*=\\s*([^{}]*?)\\s*\\}|([a-z_0-9]+)=(\\S*)");
  private static final Set<String> KNOWN =
      Set.of(
          "match",
          "servername",
          "ciphers",
          "protocols",
          "exclude",
          "tafile",
          "connection_reuse",
          "enable_rpk",
          "policy_type",
          "policy_domain",
          "policy_ttl",
          "policy_string",
          "mx_host_pattern",
          "policy_failure");

  TlsPolicy {
    match = List.copyOf(match);
    patterns = List.copyOf(patterns);
  }

  /// A policy, or why Postfix would put the mail off.
  sealed interface Parsed {
    record Valid(TlsPolicy policy) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  static Parsed parse(String data) {
    String[] words = data.strip().split("[\\s,]+", 2);
    Optional<Level> level = level(words[0]);
    if (level.isEmpty()) {
      return new Parsed.Invalid("invalid security level: " + words[0]);
    }
    List<String> match = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    Optional<String> serverName = Optional.empty();
    boolean sts = false;
    boolean others = false;
    String rest = words.length > 1 ? words[1] : "";
    Matcher found = ATTRIBUTE.matcher(rest);
    int at = 0;
    while (found.find()) {
      if (!rest.substring(at, found.start()).matches("[\\s,]*")) {
        break;
      }
      at = found.end();
      String name = found.group(1) == null ? found.group(3) : found.group(1);
      String value = found.group(2) == null ? found.group(4) : found.group(2);
      if (name == null || value == null || value.isEmpty() || !KNOWN.contains(name)) {
        return new Parsed.Invalid("invalid attribute: " + found.group());
      }
      switch (name) {
        case "match" -> match.addAll(List.of(value.split(":", -1)));
        case "servername" -> serverName = Optional.of(value);
        case "mx_host_pattern" -> patterns.add(value);
        case "policy_type" -> sts = true;
        case "policy_failure" -> {
          return new Parsed.Invalid("policy failure: " + value);
        }
        default -> others |= name.startsWith("policy_");
      }
    }
    if (!rest.substring(at).isBlank()) {
      return new Parsed.Invalid("malformed attribute/value pair: " + rest.substring(at).strip());
    }
    if (!match.isEmpty() && !level.get().verifies()) {
      return new Parsed.Invalid("match at level " + words[0]);
    }
    if (others && !sts) {
      return new Parsed.Invalid("policy attributes without policy_type");
    }
    return new Parsed.Valid(
        new TlsPolicy(level.get(), match, serverName, sts ? patterns : List.of()));
  }

  private static Optional<Level> level(String word) {
    for (Level level : Level.values()) {
      if (level.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
