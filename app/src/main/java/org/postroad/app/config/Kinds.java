package org.postroad.app.config;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postroad.app.output.Json;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.text.Printable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// The kinds of settings that there are.
final class Kinds {

  /// What stands for a delay without end.
  static final String FOREVER = "forever";

  /// The most elements of an array.
  private static final int ELEMENTS_MAX = 1000;

  /// The most of them that one line names as faulty.
  private static final int FAULTS_SHOWN = 10;

  private Kinds() {}

  static final Kind<Boolean> FLAG =
      new Kind<>(
          toml ->
              toml instanceof Boolean flag
                  ? new Parsed.Valid<>(flag)
                  : new Parsed.Invalid<>("not true or false: " + shown(toml)),
          String::valueOf,
          Json::flag);

  static final Text<Path> PATH = new Text<>(Kinds::path, Path::toString);

  static final Text<DnsServer> DNS_SERVER = new Text<>(DnsServer::parse, DnsServer::toString);

  static final Text<InetAddress> ADDRESS = new Text<>(DnsServer::address, Endpoint::text);

  static final Text<HostPort> HOST_PORT = new Text<>(HostPort::parse, HostPort::toString);

  static final Text<SocketmapEndpoint> ENDPOINT =
      new Text<>(SocketmapEndpoint::parse, SocketmapEndpoint::toString);

  /// What is written as a text in quotes.
  record Text<T>(Function<String, Parsed<T>> read, Function<T, String> text) {

    private Parsed<T> of(Object toml) {
      return toml instanceof String string
          ? read.apply(string)
          : new Parsed.Invalid<>("not a text in quotes: " + shown(toml));
    }

    private String quoted(T value) {
      return Kinds.quoted(text.apply(value));
    }
  }

  static <T> Kind<T> one(Text<T> kind) {
    return new Kind<>(
        kind::of, kind::quoted, (to, key, value) -> to.text(key, kind.text.apply(value)));
  }

  /// A whole number from `min` to `max`.
  static Kind<Integer> number(int min, int max) {
    String bounds = "not a whole number from " + min + " to " + max + ": ";
    return new Kind<>(
        toml ->
            toml instanceof Long number && number == number.intValue()
                ? new Parsed.Valid<>(number.intValue())
                : new Parsed.Invalid<>(bounds + shown(toml)),
        number -> number < min || number > max ? Optional.of(bounds + number) : Optional.empty(),
        String::valueOf,
        Json::number);
  }

  /// A duration from `min` to `max`.
  static Kind<Duration> duration(Duration min, Duration max) {
    Text<Duration> text = new Text<>(Durations::parse, Durations::text);
    String bounds = "not from " + Durations.text(min) + " to " + Durations.text(max) + ": ";
    return new Kind<>(
        text::of,
        duration ->
            duration.compareTo(min) < 0 || duration.compareTo(max) > 0
                ? Optional.of(bounds + Durations.text(duration))
                : Optional.empty(),
        text::quoted,
        Json::seconds);
  }

  /// A duration up to `max`, or `forever`, which is the empty one.
  static Kind<Optional<Duration>> durationOrForever(Duration max) {
    Kind<Duration> bounded = duration(Duration.ZERO, max);
    return new Kind<>(
        toml ->
            toml.equals(FOREVER)
                ? new Parsed.Valid<>(Optional.empty())
                : bounded.form().apply(toml).map(Optional::of),
        value -> value.flatMap(bounded.fault()),
        value -> value.map(bounded.toml()).orElse(quoted(FOREVER)),
        (to, key, value) ->
            value.ifPresentOrElse(
                duration -> to.seconds(key, duration), () -> to.text(key, FOREVER)));
  }

  /// One word of an enum, in lower case.
  static <E extends Enum<E>> Kind<E> word(Class<E> words) {
    String known =
        Arrays.stream(words.getEnumConstants()).map(Json::word).collect(Collectors.joining(", "));
    return new Kind<>(
        toml ->
            Arrays.stream(words.getEnumConstants())
                .filter(word -> toml.equals(Json.word(word)))
                .findFirst()
                .<Parsed<E>>map(Parsed.Valid::new)
                .orElseGet(() -> new Parsed.Invalid<>("not one of " + known + ": " + shown(toml))),
        word -> quoted(Json.word(word)),
        Json::word);
  }

  /// A setting that may be absent. There is no way to write that but to leave it out.
  static <T> Kind<Optional<T>> optional(Kind<T> kind) {
    return new Kind<>(
        toml -> kind.form().apply(toml).map(Optional::of),
        value -> value.flatMap(kind.fault()),
        value -> value.map(kind.toml()).orElse(""),
        (to, key, value) -> value.ifPresent(present -> kind.json().write(to, key, present)));
  }

  /// An array of at least `min` different elements.
  static <T> Kind<List<T>> array(Text<T> kind, int min) {
    return new Kind<>(
        toml ->
            toml instanceof TomlArray array
                ? elements(array, kind, min)
                : new Parsed.Invalid<>("not an array such as [\"…\"]: " + shown(toml)),
        values -> values.stream().map(kind::quoted).collect(Collectors.joining(", ", "[", "]")),
        (to, key, values) -> to.texts(key, values.stream().map(kind.text).toList()));
  }

  /// Where to listen: a Unix socket is one, whatever its settings.
  static Kind<List<SocketmapEndpoint>> listeners() {
    return bounded(
        array(ENDPOINT, 1),
        values -> values.stream().map(Kinds::socket).distinct().count() == values.size(),
        "the same Unix socket twice");
  }

  private static Object socket(SocketmapEndpoint endpoint) {
    return switch (endpoint) {
      case SocketmapEndpoint.Inet inet -> inet;
      case SocketmapEndpoint.Unix unix -> unix.path();
    };
  }

  /// A kind that takes fewer values than another; `why` says of the rest what is wrong.
  static <T> Kind<T> bounded(Kind<T> kind, Predicate<T> taken, String why) {
    return new Kind<>(
        kind.form(),
        value ->
            kind.fault()
                .apply(value)
                .or(
                    () ->
                        taken.test(value)
                            ? Optional.empty()
                            : Optional.of(kind.toml().apply(value) + ": " + why)),
        kind.toml(),
        kind.json());
  }

  /// Addresses to connect from: at most one of IPv4 and one of IPv6.
  static Kind<List<InetAddress>> oneOfEachFamily() {
    Kind<List<InetAddress>> addresses = array(ADDRESS, 0);
    return new Kind<>(
        addresses.form(),
        values ->
            values.stream().map(InetAddress::getClass).distinct().count() < values.size()
                ? Optional.of("two addresses of one family: " + addresses.toml().apply(values))
                : Optional.empty(),
        addresses.toml(),
        addresses.json());
  }

  static Parsed<Path> path(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute()
          ? new Parsed.Valid<>(path)
          : new Parsed.Invalid<>("not an absolute path: " + shown(text));
    } catch (InvalidPathException e) {
      return new Parsed.Invalid<>("not a path: " + shown(text));
    }
  }

  /// A value as an error shows it.
  static String shown(Object toml) {
    return switch (toml) {
      case String text -> "\"" + Printable.of(text, 80) + "\"";
      case TomlArray array -> "an array";
      case TomlTable table -> "a table";
      default -> Printable.of(toml.toString(), 80);
    };
  }

  static String quoted(String text) {
    return "\"" + Toml.tomlEscape(text) + "\"";
  }

  private static <T> Parsed<List<T>> elements(TomlArray array, Text<T> kind, int min) {
    if (array.size() < min || array.size() > ELEMENTS_MAX) {
      return new Parsed.Invalid<>(
          "not " + min + " to " + ELEMENTS_MAX + " elements, but " + array.size());
    }
    List<T> values = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      switch (kind.of(array.get(i))) {
        case Parsed.Invalid<T>(String why) -> faults.add(why);
        case Parsed.Valid<T>(T value) -> {
          if (values.contains(value)) {
            faults.add("twice: " + shown(array.get(i)));
          }
          values.add(value);
        }
      }
    }
    return faults.isEmpty()
        ? new Parsed.Valid<>(List.copyOf(values))
        : new Parsed.Invalid<>(
            faults.stream().limit(FAULTS_SHOWN).collect(Collectors.joining("; ")));
  }
}
