package org.postroad.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON document as maps, lists, texts, numbers and booleans: for what is claimed of it.
public final class JsonTree {

  private JsonTree() {}

  public static Object of(String text) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      return value(json, json.nextToken());
    }
  }

  /// The objects of an array.
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(Object array) {
    return (List<Map<String, Object>>) array;
  }

  /// The objects of the array at a key.
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(Object object, String key) {
    return objects(((Map<String, Object>) object).getOrDefault(key, List.of()));
  }

  private static Object value(JsonParser json, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = json.currentName();
          members.put(key, value(json, json.nextToken()));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (JsonToken next = json.nextToken();
            next != JsonToken.END_ARRAY;
            next = json.nextToken()) {
          elements.add(value(json, next));
        }
        yield elements;
      }
      case VALUE_STRING -> json.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default -> throw new IllegalArgumentException("unexpected " + token);
    };
  }
}
