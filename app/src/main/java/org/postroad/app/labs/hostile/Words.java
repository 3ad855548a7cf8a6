package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// How constants and times stand in a script: `cut-at-mail`, `6m`.
final class Words {

  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws IllegalArgumentException naming the word and what it could have been
  static <E extends Enum<E>> E parse(Class<E> kind, String word) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(constant -> of(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not a "
                        + kind.getSimpleName()
                        + ": \""
                        + word
                        + "\", only "
                        + Arrays.stream(kind.getEnumConstants()).map(Words::of).toList()));
  }

  static String of(Duration time) {
    long seconds = time.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds > 0 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  static Duration duration(String word) {
    long count = Long.parseLong(word.substring(0, word.length() - 1));
    return switch (word.charAt(word.length() - 1)) {
      case 'd' -> Duration.ofDays(count);
      case 'h' -> Duration.ofHours(count);
      case 'm' -> Duration.ofMinutes(count);
      case 's' -> Duration.ofSeconds(count);
      default -> throw new IllegalArgumentException("not a time: \"" + word + "\"");
    };
  }
}
