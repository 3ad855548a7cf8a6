package org.postroad.app.resolverd.postfix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.app.output.Json;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.postfix.PostfixFinding.Severity;

/// The command `postroad resolver --check-postfix [DIR]`: reads, judges, prints.
public final class PostfixAdvice {

  private static final String SCHEMA = "postroad.resolver-check-postfix/1";

  private PostfixAdvice() {}

  /// How it ends: exit codes 0, 1 and 3.
  public enum Result {
    FINE,
    WRONG,
    NO_POSTFIX
  }

  /// Checks the Postfix that `reader` reads and prints a table, or one JSON document.
  public static Result run(
      PostfixReader reader,
      Optional<String> directory,
      DaneSide dane,
      boolean json,
      Terminal terminal) {
    return switch (reader.read(directory)) {
      case PostfixReader.Outcome.NoPostfix(String why) -> {
        if (json) {
          terminal.say(
              Json.document(SCHEMA, to -> to.text("result", "try_later").text("reason", why)));
        }
        terminal.error("no Postfix here: " + why);
        terminal.hint("apt-get install postfix, or run this on the mail host");
        yield Result.NO_POSTFIX;
      }
      case PostfixReader.Outcome.Unreadable(String why) -> {
        String dir = directory.orElse("");
        yield print(
            dir,
            "",
            List.of(
                PostfixFinding.error(
                    "configuration-unreadable", "postconf", why, "correct it: postfix check")),
            json,
            terminal);
      }
      case PostfixReader.Outcome.Read(PostfixSetup setup) ->
          print(
              setup.directory(),
              setup.value("mail_version"),
              PostfixCheck.of(setup, dane),
              json,
              terminal);
    };
  }

  private static Result print(
      String directory,
      String version,
      List<PostfixFinding> findings,
      boolean json,
      Terminal terminal) {
    boolean wrong = findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
    if (json) {
      terminal.say(
          Json.document(
              SCHEMA,
              to -> {
                to.flag("ok", !wrong).text("version", version).text("directory", directory);
                to.objects(
                    "findings",
                    findings,
                    (each, f) ->
                        each.text("code", f.code())
                            .word("severity", f.severity())
                            .text("subject", f.subject())
                            .text("seen", f.seen())
                            .text("cure", f.cure()));
              }));
    } else {
      table(directory, version, findings, terminal);
    }
    return wrong ? Result.WRONG : Result.FINE;
  }

  private static void table(
      String directory, String version, List<PostfixFinding> findings, Terminal terminal) {
    terminal.say(("Postfix " + version).strip() + " in " + directory);
    for (PostfixFinding f : findings) {
      Terminal.Colour colour =
          switch (f.severity()) {
            case ERROR -> Terminal.Colour.BAD;
            case WARNING -> Terminal.Colour.WARNING;
            case INFO -> Terminal.Colour.FAINT;
          };
      String word = f.severity().name().toLowerCase(Locale.ROOT);
      terminal.say(
          terminal.coloured(colour, String.format("%-8s", word)) + f.subject() + ": " + f.seen());
      terminal.say("        " + terminal.coloured(Terminal.Colour.FAINT, "cure: ") + f.cure());
    }
    if (findings.stream().noneMatch(f -> f.severity() != Severity.INFO)) {
      terminal.say(
          terminal.coloured(Terminal.Colour.GOOD, "fine    ")
              + "it asks us and enforces what we say");
    }
  }
}
