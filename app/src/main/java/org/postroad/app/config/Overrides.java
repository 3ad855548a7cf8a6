package org.postroad.app.config;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.postfix.MatchName;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.postfix.PolicyOverride.Level;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Reads the tables `[overrides."example.com"]`: what the operator decrees in place of what a
/// domain publishes.
final class Overrides {

  private static final Set<String> KEYS = Set.of("level", "match", "until", "reason");
  private static final int REASON_MAX = 500;
  private static final int MATCH_MAX = 100;

  private final String file;
  private final List<Fault> faults;
  private final Map<DomainName, InForce.PlacedOverride> found = new LinkedHashMap<>();

  Overrides(String file, List<Fault> faults) {
    this.file = file;
    this.faults = faults;
  }

  Map<DomainName, InForce.PlacedOverride> found() {
    return found;
  }

  /// Reads them all; what is wrong goes to the faults.
  void read(TomlTable toml) {
    int line = ConfigurationFile.line(toml, List.of("overrides"));
    if (!(toml.get(List.of("overrides")) instanceof TomlTable tables)) {
      faults.add(new Fault(line, "overrides", "not a table: write [overrides.\"example.com\"]"));
      return;
    }
    for (String domain : tables.keySet()) {
      int at = ConfigurationFile.line(tables, List.of(domain));
      String name = "overrides." + Kinds.shown(domain);
      if (tables.get(List.of(domain)) instanceof TomlTable values) {
        one(domain, values, at, name);
      } else {
        faults.add(new Fault(at, name, "not a table: write [" + name + "]"));
      }
    }
  }

  private void one(String domain, TomlTable values, int at, String name) {
    int before = faults.size();
    for (String key : values.keySet()) {
      int line = ConfigurationFile.line(values, List.of(key));
      if (values.get(List.of(key)) instanceof TomlTable) {
        faults.add(
            new Fault(
                line,
                name + "." + Kinds.shown(key),
                "a table in an override",
                Optional.of("put the domain in quotes: [overrides.\"example.com\"]")));
        return;
      }
      if (!KEYS.contains(key)) {
        faults.add(ConfigurationFile.unknown(line, name + ".", key, KEYS, "key"));
      }
    }
    Optional<DomainName> policyDomain = policyDomain(domain, at, name);
    Optional<Level> level = level(values, at, name);
    List<MatchName> match = match(values, at, name);
    Optional<Instant> until = until(values, at, name);
    String reason = reason(values, at, name);
    if (!match.isEmpty() && level.isPresent() && level.get() != Level.SECURE) {
      fault(
          values,
          "match",
          at,
          name,
          "only level \"secure\" has names to match, not " + level.get().text());
    }
    if (faults.size() > before) {
      return;
    }
    PolicyOverride override = new PolicyOverride(level.orElseThrow(), match, until, reason);
    var placed = new InForce.PlacedOverride(override, new Origin.Line(file, at));
    if (found.putIfAbsent(policyDomain.orElseThrow(), placed) != null) {
      faults.add(new Fault(at, name, "the same domain twice"));
    }
  }

  private Optional<DomainName> policyDomain(String domain, int at, String name) {
    return switch (PolicyDomain.of(domain)) {
      case PolicyDomain.Parsed.Domain(DomainName policyDomain) -> Optional.of(policyDomain);
      case PolicyDomain.Parsed.None(String why) -> {
        faults.add(new Fault(at, name, "not a mail domain: " + why));
        yield Optional.empty();
      }
    };
  }

  private Optional<Level> level(TomlTable values, int at, String name) {
    String known = Arrays.stream(Level.values()).map(Level::text).collect(Collectors.joining(", "));
    Object value = values.get(List.of("level"));
    if (value == null) {
      faults.add(new Fault(at, name, "no level: one of " + known));
      return Optional.empty();
    }
    Optional<Level> level = value instanceof String word ? Level.of(word) : Optional.empty();
    if (level.isEmpty()) {
      fault(values, "level", at, name, "not one of " + known + ": " + Kinds.shown(value));
    }
    return level;
  }

  /// One name, or an array of them.
  private List<MatchName> match(TomlTable values, int at, String name) {
    Object value = values.get(List.of("match"));
    List<Object> entries =
        switch (value) {
          case null -> List.of();
          case TomlArray array -> array.toList();
          default -> List.of(value);
        };
    if (value != null && (entries.isEmpty() || entries.size() > MATCH_MAX)) {
      fault(values, "match", at, name, "not 1 to " + MATCH_MAX + " names, but " + entries.size());
    }
    List<MatchName> match = new ArrayList<>();
    for (Object entry : entries) {
      switch (MatchName.parse(entry instanceof String text ? text : "")) {
        case MatchName.Parsed.Valid(MatchName each) -> match.add(each);
        case MatchName.Parsed.Invalid(String why) ->
            fault(values, "match", at, name, why + ": " + Kinds.shown(entry));
      }
    }
    return match;
  }

  /// A time of TOML, a day (it ends with that day, in UTC), or either as a text.
  private Optional<Instant> until(TomlTable values, int at, String name) {
    Object value = values.get(List.of("until"));
    if (value == null) {
      return Optional.empty();
    }
    Optional<Instant> until =
        switch (value) {
          case OffsetDateTime time -> Optional.of(time.toInstant());
          case LocalDate day -> Optional.of(endOf(day));
          case String text -> time(text);
          default -> Optional.empty();
        };
    if (until.isEmpty()) {
      fault(
          values,
          "until",
          at,
          name,
          "not a day or a time such as 2026-01-31 or 2026-01-31T12:00:00Z: " + Kinds.shown(value));
    }
    return until;
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          text.length() == "2026-01-31".length()
              ? endOf(LocalDate.parse(text))
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private String reason(TomlTable values, int at, String name) {
    Object value = values.get(List.of("reason"));
    if (value instanceof String text && text.length() <= REASON_MAX) {
      return text;
    }
    if (value != null) {
      fault(values, "reason", at, name, "not a text of at most " + REASON_MAX + " characters");
    }
    return "";
  }

  private void fault(TomlTable values, String key, int at, String name, String what) {
    int line = ConfigurationFile.line(values, List.of(key));
    faults.add(new Fault(line == 0 ? at : line, name + "." + key, what));
  }
}
