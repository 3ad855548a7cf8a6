package org.postroad.protocol.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.spf.MacroString.Piece;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.Printable;

/// Reads macro strings by the ABNF of RFC 7208 §7.1.
final class MacroReader {

  private static final Pattern MACRO =
      Pattern.compile("([slodiphcrtvSLODIPHCRTV])([0-9]*)([rR]?)([-.+,/_=]*)");
  private static final Pattern TOPLABEL =
      Pattern.compile("[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}(:[0-9]+)?\\.?");
  private static final int PARTS_DIGITS = 9; // more parts than a name has labels are all of them

  private final String text;
  private final boolean explanation;
  private final List<Piece> pieces = new ArrayList<>();
  private int at;
  private int literal; // where the literal at the end begins

  private MacroReader(String text, boolean explanation) {
    this.text = text;
    this.explanation = explanation;
  }

  /// A text with macros, or what is wrong with it; places are those in the text.
  sealed interface Reading {
    record Read(MacroString macros) implements Reading {}

    record Wrong(Fault fault) implements Reading {}
  }

  /// A `macro-string`, as in modifiers that nobody knows.
  static Reading macros(String text) {
    return new MacroReader(text, false).read(true);
  }

  /// An `explain-string`: blanks may stand in it, and `c`, `r` and `t`.
  static Reading explanation(String text) {
    return new MacroReader(text, true).read(true);
  }

  /// A `domain-spec`: it ends in a macro or in a dot and a label that could be a top-level domain.
  static Reading domain(String text) {
    if (text.isEmpty()) {
      return wrong("expected a domain", 0);
    }
    MacroReader reader = new MacroReader(text, false);
    Reading reading = reader.read(false);
    if (reading instanceof Reading.Wrong || reader.literal == text.length()) {
      return reading;
    }
    return reader.end().<Reading>map(Reading.Wrong::new).orElse(reading);
  }

  private Reading read(boolean everyLetter) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%') {
        Optional<Fault> fault = percent(everyLetter);
        if (fault.isPresent()) {
          return new Reading.Wrong(fault.get());
        }
        literal = at;
      } else if ((c > 0x20 && c < 0x7f) || (explanation && c == ' ')) {
        pieces.add(new Piece.Literal(String.valueOf(c)));
        at++;
      } else {
        String shown = Printable.of(String.valueOf(c), 8);
        return wrong("character not allowed: \"" + shown + "\"", at);
      }
    }
    return new Reading.Read(new MacroString(pieces));
  }

  private Optional<Fault> percent(boolean everyLetter) {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    if (next == '{') {
      return macro(everyLetter);
    }
    String meant =
        switch (next) {
          case '%' -> "%";
          case '_' -> " ";
          case '-' -> "%20";
          default -> "";
        };
    if (meant.isEmpty()) {
      return Optional.of(new Fault("% that is neither %{, %%, %_ nor %-", at + 1));
    }
    pieces.add(new Piece.Literal(meant));
    at += 2;
    return Optional.empty();
  }

  private Optional<Fault> macro(boolean everyLetter) {
    int close = text.indexOf('}', at);
    if (close < 0) {
      return Optional.of(new Fault("macro without }", at + 1));
    }
    String inner = text.substring(at + 2, close);
    Matcher macro = MACRO.matcher(inner);
    if (!macro.matches()) {
      String shown = Printable.of(inner, 40);
      return Optional.of(new Fault("not a macro: \"%{" + shown + "}\"", at + 1));
    }
    char letter = macro.group(1).charAt(0);
    char lower = Character.toLowerCase(letter);
    if (!everyLetter && "crt".indexOf(lower) >= 0) {
      return Optional.of(new Fault("macro " + letter + " belongs into explanations only", at + 1));
    }
    String digits = macro.group(2);
    int parts =
        digits.isEmpty() ? 0 : digits.length() > PARTS_DIGITS ? 999_999_999 : number(digits);
    if (!digits.isEmpty() && parts == 0) {
      return Optional.of(new Fault("macro that keeps no part", at + 1));
    }
    boolean reversed = !macro.group(3).toLowerCase(Locale.ROOT).isEmpty();
    pieces.add(new Piece.Macro(lower, lower != letter, parts, reversed, macro.group(4)));
    at = close + 1;
    return Optional.empty();
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private Optional<Fault> end() {
    if (NUMBERS.matcher(text).matches()) {
      return Optional.of(new Fault("an address where a name belongs; use ip4:", 1));
    }
    String last = text.substring(literal);
    String plain = last.endsWith(".") ? last.substring(0, last.length() - 1) : last;
    int dot = plain.lastIndexOf('.');
    if (dot < 0) {
      return Optional.of(new Fault("a domain of one label", literal + 1));
    }
    String label = plain.substring(dot + 1);
    return TOPLABEL.matcher(label).matches()
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "not a top-level domain: \"" + Printable.of(label, 63) + "\"", literal + dot + 2));
  }

  private static Reading wrong(String why, int index) {
    return new Reading.Wrong(new Fault(why, index + 1));
  }
}
