package org.postroad.engine.check.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.postroad.engine.net.Endpoint;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Writes an object, indented for eyes and for `diff`. Empty texts and arrays are written too:
/// reading expects every key.
final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator to;

  private JsonText(JsonGenerator to) {
    this.to = to;
  }

  static String of(Consumer<JsonText> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(new Indented(), text)) {
      new JsonText(to).braces(fields);
    }
    return text.append('\n').toString();
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }
  }

  JsonText text(String key, String value) {
    to.writeStringProperty(key, value);
    return this;
  }

  JsonText word(String key, Enum<?> value) {
    return text(key, word(value));
  }

  JsonText kind(String kind) {
    return text("kind", kind);
  }

  JsonText flag(String key, boolean value) {
    to.writeBooleanProperty(key, value);
    return this;
  }

  JsonText number(String key, long value) {
    to.writeName(key);
    to.writeNumber(value);
    return this;
  }

  JsonText seconds(String key, Duration value) {
    to.writeName(key);
    BigDecimal plain =
        BigDecimal.valueOf(value.getSeconds())
            .add(BigDecimal.valueOf(value.getNano(), 9))
            .stripTrailingZeros();
    to.writeNumber(plain.scale() < 0 ? plain.setScale(0) : plain);
    return this;
  }

  JsonText time(String key, Instant value) {
    return text(key, value.toString());
  }

  JsonText address(String key, InetAddress value) {
    return text(key, Endpoint.text(value));
  }

  JsonText texts(String key, List<String> values) {
    to.writeName(key);
    to.writeStartArray();
    values.forEach(to::writeString);
    to.writeEndArray();
    return this;
  }

  JsonText certificates(String key, List<X509Certificate> chain) {
    return texts(key, chain.stream().map(JsonText::base64).toList());
  }

  <T> JsonText object(String key, T value, BiConsumer<JsonText, T> fields) {
    to.writeName(key);
    return braces(each -> fields.accept(each, value));
  }

  <T> JsonText optional(String key, Optional<T> value, BiConsumer<JsonText, T> fields) {
    value.ifPresent(present -> object(key, present, fields));
    return this;
  }

  <T> JsonText objects(String key, List<T> items, BiConsumer<JsonText, T> fields) {
    to.writeName(key);
    to.writeStartArray();
    items.forEach(item -> braces(each -> fields.accept(each, item)));
    to.writeEndArray();
    return this;
  }

  JsonText textsByName(String key, Map<String, List<String>> values) {
    to.writeName(key);
    return braces(each -> values.forEach(each::texts));
  }

  <E extends Enum<E>, T> JsonText objectsByWord(
      String key, Map<E, T> values, BiConsumer<JsonText, T> fields) {
    to.writeName(key);
    return braces(each -> values.forEach((name, value) -> each.object(word(name), value, fields)));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String base64(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("every certificate that was read has its encoding", e);
    }
  }

  private JsonText braces(Consumer<JsonText> fields) {
    to.writeStartObject();
    fields.accept(this);
    to.writeEndObject();
    return this;
  }
}
