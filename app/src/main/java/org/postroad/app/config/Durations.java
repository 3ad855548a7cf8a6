package org.postroad.app.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// Durations as operators write them: `500ms`, `5s`, `2m`, `4h`, `1d`, `2w`.
public final class Durations {

  private record Unit(String name, Duration length) {}

  /// The longest first, as [#text] wants them.
  private static final List<Unit> UNITS =
      List.of(
          new Unit("w", Duration.ofDays(7)),
          new Unit("d", Duration.ofDays(1)),
          new Unit("h", Duration.ofHours(1)),
          new Unit("m", Duration.ofMinutes(1)),
          new Unit("s", Duration.ofSeconds(1)),
          new Unit("ms", Duration.ofMillis(1)));

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|[smhdw])");

  private Durations() {}

  /// A whole number of up to nine digits and its unit, without a space.
  public static Parsed<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Parsed.Invalid<>(
          "not a duration such as 500ms, 5s, 2m, 4h or 1d: \"" + Printable.of(text, 60) + "\"");
    }
    Unit unit =
        UNITS.stream().filter(each -> each.name.equals(form.group(2))).findFirst().orElseThrow();
    return new Parsed.Valid<>(unit.length.multipliedBy(Long.parseLong(form.group(1))));
  }

  /// The duration in the largest unit that leaves a whole number, days being the largest: `90s`,
  /// `4h`, `0s`. What is finer than a millisecond is cut.
  public static String text(Duration duration) {
    if (duration.toMillis() == 0) {
      return "0s";
    }
    Unit unit =
        UNITS.stream()
            .filter(each -> !each.name.equals("w"))
            .filter(each -> duration.toMillis() % each.length.toMillis() == 0)
            .findFirst()
            .orElseThrow();
    return duration.toMillis() / unit.length.toMillis() + unit.name;
  }
}
