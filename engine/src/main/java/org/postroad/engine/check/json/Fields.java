package org.postroad.engine.check.json;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.certificate.EncodedCertificate;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Printable;

/// The members of one object, each to be read once: [#end] refuses what nobody read.
final class Fields {

  private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final JsonValue.Members object;
  private final String path;
  private final Set<String> read = new HashSet<>();

  private Fields(JsonValue.Members object, String path) {
    this.object = object;
    this.path = path;
  }

  /// Reads an object, which must have nothing that `of` does not read.
  ///
  /// @throws FactsFault if it is none, or not such a one
  static <T> T read(JsonValue value, String path, Function<Fields, T> of) {
    if (!(value instanceof JsonValue.Members members)) {
      throw fault(value, path, "expected an object, not " + value.kind());
    }
    Fields fields = new Fields(members, path);
    try {
      T result = of.apply(fields);
      fields.end();
      return result;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw fault(value, path, Printable.of(String.valueOf(e.getMessage()), 200));
    }
  }

  boolean has(String key) {
    return object.members().containsKey(key);
  }

  String text(String key) {
    JsonValue value = value(key);
    if (!(value instanceof JsonValue.Text(String text, int _))) {
      throw wrong(key, value, "a text");
    }
    return text;
  }

  /// A text of octets, each as one character (ISO 8859-1).
  String octets(String key) {
    return octets(key, text(key));
  }

  boolean flag(String key) {
    JsonValue value = value(key);
    if (!(value instanceof JsonValue.Flag(boolean flag, int _))) {
      throw wrong(key, value, "true or false");
    }
    return flag;
  }

  long number(String key) {
    return decimal(key).longValueExact();
  }

  int integer(String key) {
    return decimal(key).intValueExact();
  }

  Duration seconds(String key) {
    BigDecimal seconds = decimal(key);
    if (seconds.signum() < 0 || seconds.compareTo(SECONDS_MAX) > 0) {
      throw fault(value(key), path(key), "not a number of seconds: " + seconds);
    }
    return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
  }

  Instant time(String key) {
    return Instant.parse(text(key));
  }

  DomainName name(String key) {
    return name(key, text(key));
  }

  InetAddress address(String key) {
    String text = text(key);
    return Endpoint.address(text)
        .orElseThrow(() -> fault(value(key), path(key), "not an IP address: " + shown(text)));
  }

  /// A constant in lower snake_case.
  <E extends Enum<E>> E word(String key, Class<E> kind) {
    return word(value(key), path(key), text(key), kind);
  }

  /// The `kind` of one of several variants.
  FactsFault unknownKind(String kind) {
    return fault(value("kind"), path("kind"), "unknown: " + shown(kind));
  }

  <T> T object(String key, Function<Fields, T> of) {
    return read(value(key), path(key), of);
  }

  <T> Optional<T> optional(String key, Function<Fields, T> of) {
    return has(key) ? Optional.of(object(key, of)) : Optional.empty();
  }

  <T> List<T> objects(String key, Function<Fields, T> of) {
    List<JsonValue> elements = elements(key);
    List<T> all = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      all.add(read(elements.get(i), path(key) + "[" + i + "]", of));
    }
    return all;
  }

  List<String> texts(String key) {
    return elements(key).stream()
        .map(
            element ->
                element instanceof JsonValue.Text(String text, int _)
                    ? text
                    : failing(wrong(key, element, "texts")))
        .toList();
  }

  List<String> octetsList(String key) {
    return texts(key).stream().map(text -> octets(key, text)).toList();
  }

  List<DomainName> names(String key) {
    return texts(key).stream().map(text -> name(key, text)).toList();
  }

  List<X509Certificate> certificates(String key) {
    List<X509Certificate> chain = new ArrayList<>();
    for (String base64 : texts(key)) {
      Optional<X509Certificate> certificate =
          EncodedCertificate.read(Base64.getDecoder().decode(base64));
      chain.add(
          certificate.orElseThrow(
              () ->
                  fault(
                      value(key), path(key) + "[" + chain.size() + "]", "not a certificate, DER")));
    }
    return chain;
  }

  /// Lists of texts by names of the world's own.
  Map<String, List<String>> textsByName(String key) {
    return object(
        key,
        fields -> {
          Map<String, List<String>> all = new TreeMap<>();
          fields.object.members().keySet().forEach(name -> all.put(name, fields.octetsList(name)));
          return all;
        });
  }

  /// Objects by constants in lower snake_case.
  <E extends Enum<E>, T> Map<E, T> objectsByWord(
      String key, Class<E> kind, Function<Fields, T> of) {
    return object(
        key,
        fields -> {
          Map<E, T> all = new TreeMap<>();
          for (String name : fields.object.members().keySet()) {
            JsonValue value = fields.value(name);
            all.put(word(value, fields.path(name), name, kind), fields.object(name, of));
          }
          return all;
        });
  }

  private void end() {
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!read.contains(member.getKey())) {
        throw fault(member.getValue(), path, "unknown key " + shown(member.getKey()));
      }
    }
  }

  private JsonValue value(String key) {
    JsonValue value = object.members().get(key);
    if (value == null) {
      throw fault(object, path, "no " + key);
    }
    read.add(key);
    return value;
  }

  private List<JsonValue> elements(String key) {
    JsonValue value = value(key);
    if (!(value instanceof JsonValue.Elements(List<JsonValue> elements, int _))) {
      throw wrong(key, value, "an array");
    }
    return elements;
  }

  private BigDecimal decimal(String key) {
    JsonValue value = value(key);
    if (!(value instanceof JsonValue.Amount(BigDecimal number, int _))) {
      throw wrong(key, value, "a number");
    }
    return number;
  }

  private String octets(String key, String text) {
    if (text.chars().anyMatch(c -> c > 0xff)) {
      throw fault(value(key), path(key), "a character that is no octet: " + shown(text));
    }
    return text;
  }

  private DomainName name(String key, String text) {
    try {
      return new DomainName(text); // in its one form, `\DDD` and all
    } catch (IllegalArgumentException e) {
      throw fault(value(key), path(key), Printable.of(String.valueOf(e.getMessage()), 200));
    }
  }

  private static <E extends Enum<E>> E word(JsonValue at, String path, String text, Class<E> kind) {
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw fault(at, path, "unknown: " + shown(text));
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private FactsFault wrong(String key, JsonValue value, String expected) {
    return fault(value, path(key), "expected " + expected + ", not " + value.kind());
  }

  private static String failing(FactsFault fault) {
    throw fault;
  }

  private static FactsFault fault(JsonValue at, String path, String why) {
    return new FactsFault(
        "line " + at.line() + ": " + (path.isEmpty() ? "" : Printable.of(path, 200) + ": ") + why);
  }

  private static String shown(String text) {
    return "\"" + Printable.of(text, 80) + "\"";
  }
}
