package org.postroad.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postroad.app.output.Json;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.postfix.MatchName;
import org.postroad.protocol.postfix.PolicyOverride;

/// The settings in force, as a configuration file and as JSON.
public final class Shown {

  /// Where the remarks of a file begin.
  private static final int REMARKS = 40;

  private Shown() {}

  /// The lines of a file with the same meaning, each with a remark about where it came from. What
  /// is absent stands as a comment.
  public static List<String> toml(InForce inForce) {
    List<String> lines = new ArrayList<>();
    String table = "";
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.table().equals(table)) {
        table = setting.table();
        lines.add((lines.isEmpty() ? "" : "\n") + "[" + table + "]");
      }
      lines.add(line(inForce, setting));
    }
    inForce.overrides().forEach((domain, each) -> lines.addAll(override(domain, each)));
    return lines;
  }

  /// `{"schema": …, "dns": {…}, …, "overrides": {"example.com": {…}}, "origins": {"dns.timeout":
  /// "default", …}}`.
  public static String json(InForce inForce) {
    Map<String, List<Setting<?>>> tables = new LinkedHashMap<>();
    Map<String, String> origins = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      tables.computeIfAbsent(setting.table(), table -> new ArrayList<>()).add(setting);
      origins.put(setting.name(), inForce.origin(setting).toString());
    }
    Map<String, InForce.PlacedOverride> overrides = new LinkedHashMap<>();
    inForce
        .overrides()
        .forEach(
            (domain, each) -> {
              overrides.put(domain.text(), each);
              origins.put("overrides.\"" + domain + "\"", each.origin().toString());
            });
    return Json.document(
        "postroad.config-show/1",
        json -> {
          json.text("file", inForce.file());
          tables.forEach(
              (table, settings) ->
                  json.object(
                      table, inner -> settings.forEach(each -> write(inner, inForce, each))));
          json.objectsByName(
              "overrides", overrides, (inner, each) -> write(inner, each.override()));
          json.textsByName("origins", origins);
        });
  }

  private static <T> String line(InForce inForce, Setting<T> setting) {
    String value = setting.kind().toml().apply(inForce.value(setting));
    String origin = inForce.origin(setting).toString();
    String remark =
        setting.absent().isEmpty() || !inForce.value(setting).equals(setting.fallback())
            ? origin
            : origin + ": " + setting.absent();
    String assignment = (value.isEmpty() ? "# " : "") + setting.key() + " = " + value;
    return assignment.stripTrailing()
        + " ".repeat(Math.max(1, REMARKS - assignment.stripTrailing().length()))
        + "# "
        + remark;
  }

  private static List<String> override(DomainName domain, InForce.PlacedOverride placed) {
    PolicyOverride override = placed.override();
    List<String> lines = new ArrayList<>();
    lines.add("\n[overrides." + Kinds.quoted(domain.text()) + "]  # " + placed.origin());
    lines.add("level = " + Kinds.quoted(override.level().text()));
    if (!override.match().isEmpty()) {
      List<String> names =
          override.match().stream().map(MatchName::text).map(Kinds::quoted).toList();
      lines.add("match = [" + String.join(", ", names) + "]");
    }
    override.until().ifPresent(until -> lines.add("until = " + until));
    if (!override.reason().isEmpty()) {
      lines.add("reason = " + Kinds.quoted(override.reason()));
    }
    return lines;
  }

  private static <T> void write(Json json, InForce inForce, Setting<T> setting) {
    setting.kind().json().write(json, setting.key(), inForce.value(setting));
  }

  private static void write(Json json, PolicyOverride override) {
    json.text("level", override.level().text());
    if (!override.match().isEmpty()) {
      json.texts("match", override.match().stream().map(MatchName::text).toList());
    }
    json.time("until", override.until()).text("reason", override.reason());
  }
}
