package org.postroad.app.checks.check;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.output.Terminal;
import org.postroad.app.output.Terminal.Colour;
import org.postroad.app.output.Wrapped;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.NextStep;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.check.diagnosis.Verdict;

/// What was found, for a terminal of 80 columns: the verdict, the faults by their roots, what is in
/// order, what to do. Records and files stand at the left margin and are never wrapped, so that
/// they can be copied from the screen.
public final class CheckText {

  private static final int WIDTH = 80;
  private static final int LABEL = 15;

  private final Checked checked;
  private final Terminal terminal;
  private final List<String> lines = new ArrayList<>();

  private CheckText(Checked checked, Terminal terminal) {
    this.checked = checked;
    this.terminal = terminal;
  }

  /// Everything about one domain.
  public static List<String> of(Checked checked, Terminal terminal) {
    CheckText text = new CheckText(checked, terminal);
    text.head();
    Ranked.of(checked.diagnosis().findings()).forEach(text::fault);
    text.inOrder();
    text.goodToKnow();
    text.next();
    return text.lines;
  }

  /// One domain of several, in a line: `✗ example.com errors: certificate expired`.
  ///
  /// @param width of the longest domain
  public static String line(Checked checked, int width, Terminal terminal) {
    Verdict verdict = checked.diagnosis().verdict();
    String faults = CheckWords.faults(checked);
    String head =
        ("%s %-" + width + "s  %-8s")
            .formatted(CheckWords.sign(verdict), checked.domain(), verdict.text());
    return faults.isEmpty()
        ? terminal.coloured(colour(verdict), head.strip())
        : terminal.coloured(colour(verdict), head) + "  " + faults;
  }

  /// How many domains are how: `4 domains: 2 good, 1 with warnings, 1 with errors`.
  public static String sum(List<Checked> all) {
    return all.size() + " domains: " + CheckWords.verdicts(all);
  }

  private void head() {
    Verdict verdict = checked.diagnosis().verdict();
    lines.add(
        terminal.coloured(
            Colour.BOLD,
            terminal.coloured(
                colour(verdict), CheckWords.sign(verdict) + " " + CheckWords.sentence(checked))));
    prose("  ", CheckWords.circumstances(checked), Colour.FAINT);
  }

  private void fault(Ranked ranked) {
    Finding one = ranked.first();
    lines.add("");
    title(ranked, "");
    if (ranked.places().size() == 1) {
      prose("  ", one.subject());
      labelled("seen", one.seen());
    } else {
      for (Finding place : ranked.places()) {
        prose("  ", place.subject() + ": " + place.seen());
      }
    }
    CheckWords.since(ranked).ifPresent(at -> labelled("since", at));
    labelled("cause", one.cause());
    labelled("cure", Verbatim.lines(one.cure(), WIDTH - 9));
    ranked.follow().forEach(each -> follower(each, "    "));
  }

  /// What follows from a fault: it goes with it, so cause and cure are not needed.
  private void follower(Ranked ranked, String indent) {
    title(ranked, indent);
    for (Finding place : ranked.places()) {
      prose(indent + "  ", place.subject() + ": " + place.seen());
    }
    ranked.follow().forEach(each -> follower(each, indent + "    "));
  }

  /// Sign and title on the left, code and section on the right.
  private void title(Ranked ranked, String indent) {
    FindingCode code = ranked.first().code();
    String follows = indent.isEmpty() ? "" : "so also: ";
    String left = CheckWords.sign(ranked.severity()) + " " + follows + code.title();
    String section = indent.isEmpty() ? ", " + ranked.first().section() : "";
    String right = code.text() + section;
    int gap = Math.max(2, WIDTH - indent.length() - left.length() - right.length());
    lines.add(
        indent
            + terminal.coloured(colour(ranked.severity()), left)
            + " ".repeat(gap)
            + terminal.coloured(Colour.FAINT, right));
  }

  private void inOrder() {
    List<Standing> good = Standing.of(checked);
    if (good.isEmpty()) {
      return;
    }
    heading("In order");
    for (Standing each : good) {
      List<String> text = Wrapped.lines(each.text(), WIDTH - LABEL - 4);
      String title = ("%-" + LABEL + "s").formatted(Standing.title(each.area()));
      lines.add("  " + terminal.coloured(Colour.GOOD, "✓") + " " + title + text.getFirst());
      text.subList(1, text.size()).forEach(line -> lines.add(" ".repeat(LABEL + 4) + line));
    }
  }

  private void goodToKnow() {
    List<FindingCode> codes = CheckWords.codesOf(CheckWords.infos(checked));
    if (codes.isEmpty()) {
      return;
    }
    heading("Good to know");
    for (FindingCode code : codes) {
      prose("  · ", "    ", CheckWords.note(checked, code));
    }
  }

  private void next() {
    List<NextStep> steps = checked.diagnosis().next();
    if (steps.isEmpty()) {
      return;
    }
    heading("What to do, in this order");
    for (int i = 0; i < steps.size(); i++) {
      step(i + 1, steps.get(i));
    }
  }

  private void step(int number, NextStep step) {
    lines.add("");
    lines.add("  " + number + ". " + terminal.coloured(Colour.BOLD, step.title()));
    CheckWords.told(checked, step).forEach(line -> prose("     ", line));
    step.file()
        .ifPresent(
            file -> {
              lines.add("");
              lines.add("     " + file.url());
              lines.add("");
              file.text().lines().forEach(line -> lines.add(terminal.coloured(Colour.BOLD, line)));
            });
    if (!step.records().isEmpty()) {
      lines.add("");
      step.records().forEach(record -> lines.add(terminal.coloured(Colour.BOLD, record.text())));
    }
  }

  private void heading(String text) {
    lines.add("");
    lines.add(terminal.coloured(Colour.BOLD, text));
  }

  private void labelled(String label, String text) {
    labelled(label, Wrapped.lines(text, WIDTH - 9));
  }

  private void labelled(String label, List<String> wrapped) {
    String head = "  " + terminal.coloured(Colour.FAINT, "%-5s".formatted(label)) + "  ";
    lines.add(head + wrapped.getFirst());
    wrapped.subList(1, wrapped.size()).forEach(line -> lines.add(" ".repeat(9) + line));
  }

  private void prose(String indent, String text) {
    prose(indent, indent, text);
  }

  private void prose(String first, String indent, String text) {
    String lead = first;
    for (String line : Wrapped.lines(text, WIDTH - indent.length())) {
      lines.add(lead + line);
      lead = indent;
    }
  }

  private void prose(String indent, String text, Colour colour) {
    for (String line : Wrapped.lines(text, WIDTH - indent.length())) {
      lines.add(indent + terminal.coloured(colour, line));
    }
  }

  private static Colour colour(Verdict verdict) {
    return switch (verdict) {
      case GOOD -> Colour.GOOD;
      case WARNINGS, UNKNOWN -> Colour.WARNING;
      case ERRORS -> Colour.BAD;
    };
  }

  private static Colour colour(Severity severity) {
    return switch (severity) {
      case ERROR -> Colour.BAD;
      case WARNING, UNKNOWN -> Colour.WARNING;
      case INFO -> Colour.FAINT;
    };
  }
}
