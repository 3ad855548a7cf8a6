package org.postroad.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.app.output.Json;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.text.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Policies as text, for backups, for other machines and for eyes: one JSON object a line.
///
/// ```
/// {"schema":"postroad.cache-export/1","domain":"example.com","id":"20261101","fetched":
/// "2026-11-01T06:00:00Z","asked":"2026-11-01T12:00:00Z","policy":"version: STSv1\r\n..."}
/// ```
///
/// (on one line). `id` is absent where none is known, `asked` where nobody said so; other keys are
/// ignored. Blank lines and lines that begin with `#` are passed over. Lines may be sorted,
/// filtered and put together by any tool: each stands for itself.
public final class CacheText {

  static final String SCHEMA = "postroad.cache-export/1";

  /// The longest line that is read: a policy of 64 KB may grow sixfold when it is quoted.
  static final int LINE_MAX = 512 * 1024;

  private static final Set<String> KEYS =
      Set.of("schema", "domain", "id", "fetched", "asked", "policy");
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private CacheText() {}

  /// An entry, or why a line is none.
  public sealed interface Parsed {
    record Valid(PolicyEntry entry) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Writes a line for each policy that is valid now.
  ///
  /// @return how many these were
  public static long export(PolicyCache cache, Instant now, Appendable out) throws IOException {
    long[] lines = {0};
    try {
      cache.forEach(
          (domain, state) ->
              state
                  .validPolicy(now)
                  .ifPresent(
                      policy -> {
                        append(out, new PolicyEntry(domain, policy, state.asked()));
                        lines[0]++;
                      }));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return lines[0];
  }

  /// The line of an entry, without its end.
  public static String line(PolicyEntry entry) {
    CachedPolicy policy = entry.policy();
    return Json.document(
        SCHEMA,
        json ->
            json.text("domain", entry.domain().text())
                .text("id", policy.id())
                .time("fetched", policy.fetched())
                .time("asked", entry.asked())
                .text("policy", policy.policy().text()));
  }

  /// Reads lines and hands them on, each as an entry or as a fault; a bad one costs only itself.
  ///
  /// @param now stands for an `asked` that is absent
  /// @throws IOException if the text breaks off; what came before it has been handed on
  public static void read(InputStream text, Instant now, PolicyEntry.Taker to) throws IOException {
    BoundedLines lines = new BoundedLines(text, LINE_MAX);
    for (Optional<BoundedLines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
      String where = "line " + next.get().number();
      switch (next.get()) {
        case BoundedLines.Unusable(long number, String why) -> to.fault(where, why);
        case BoundedLines.Text(long number, String line) -> {
          if (!line.isBlank() && !line.startsWith("#")) {
            switch (parse(line, now)) {
              case Parsed.Valid(PolicyEntry entry) -> to.take(where, entry);
              case Parsed.Invalid(String why) -> to.fault(where, why);
            }
          }
        }
      }
    }
  }

  /// Reads one line. Of what is no entry of an export nothing is quoted: it may be a wrong file.
  public static Parsed parse(String line, Instant now) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      Optional<String> fault = read(json, values);
      return fault.<Parsed>map(Parsed.Invalid::new).orElseGet(() -> entry(values, now));
    } catch (JacksonException e) {
      return new Parsed.Invalid(JsonFault.of(e) + "; expected a line of " + SCHEMA);
    }
  }

  private static Optional<String> read(JsonParser json, Map<String, String> values) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return Optional.of("not a JSON object; expected a line of " + SCHEMA);
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (!KEYS.contains(key)) {
        json.skipChildren();
      } else if (value == JsonToken.VALUE_STRING) {
        values.put(key, json.getString());
      } else {
        return Optional.of(key + " is not a text");
      }
    }
    return json.nextToken() == null ? Optional.empty() : Optional.of("more than one JSON object");
  }

  private static Parsed entry(Map<String, String> values, Instant now) {
    String schema = values.getOrDefault("schema", "");
    if (!schema.equals(SCHEMA)) {
      return new Parsed.Invalid("schema: expected " + SCHEMA); // or it is who knows what
    }
    String name = values.getOrDefault("domain", "");
    if (!(DomainName.parse(name) instanceof DomainName.Parsed.Valid(DomainName domain))
        || !(PolicyDomain.of(domain.text()) instanceof PolicyDomain.Parsed.Domain)) {
      return invalid("domain", "not a policy domain", name);
    }
    String id = values.getOrDefault("id", "");
    if (!id.matches("[A-Za-z0-9]{0,32}")) {
      return invalid("id", "not up to 32 letters and digits", id);
    }
    Optional<Instant> fetched = instant(values.getOrDefault("fetched", ""));
    Optional<Instant> asked = instant(values.getOrDefault("asked", now.toString()));
    if (fetched.isEmpty() || asked.isEmpty()) {
      String key = fetched.isEmpty() ? "fetched" : "asked";
      return invalid(key, "not a time as 2026-11-01T12:00:00Z", values.getOrDefault(key, ""));
    }
    byte[] text = values.getOrDefault("policy", "").getBytes(StandardCharsets.UTF_8);
    return switch (Policy.parse(text)) {
      case Policy.Parsed.Invalid fault -> new Parsed.Invalid("policy: " + fault.text());
      case Policy.Parsed.Valid(Policy policy) ->
          new Parsed.Valid(
              new PolicyEntry(domain, new CachedPolicy(policy, id, fetched.get()), asked.get()));
    };
  }

  /// A time that has a place in a cache: no earlier than 1970, no later than 9999.
  private static Optional<Instant> instant(String text) {
    try {
      Instant at = Instant.parse(text);
      return Optional.of(at)
          .filter(time -> !time.isBefore(Instant.EPOCH))
          .filter(time -> time.isBefore(Instant.parse("9999-01-01T00:00:00Z")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Parsed invalid(String key, String why, String seen) {
    return new Parsed.Invalid(key + ": " + why + ": \"" + Printable.of(seen, 80) + "\"");
  }

  private static void append(Appendable out, PolicyEntry entry) {
    try {
      out.append(line(entry)).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
