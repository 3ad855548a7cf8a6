package org.postroad.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.postroad.app.output.IoReason;
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
public record LabFile(DnsServer dns, Path caFile, Path connect, Optional<Path> anchor) {

  private static final int BYTES_MAX = 16 * 1024 * 1024;

  /// Reads the file, of whose document only the texts `dns`, `ca_file`, `connect` and
  /// `dnssec_anchor` matter.
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

  /// The members of the outermost object that are texts.
  private static Map<String, String> texts(Path file) {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), file)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = json.currentName();
          if (json.nextToken() == JsonToken.VALUE_STRING) {
            texts.put(key, json.getString());
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
    return switch (DnsServer.parse(texts.getOrDefault("dns", ""))) {
      case Parsed.Invalid<DnsServer>(String why) -> new Parsed.Invalid<>(file + ": dns: " + why);
      case Parsed.Valid<DnsServer>(DnsServer dns) ->
          new Parsed.Valid<>(
              new LabFile(dns, caFile.get(), connect.get(), absolute(texts.get("dnssec_anchor"))));
    };
  }

  private static Optional<Path> absolute(@org.jspecify.annotations.Nullable String text) {
    return Kinds.path(text == null ? "" : text) instanceof Parsed.Valid<Path>(Path path)
        ? Optional.of(path)
        : Optional.empty();
  }
}
