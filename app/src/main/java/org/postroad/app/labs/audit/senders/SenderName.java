package org.postroad.app.labs.audit.senders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.app.labs.audit.postfix.PostfixKind;
import org.postroad.app.labs.postfix.PostfixSuite;
import org.postroad.app.output.Nearest;

/// What stands behind `--sender`.
public sealed interface SenderName {

  /// As it was written, and as it stands in reports.
  String text();

  /// Our own sender, in process.
  record Postroad(String text) implements SenderName {}

  /// A real Postfix.
  record Postfix(String text, PostfixKind kind, PostfixSuite suite) implements SenderName {}

  /// A policy daemon behind a socketmap: `socketmap:127.0.0.1:8461:postfix`.
  record Socketmap(String text, String host, int port, String map) implements SenderName {}

  /// A command that sends one message.
  record Command(String text, String command) implements SenderName {}

  /// A name, or why it is none.
  sealed interface Parsed {
    record Valid(SenderName name) implements Parsed {}

    record Invalid(String why, Optional<String> hint) implements Parsed {}
  }

  /// Without a version the newest Postfix is meant.
  static Parsed parse(String text) {
    if (text.equals("postroad")) {
      return new Parsed.Valid(new Postroad(text));
    }
    if (text.startsWith("exec:") && text.length() > "exec:".length()) {
      return new Parsed.Valid(new Command(text, text.substring("exec:".length())));
    }
    if (text.startsWith("socketmap:")) {
      return socketmap(text);
    }
    int at = text.indexOf('@');
    Optional<PostfixKind> kind = PostfixKind.of(at < 0 ? text : text.substring(0, at));
    List<PostfixSuite> suites = List.of(PostfixSuite.values());
    Optional<PostfixSuite> suite =
        at < 0
            ? Optional.of(suites.getLast())
            : suites.stream().filter(s -> s.series().equals(text.substring(at + 1))).findFirst();
    if (kind.isPresent() && suite.isPresent()) {
      return new Parsed.Valid(new Postfix(text, kind.get(), suite.get()));
    }
    return new Parsed.Invalid(
        "no sender " + text,
        Nearest.of(text, known())
            .map(near -> "did you mean " + near + "?")
            .or(() -> Optional.of("besides: socketmap:HOST:PORT:MAP, exec:COMMAND")));
  }

  /// The names that are fixed.
  static List<String> known() {
    List<String> known = new ArrayList<>(List.of("postroad"));
    for (PostfixKind kind : PostfixKind.values()) {
      known.add(kind.key());
      Arrays.stream(PostfixSuite.values())
          .forEach(suite -> known.add(kind.key() + "@" + suite.series()));
    }
    return known;
  }

  private static Parsed socketmap(String text) {
    String[] parts = text.split(":", -1);
    boolean form =
        parts.length == 4
            && !parts[1].isEmpty()
            && parts[2].matches("[1-9][0-9]{0,4}")
            && Integer.parseInt(parts[2]) < 65_536
            && !parts[3].isEmpty();
    return form
        ? new Parsed.Valid(new Socketmap(text, parts[1], Integer.parseInt(parts[2]), parts[3]))
        : new Parsed.Invalid(
            "not a socketmap: " + text, Optional.of("socketmap:127.0.0.1:8461:postfix"));
  }
}
