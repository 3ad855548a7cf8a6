package org.postroad.app.output;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as every command writes it, on one line:
/// `{"schema":"postroad.config-show/1","timeout":5,"ca_file":"/etc/ssl/…"}`.
///
/// The first key of the document, or of each object of a document that is an array, is `schema`.
/// Keys are in lower snake_case, times RFC 3339 in UTC to the second or finer, durations in
/// seconds. What is absent is left out: an empty `Optional` and an empty text write nothing. An
/// empty array is written, for it says that there is none.
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  private final JsonGenerator to;

  private Json(JsonGenerator to) {
    this.to = to;
  }

  /// A document that is one object; `schema` is such as `postroad.lab/1`.
  public static String document(String schema, Consumer<Json> fields) {
    return written(json -> json.element(schema, fields));
  }

  /// A document that is an array with an object for each item, every one with its `schema`.
  public static <T> String documents(String schema, List<T> items, BiConsumer<Json, T> fields) {
    return written(
        json -> {
          json.to.writeStartArray();
          items.forEach(item -> json.element(schema, each -> fields.accept(each, item)));
          json.to.writeEndArray();
        });
  }

  /// A document, or one of several kinds in an array.
  public record Document(String schema, Consumer<Json> fields) {}

  /// A document that is an array of objects of several kinds, each with its own `schema`.
  public static String documents(List<Document> all) {
    return written(
        json -> {
          json.to.writeStartArray();
          all.forEach(each -> json.element(each.schema(), each.fields()));
          json.to.writeEndArray();
        });
  }

  /// An object without a schema, for what is not a document of its own (a line of an event log).
  public static String line(Consumer<Json> fields) {
    return written(json -> json.braces(fields));
  }

  public Json text(String key, String value) {
    if (!value.isEmpty()) {
      to.writeStringProperty(known(key), value);
    }
    return this;
  }

  public Json text(String key, Optional<?> value) {
    value.ifPresent(present -> text(key, present.toString()));
    return this;
  }

  /// A value of an enum in lower snake_case.
  public Json word(String key, Enum<?> value) {
    return text(key, word(value));
  }

  public Json flag(String key, boolean value) {
    to.writeBooleanProperty(known(key), value);
    return this;
  }

  public Json number(String key, long value) {
    to.writeName(known(key));
    to.writeNumber(value);
    return this;
  }

  /// A measured number, rounded to `digits` after the point.
  public Json number(String key, double value, int digits) {
    to.writeName(known(key));
    to.writeNumber(BigDecimal.valueOf(value).setScale(digits, java.math.RoundingMode.HALF_UP));
    return this;
  }

  public Json time(String key, Instant value) {
    return text(key, value.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  public Json time(String key, Optional<Instant> value) {
    value.ifPresent(present -> time(key, present));
    return this;
  }

  /// A duration in seconds: `5`, `0.25`.
  public Json seconds(String key, Duration value) {
    to.writeName(known(key));
    to.writeNumber(plain(value));
    return this;
  }

  public Json seconds(String key, Optional<Duration> value) {
    value.ifPresent(present -> seconds(key, present));
    return this;
  }

  public Json texts(String key, List<?> values) {
    to.writeName(known(key));
    to.writeStartArray();
    values.forEach(value -> to.writeString(value.toString()));
    to.writeEndArray();
    return this;
  }

  public Json object(String key, Consumer<Json> fields) {
    to.writeName(known(key));
    return braces(fields);
  }

  public <T> Json objects(String key, List<T> items, BiConsumer<Json, T> fields) {
    to.writeName(known(key));
    to.writeStartArray();
    items.forEach(item -> braces(each -> fields.accept(each, item)));
    to.writeEndArray();
    return this;
  }

  /// An object whose keys are the world's own names (map names, senders) and whose values are
  /// texts.
  public Json textsByName(String key, Map<String, String> values) {
    to.writeName(known(key));
    to.writeStartObject();
    values.forEach(to::writeStringProperty);
    to.writeEndObject();
    return this;
  }

  /// An object whose keys are the world's own names and whose values are objects.
  public <T> Json objectsByName(String key, Map<String, T> items, BiConsumer<Json, T> fields) {
    to.writeName(known(key));
    to.writeStartObject();
    items.forEach(
        (name, item) -> {
          to.writeName(name);
          braces(each -> fields.accept(each, item));
        });
    to.writeEndObject();
    return this;
  }

  /// A value of an enum as it stands in JSON, options and configuration: `try_later`.
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String written(Consumer<Json> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      content.accept(new Json(to));
    }
    return text.toString();
  }

  private void element(String schema, Consumer<Json> fields) {
    if (!schema.startsWith("postroad.")) {
      throw new IllegalArgumentException("not a schema of ours: " + schema);
    }
    braces(
        each -> {
          each.text("schema", schema);
          fields.accept(each);
        });
  }

  private Json braces(Consumer<Json> fields) {
    to.writeStartObject();
    fields.accept(this);
    to.writeEndObject();
    return this;
  }

  private static BigDecimal plain(Duration value) {
    BigDecimal seconds =
        BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9));
    BigDecimal stripped = seconds.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String known(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a key in snake_case: " + key);
    }
    return key;
  }
}
