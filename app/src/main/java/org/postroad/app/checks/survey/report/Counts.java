package org.postroad.app.checks.survey.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.app.checks.survey.AnswerRead;
import org.postroad.app.checks.survey.report.SurveyClass.Group;
import org.postroad.app.checks.survey.report.SurveyClass.Kind;
import org.postroad.app.output.IoReason;
import org.postroad.app.store.BoundedLines;

/// How many domains are of which class.
///
/// @param rows by group, then the most frequent first
public record Counts(List<Row> rows) {

  private static final int LINE_MAX = 1 << 20;
  private static final int CLASSES_MAX = 1_000;

  public Counts {
    rows =
        rows.stream()
            .sorted(
                Comparator.comparing((Row row) -> row.sort().group())
                    .thenComparing(Comparator.comparingLong(Row::count).reversed())
                    .thenComparing(row -> row.sort().name()))
            .toList();
  }

  /// @param enforce those of them whose policy is in `enforce`
  public record Row(SurveyClass sort, long count, long enforce) {}

  /// The counts of a file, or why there are none.
  public sealed interface Counted {
    record Valid(Counts counts) implements Counted {}

    record Unreadable(String why) implements Counted {}
  }

  /// Adds up the answers of a survey. A last line that is torn is left out: a survey that still
  /// runs may just be writing it.
  public static Counted read(Path file) {
    Map<String, long[]> counts = new HashMap<>();
    try (InputStream in = Files.newInputStream(file)) {
      BoundedLines lines = new BoundedLines(in, LINE_MAX);
      Optional<String> fault = Optional.empty();
      for (Optional<BoundedLines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
        if (fault.isPresent()) {
          return new Counted.Unreadable(fault.get());
        }
        fault =
            switch (next.get()) {
              case BoundedLines.Unusable(long number, String why) ->
                  Optional.of("line " + number + ": " + why);
              case BoundedLines.Text(long number, String text) ->
                  switch (AnswerRead.of(text)) {
                    case AnswerRead.Invalid(String why) ->
                        Optional.of("line " + number + ": " + why);
                    case AnswerRead.Valid answer -> count(answer, counts);
                  };
            };
      }
      return counts.isEmpty() && fault.isPresent()
          ? new Counted.Unreadable(fault.get())
          : new Counted.Valid(of(counts));
    } catch (IOException e) {
      return new Counted.Unreadable(IoReason.of(e));
    }
  }

  private static Optional<String> count(AnswerRead.Valid answer, Map<String, long[]> counts) {
    if (counts.size() >= CLASSES_MAX && !counts.containsKey(answer.sort())) {
      return Optional.of("more than " + CLASSES_MAX + " classes");
    }
    long[] both = counts.computeIfAbsent(answer.sort(), _ -> new long[2]);
    both[0]++;
    both[1] += answer.mode().equals("enforce") ? 1 : 0;
    return Optional.empty();
  }

  private static Counts of(Map<String, long[]> counts) {
    return new Counts(
        counts.entrySet().stream()
            .map(
                entry ->
                    new Row(
                        new SurveyClass(entry.getKey()), entry.getValue()[0], entry.getValue()[1]))
            .toList());
  }

  /// All that were answered.
  public long domains() {
    return rows.stream().mapToLong(Row::count).sum();
  }

  /// Those that announce a policy, rightly or not.
  public long withRecord() {
    return of(Kind.GOOD) + of(Kind.FAULT);
  }

  public long of(Kind kind) {
    return rows.stream()
        .filter(row -> row.sort().group().kind() == kind)
        .mapToLong(Row::count)
        .sum();
  }

  public long of(Group group) {
    return rows(group).stream().mapToLong(Row::count).sum();
  }

  public List<Row> rows(Group group) {
    return rows.stream().filter(row -> row.sort().group() == group).toList();
  }

  /// What a group's share is a share of: of the domains with a record, for what is right or wrong
  /// about one, else of all.
  public long whole(Group group) {
    return group.kind() == Kind.GOOD || group.kind() == Kind.FAULT ? withRecord() : domains();
  }

  public long enforce(Group group) {
    return rows(group).stream().mapToLong(Row::enforce).sum();
  }

  /// A part of all, 0 of nothing.
  public static double share(long part, long all) {
    return all == 0 ? 0 : part / (double) all;
  }
}
