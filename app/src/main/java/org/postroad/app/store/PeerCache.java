package org.postroad.app.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.text.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The SQLite cache of postfix-mta-sts-resolver, so that who changes over does not begin with first
/// contact everywhere.
///
/// Its table `sts_policy_cache` has been the same in all its versions: `domain`, `ts` (seconds),
/// `pol_id`, `pol_body` (the fields of the policy as JSON, `mx` as a list). Two things are lost
/// there. The text as it was served: it is written anew from the fields. And the time of the fetch,
/// from which alone a policy's life counts (RFC 8461 §3.2): `ts` moves on too whenever only the id
/// was seen unchanged, so in truth a policy may have ended long ago. It is taken over all the same,
/// for without it the domain would be open to attack as at first contact; but it ends
/// [#UNPROVEN_MOST] after the import at the latest, and a fetch of our own, which puts everything
/// right, is due within a day, at once if the policy is meant to live for longer than eight.
public final class PeerCache {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int BODY_MAX = 512 * 1024;

  private static final long SECONDS_MAX = 253_402_300_799L; // the end of the year 9999

  /// How long a policy counts without a fetch of our own: what RFC 8461 §10.2 names as the longest
  /// time between two.
  static final Duration UNPROVEN_MOST = Duration.ofDays(7);

  private PeerCache() {}

  /// How far it got.
  public sealed interface Outcome {
    /// Every row was handed on.
    record Done(long rows) implements Outcome {}

    /// The file could not be read, or is none of that program; `rows` were handed on before.
    record Broken(String why, long rows) implements Outcome {}
  }

  /// Reads the file, which may be in use, and hands every row on, as an entry or as a fault.
  ///
  /// @param now when the domains count as asked for, and from which what is unproven has its end
  public static Outcome read(Path path, Instant now, PolicyEntry.Taker to) {
    if (!Files.isRegularFile(path)) {
      return new Outcome.Broken("there is no file " + path, 0);
    }
    long rows = 0;
    try (Connection sql = open(path);
        Statement statement = sql.createStatement()) {
      Optional<String> foreign = foreign(statement);
      if (foreign.isPresent()) {
        return new Outcome.Broken(path + " " + foreign.get(), 0);
      }
      try (ResultSet result =
          statement.executeQuery("select domain, ts, pol_id, pol_body from sts_policy_cache")) {
        while (result.next()) {
          rows++;
          row(
              Objects.requireNonNullElse(result.getString(1), ""),
              result.getLong(2),
              Objects.requireNonNullElse(result.getString(3), ""),
              Objects.requireNonNullElse(result.getString(4), ""),
              now,
              to);
        }
      }
      return new Outcome.Done(rows);
    } catch (SQLException e) {
      return new Outcome.Broken("cannot read " + path + ": " + e.getMessage(), rows);
    }
  }

  /// Read only. A file with a write-ahead log of which nothing is left cannot be opened so where
  /// its folder cannot be written; nobody else can change it then, and SQLite is told so.
  private static Connection open(Path path) throws SQLException {
    Connection sql = CacheLayout.connect(path, true);
    try (Statement probe = sql.createStatement()) {
      probe.executeQuery("select count(*) from sqlite_schema").close();
      return sql;
    } catch (SQLException e) {
      sql.close();
      if (CacheLayout.isDamage(e)
          || Files.exists(path.resolveSibling(path.getFileName() + "-wal"))) {
        throw e;
      }
      return CacheLayout.connect(path.toUri() + "?immutable=1", true);
    }
  }

  private static Optional<String> foreign(Statement sql) throws SQLException {
    try (ResultSet result = sql.executeQuery("pragma application_id")) {
      if (result.getInt(1) == CacheLayout.APPLICATION_ID) {
        return Optional.of("is a cache of postroad: export it from there");
      }
    }
    List<String> columns = new ArrayList<>();
    try (ResultSet result =
        sql.executeQuery("select name from pragma_table_info('sts_policy_cache')")) {
      while (result.next()) {
        columns.add(result.getString(1));
      }
    }
    return columns.containsAll(List.of("domain", "ts", "pol_id", "pol_body"))
        ? Optional.empty()
        : Optional.of("is no cache of postfix-mta-sts-resolver");
  }

  private static void row(
      String name, long seconds, String id, String body, Instant now, PolicyEntry.Taker to) {
    String where = "row " + Printable.of(name, 260);
    if (!(PolicyDomain.of(name) instanceof PolicyDomain.Parsed.Domain(DomainName domain))) {
      to.fault(where, "not a policy domain");
      return;
    }
    if (seconds <= 0 || seconds > SECONDS_MAX) {
      to.fault(where, "no time: " + seconds);
      return;
    }
    switch (policy(body)) {
      case Policy.Parsed.Invalid fault -> to.fault(where, "policy: " + fault.text());
      case Policy.Parsed.Valid(Policy policy) -> {
        // What is no id by our rules is compared with none; the next look at the record sees one.
        String known = id.matches("[A-Za-z0-9]{1,32}") ? id : "";
        Instant fetched = fetched(Instant.ofEpochSecond(seconds), policy, now);
        to.take(where, new PolicyEntry(domain, new CachedPolicy(policy, known, fetched), now));
      }
    }
  }

  /// The time from which the policy counts; one in the future is left for the taker to refuse.
  private static Instant fetched(Instant noted, Policy policy, Instant now) {
    Instant latest = now.plus(UNPROVEN_MOST).minus(policy.maxAge());
    return noted.isAfter(latest) && !noted.isAfter(now.plus(CacheImport.SKEW_MAX)) ? latest : noted;
  }

  /// The policy whose fields the JSON holds, by the strict reading of its text.
  private static Policy.Parsed policy(String body) {
    if (body.length() > BODY_MAX) {
      return new Policy.Parsed.Invalid("longer than " + BODY_MAX + " characters", 0);
    }
    Map<String, String> fields = new HashMap<>();
    List<String> mx = new ArrayList<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Policy.Parsed.Invalid("not a JSON object", 0);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        boolean list = json.nextToken() == JsonToken.START_ARRAY;
        if (list && key.equals("mx")) {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            mx.add(json.getString());
          }
          if (json.currentToken() != JsonToken.END_ARRAY) {
            return new Policy.Parsed.Invalid("mx is not a list of texts", 0);
          }
        } else if (list || json.currentToken() == JsonToken.START_OBJECT) {
          json.skipChildren();
        } else {
          fields.put(key, json.getString());
        }
      }
    } catch (JacksonException e) {
      return new Policy.Parsed.Invalid(JsonFault.of(e), 0);
    }
    return policy(fields, mx);
  }

  private static Policy.Parsed policy(Map<String, String> fields, List<String> mx) {
    List<String> lines = new ArrayList<>();
    for (String key : List.of("version", "mode", "mx", "max_age")) {
      if (key.equals("mx")) {
        mx.forEach(pattern -> lines.add("mx: " + pattern));
      } else if (fields.containsKey(key)) {
        lines.add(key + ": " + fields.get(key));
      }
    }
    if (lines.stream().anyMatch(line -> line.chars().anyMatch(c -> c < 0x20))) {
      return new Policy.Parsed.Invalid("control character in a value", 0);
    }
    return Policy.parse((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
