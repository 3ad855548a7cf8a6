package org.postroad.app.config;

import java.util.Optional;
import java.util.function.Function;
import org.postroad.app.output.Json;

/// How the values of a [Setting] are written, in TOML and in JSON, and what bounds them.
///
/// @param form a value of the TOML reader (`String`, `Long`, `Boolean`, `TomlArray`, …) as a value
///   of ours, bounds apart; the reason of a refusal shows what was seen
/// @param fault what is wrong with a value that is out of bounds
/// @param toml the value as it stands in a file; empty for what is absent
/// @param json writes the value under a key, or nothing if it is absent
record Kind<T>(
    Function<Object, Parsed<T>> form,
    Function<T, Optional<String>> fault,
    Function<T, String> toml,
    InJson<T> json) {

  @FunctionalInterface
  interface InJson<T> {
    void write(Json to, String key, T value);
  }

  /// A value without bounds.
  Kind(Function<Object, Parsed<T>> form, Function<T, String> toml, InJson<T> json) {
    this(form, value -> Optional.empty(), toml, json);
  }

  /// Reads a value of the TOML reader.
  Parsed<T> read(Object value) {
    return switch (form.apply(value)) {
      case Parsed.Invalid<T> invalid -> invalid;
      case Parsed.Valid<T> valid ->
          fault.apply(valid.value()).<Parsed<T>>map(Parsed.Invalid::new).orElse(valid);
    };
  }
}
