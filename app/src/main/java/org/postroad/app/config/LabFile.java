package org.postroad.app.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.postroad.app.output.IoReason;
import org.postroad.engine.net.Endpoint;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// What a running laboratory wrote about itself (`lab --keep --env FILE`), as far as a command
/// needs it to live in there: its DNS, its certification authority, and the file of what to dial.
///
/// @param anchor its root's key; empty if it has none
/// @param elsewhere where whoever dials an address that it does not have shall end up
/// @param now the time there, where it is not the present
/// @param allowPrivate whether private addresses are visited there
public record LabFile(
    DnsServer dns,
    Path caFile,
    Path connect,
    Optional<Path> anchor,
    Optional<InetSocketAddress> elsewhere,
    Optional<Instant> now,
    boolean allowPrivate) {

  private static final String NO = "false";
  private static final int BYTES_MAX = 16 * 1024 * 1024;

  /// Reads the file, of whose document only the texts `dns`, `ca_file`, `connect`, `dnssec_anchor`,
  /// `elsewhere` and `now` matter, and `allow_private` if it is false.
  public static Parsed<LabFile> read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        return new Parsed.Invalid<>(file + ": larger than " + BYTES_MAX + " bytes");
      }
      return of(file, texts(file));
    } catch (IOException e) {
      return new Parsed.Invalid<>(file + ": cannot be read: " + IoReason.of(e));
    } catch (JacksonIOException e) {
      return new Parsed.Invalid<>(
          file + ": cannot be read: " + IoReason.of(Objects.requireNonNull(e.getCause())));
    } catch (StreamReadException e) {
      return new Parsed.Invalid<>(file + ": not JSON: " + e.getOriginalMessage());
    }
  }

  /// The members of the outermost object that are texts, or say no.
  private static Map<String, String> texts(Path file) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), file)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = json.currentName();
          JsonToken value = json.nextToken();
          if (value == JsonToken.VALUE_STRING) {
            texts.put(key, json.getString());
          } else if (value == JsonToken.VALUE_FALSE) {
            texts.put(key, NO);
          } else {
            json.skipChildren();
          }
        }
      }
    }
    return texts;
  }

  private static Parsed<LabFile> of(Path file, Map<String, String> texts) {
    for (String key : new String[] {"dns", "ca_file", "connect"}) {
      if (!texts.containsKey(key)) {
        return new Parsed.Invalid<>(file + ": no " + key + ": did lab --keep write it?");
      }
    }
    Optional<Path> caFile = absolute(texts.get("ca_file"));
    Optional<Path> connect = absolute(texts.get("connect"));
    if (caFile.isEmpty() || connect.isEmpty()) {
      return new Parsed.Invalid<>(file + ": ca_file and connect must be absolute paths");
    }
    Optional<Instant> now;
    Optional<InetSocketAddress> elsewhere = Optional.empty();
    try {
      now = Optional.ofNullable(texts.get("now")).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return new Parsed.Invalid<>(file + ": now: not a time such as 2026-01-31T12:00:00Z");
    }
    if (texts.containsKey("elsewhere")) {
      switch (Endpoint.parse(texts.getOrDefault("elsewhere", ""))) {
        case Endpoint.Parsed.Invalid(String why) -> {
          return new Parsed.Invalid<>(file + ": elsewhere: " + why);
        }
        case Endpoint.Parsed.Valid(InetSocketAddress address) -> elsewhere = Optional.of(address);
      }
    }
    boolean allowPrivate = !texts.getOrDefault("allow_private", "").equals(NO);
    return switch (DnsServer.parse(texts.getOrDefault("dns", ""))) {
      case Parsed.Invalid<DnsServer>(String why) -> new Parsed.Invalid<>(file + ": dns: " + why);
      case Parsed.Valid<DnsServer>(DnsServer dns) ->
          new Parsed.Valid<>(
              new LabFile(
                  dns,
                  caFile.get(),
                  connect.get(),
                  absolute(texts.get("dnssec_anchor")),
                  elsewhere,
                  now,
                  allowPrivate));
    };
  }

  private static Optional<Path> absolute(@org.jspecify.annotations.Nullable String text) {
    return Kinds.path(text == null ? "" : text) instanceof Parsed.Valid<Path>(Path path)
        ? Optional.of(path)
        : Optional.empty();
  }
}
