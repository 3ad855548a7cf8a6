package org.postroad.app.checks.survey;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.app.config.Parsed;
import org.postroad.protocol.text.Printable;

/// How often something may happen: `100/s`, `30/m`.
///
/// @param count 1 to 1,000,000
public record Rate(int count, Duration in) {

  private static final int COUNT_MAX = 1_000_000;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,7})/([smh])");

  public Rate {
    if (count < 1 || count > COUNT_MAX || !in.isPositive()) {
      throw new IllegalArgumentException(count + " in " + in);
    }
  }

  public static Rate perSecond(int count) {
    return new Rate(count, Duration.ofSeconds(1));
  }

  /// Reads a rate as an operator writes it.
  public static Parsed<Rate> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()
        || Integer.parseInt(form.group(1)) < 1
        || Integer.parseInt(form.group(1)) > COUNT_MAX) {
      return new Parsed.Invalid<>(
          "not a rate such as 100/s or 30/m: \"" + Printable.of(text, 60) + "\"");
    }
    Duration in =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Parsed.Valid<>(new Rate(Integer.parseInt(form.group(1)), in));
  }

  /// Nanoseconds from one to the next.
  long interval() {
    return in.toNanos() / count;
  }
}
