package org.postroad.app.checks.survey;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A line that a survey wrote, read again: of which line it is the answer, and what the answer was.
public sealed interface AnswerRead {

  /// @param domain empty if the line had none
  /// @param mode of the policy; empty if it has none or it was not looked at
  /// @param depth of the look; empty in a file of before it was noted
  record Valid(long line, String domain, String sort, String mode, String depth)
      implements AnswerRead {

    /// Whether the look was that deep, as far as is known.
    boolean isOf(Depth wanted) {
      return depth.isEmpty() || depth.equals(wanted.text());
    }
  }

  record Invalid(String why) implements AnswerRead {}

  JsonFactory JSON = new JsonFactory();

  /// Reads a line without its end. Nothing of what is no answer is quoted: it may be any file.
  static AnswerRead of(String line) {
    Map<String, String> values = new HashMap<>();
    long number = 0;
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Invalid("not a JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals("line") && value == JsonToken.VALUE_NUMBER_INT) {
          number = json.getLongValue();
        } else if (value == JsonToken.VALUE_STRING) {
          values.put(key, json.getString());
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        return new Invalid("more than one JSON object");
      }
    } catch (JacksonException e) {
      return new Invalid("not JSON");
    }
    String schema = values.getOrDefault("schema", "");
    String sort = values.getOrDefault("class", "");
    if (!schema.equals(AnswerLine.SCHEMA) || number < 1 || sort.isEmpty()) {
      return new Invalid("not a line of " + AnswerLine.SCHEMA);
    }
    return new Valid(
        number,
        values.getOrDefault("domain", ""),
        sort,
        values.getOrDefault("policy_mode", ""),
        values.getOrDefault("depth", ""));
  }
}
