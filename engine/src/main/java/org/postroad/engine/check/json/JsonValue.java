package org.postroad.engine.check.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postroad.protocol.text.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A JSON text as a tree in which every value knows its line. `null` is refused: nothing of ours is
/// absent by being null.
sealed interface JsonValue {

  int line();

  /// What it is, for messages: `a text`.
  String kind();

  record Members(Map<String, JsonValue> members, int line) implements JsonValue {
    @Override
    public String kind() {
      return "an object";
    }
  }

  record Elements(List<JsonValue> elements, int line) implements JsonValue {
    @Override
    public String kind() {
      return "an array";
    }
  }

  record Text(String text, int line) implements JsonValue {
    @Override
    public String kind() {
      return "a text";
    }
  }

  record Amount(BigDecimal number, int line) implements JsonValue {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Flag(boolean flag, int line) implements JsonValue {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /// Reads one whole value and nothing after it.
  ///
  /// @throws FactsFault if there is none
  static JsonValue read(String text) {
    try (JsonParser json = Reading.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      JsonValue value = Reading.value(json);
      if (json.nextToken() != null) {
        throw new FactsFault("line " + Reading.line(json) + ": more after the end");
      }
      return value;
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String reason = String.valueOf(e.getOriginalMessage()).split("\n| \\(", 2)[0];
      throw new FactsFault("line " + line + ": not JSON: " + Printable.of(reason, 120));
    }
  }

  /// The recursion, as deep as the parser lets it go.
  final class Reading {

    private static final int DEPTH_MAX = 24; // facts have eight
    private static final int TEXT_MAX = 2_000_000; // a policy of 64 KB, six characters an octet
    private static final int NUMBER_MAX = 30;

    private static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(TEXT_MAX)
                    .maxNumberLength(NUMBER_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Reading() {}

    private static JsonValue value(JsonParser json) {
      int line = line(json);
      JsonToken token = json.currentToken();
      return switch (token) {
        case START_OBJECT -> {
          Map<String, JsonValue> members = new LinkedHashMap<>();
          while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            members.put(key, value(json));
          }
          yield new Members(members, line);
        }
        case START_ARRAY -> {
          List<JsonValue> elements = new ArrayList<>();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(json));
          }
          yield new Elements(elements, line);
        }
        case VALUE_STRING -> new Text(json.getString(), line);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Amount(json.getDecimalValue(), line);
        case VALUE_TRUE -> new Flag(true, line);
        case VALUE_FALSE -> new Flag(false, line);
        case null, default -> throw new FactsFault("line " + line + ": no value");
      };
    }

    private static int line(JsonParser json) {
      return json.currentTokenLocation().getLineNr();
    }
  }
}
