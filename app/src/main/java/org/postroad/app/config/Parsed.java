package org.postroad.app.config;

import java.util.function.Function;

/// What an operator wrote, read as a value, or why it is none.
public sealed interface Parsed<T> {

  record Valid<T>(T value) implements Parsed<T> {}

  /// `why` is lower case, without a full stop, and shows what was seen.
  record Invalid<T>(String why) implements Parsed<T> {}

  default <R> Parsed<R> map(Function<T, R> change) {
    return switch (this) {
      case Valid<T>(T value) -> new Valid<>(change.apply(value));
      case Invalid<T>(String why) -> new Invalid<>(why);
    };
  }
}
