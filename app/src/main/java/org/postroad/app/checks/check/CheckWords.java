package org.postroad.app.checks.check;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.NextStep;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.check.diagnosis.Verdict;

/// How a check says things, on the terminal and on the page alike.
final class CheckWords {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private CheckWords() {}

  /// How many domains are how: `2 good, 1 with warnings, 1 with errors`.
  static String verdicts(List<Checked> all) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = all.stream().filter(one -> one.diagnosis().verdict() == verdict).count();
      if (count > 0) {
        parts.add(
            count
                + switch (verdict) {
                  case GOOD -> " good";
                  case WARNINGS -> " with warnings";
                  case ERRORS -> " with errors";
                  case UNKNOWN -> " unknown";
                });
      }
    }
    return String.join(", ", parts);
  }

  /// The verdict in a sentence: `example.com: 2 errors, 1 warning`.
  static String sentence(Checked checked) {
    return switch (checked.diagnosis().verdict()) {
      case GOOD -> checked.domain() + " is good";
      case UNKNOWN, WARNINGS, ERRORS -> checked.domain() + ": " + counted(checked);
    };
  }

  /// When and from where it was looked.
  static String circumstances(Checked checked) {
    Circumstances seen = checked.facts().circumstances();
    String late =
        checked.judged().equals(seen.started())
            ? ""
            : ", judged for " + TIME.format(checked.judged());
    return "Looked at on "
        + TIME.format(seen.started())
        + " for "
        + seconds(seen.took())
        + late
        + (seen.tellsSecure() ? "." : ", without DNSSEC.");
  }

  static String sign(Severity severity) {
    return switch (severity) {
      case ERROR -> "✗";
      case WARNING -> "!";
      case UNKNOWN -> "?";
      case INFO -> "·";
    };
  }

  static String sign(Verdict verdict) {
    return switch (verdict) {
      case GOOD -> "✓";
      case WARNINGS -> sign(Severity.WARNING);
      case ERRORS -> sign(Severity.ERROR);
      case UNKNOWN -> sign(Severity.UNKNOWN);
    };
  }

  /// What is good to know beside what is in order.
  static List<Finding> infos(Checked checked) {
    return checked.diagnosis().findings().stream()
        .filter(finding -> finding.severity() == Severity.INFO)
        .filter(finding -> !Standing.PRAISE.contains(finding.code()))
        .toList();
  }

  static List<FindingCode> codesOf(List<Finding> findings) {
    return findings.stream().map(Finding::code).distinct().toList();
  }

  /// All that is good to know of one kind: `no TLS 1.3: mx1.example.com, mx2.example.com`.
  static String note(Checked checked, FindingCode code) {
    List<Finding> all = infos(checked).stream().filter(finding -> finding.code() == code).toList();
    return code.title()
        + ": "
        + (all.size() == 1
            ? all.getFirst().subject() + ": " + all.getFirst().seen()
            : all.stream().map(Finding::subject).distinct().collect(Collectors.joining(", ")));
  }

  /// What a step says to do, line by line; a cure that stands with its finding is not said again.
  static List<String> told(Checked checked, NextStep step) {
    return step.text().lines().map(line -> told(checked, line)).toList();
  }

  private static String told(Checked checked, String line) {
    return checked.diagnosis().findings().stream()
        .filter(one -> line.equals(one.subject() + ": " + one.cure()))
        .findFirst()
        .map(one -> one.subject() + ": " + one.code().title() + ", as said above")
        .orElse(line);
  }

  /// When the first of them began, where the facts tell.
  static Optional<String> since(Ranked ranked) {
    return ranked.places().stream()
        .flatMap(place -> place.since().stream())
        .min(Comparator.naturalOrder())
        .map(TIME::format);
  }

  /// The roots in a few words, for a line.
  static String faults(Checked checked) {
    List<String> titles =
        Ranked.of(checked.diagnosis().findings()).stream()
            .map(ranked -> ranked.first().code().title())
            .distinct()
            .toList();
    int shown = 3;
    return String.join("; ", titles.subList(0, Math.min(shown, titles.size())))
        + (titles.size() > shown ? " and " + (titles.size() - shown) + " more" : "");
  }

  private static String counted(Checked checked) {
    List<String> parts = new ArrayList<>();
    List<Ranked> roots = Ranked.of(checked.diagnosis().findings());
    for (Severity severity : List.of(Severity.ERROR, Severity.UNKNOWN, Severity.WARNING)) {
      long count = roots.stream().filter(one -> one.severity() == severity).count();
      if (count > 0) {
        String word =
            switch (severity) {
              case ERROR -> count == 1 ? " error" : " errors";
              case WARNING -> count == 1 ? " warning" : " warnings";
              case UNKNOWN, INFO -> " unknown";
            };
        parts.add(count + word);
      }
    }
    return String.join(", ", parts);
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
