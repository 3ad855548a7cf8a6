package org.postroad.lab.mx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postroad.lab.net.Gate;

/// What a server answers at a [Stage].
public sealed interface SmtpReply {

  /// What it would have answered anyway: a step of [InTurn], or what is [Held].
  record Usual() implements SmtpReply {}

  /// These lines, complete with their codes, each ended by CRLF.
  record Says(List<String> lines) implements SmtpReply {
    public Says {
      lines = List.copyOf(lines);
    }
  }

  /// Nothing; it reads on and never answers again.
  record Silent() implements SmtpReply {}

  /// Nothing; it hangs up.
  record HangsUp() implements SmtpReply {}

  /// A reply whose last line never comes.
  record Endless(int code) implements SmtpReply {}

  /// The reply, once the gate is open.
  record Held(Gate gate, SmtpReply then) implements SmtpReply {}

  /// Each of these once, in turn; the last one for ever.
  record InTurn(List<SmtpReply> steps) implements SmtpReply {
    public InTurn {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("nothing to take turns");
      }
    }
  }

  /// A reply of one line, or of several: `SmtpReply.of(451, "4.7.1 come later")`.
  static SmtpReply of(int code, String... texts) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      lines.add(code + (i == texts.length - 1 ? " " : "-") + texts[i]);
    }
    return new Says(lines);
  }

  /// A reply of that many lines of that many characters.
  static SmtpReply large(int code, int lines, int characters) {
    String[] texts = new String[lines];
    Arrays.fill(texts, "x".repeat(Math.max(0, characters - 4)));
    return of(code, texts);
  }

  static SmtpReply inTurn(SmtpReply... steps) {
    return new InTurn(List.of(steps));
  }
}
