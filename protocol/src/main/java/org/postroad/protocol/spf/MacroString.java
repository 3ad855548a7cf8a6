package org.postroad.protocol.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text with macros in it (RFC 7208 §7): `%{ir}.%{v}._spf.%{d2}`.
///
/// Neighbouring literals are one, so that a text has one form.
public record MacroString(List<Piece> pieces) {

  /// How long an expansion may become; no name and no reply line is.
  static final int EXPANDED_MAX = 65_536;

  private static final String UNRESERVED = "-._~"; // RFC 3986 §2.3, with letters and digits

  public MacroString {
    List<Piece> merged = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Literal(String text)
          && !merged.isEmpty()
          && merged.getLast() instanceof Piece.Literal(String before)) {
        merged.set(merged.size() - 1, new Piece.Literal(before + text));
      } else {
        merged.add(piece);
      }
    }
    pieces = List.copyOf(merged);
  }

  /// A part of the text.
  public sealed interface Piece {

    /// Stands for itself. What `%%`, `%_` and `%-` stand for is here too.
    record Literal(String text) implements Piece {}

    /// `%{letter}` and what is done to the value.
    ///
    /// @param letter in lower case, one of `slodiphcrtv`
    /// @param escaped whether it was written in upper case: the value is escaped as in a URL
    /// @param parts how many parts from the right are kept; 0 for all
    /// @param reversed whether the parts are reversed before
    /// @param delimiters at which the value is split; none for dots
    record Macro(char letter, boolean escaped, int parts, boolean reversed, String delimiters)
        implements Piece {}
  }

  /// What the letters stand for.
  interface Values {
    String of(char letter);
  }

  /// The text as it is where nothing in it depends on a sender.
  public Optional<String> literal() {
    if (pieces.isEmpty()) {
      return Optional.of("");
    }
    return pieces.size() == 1 && pieces.getFirst() instanceof Piece.Literal(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// Whether one of its macros is of this letter.
  public boolean mentions(char letter) {
    return pieces.stream().anyMatch(p -> p instanceof Piece.Macro macro && macro.letter == letter);
  }

  /// The expansion; empty if it is longer than anything that could use it.
  Optional<String> expand(Values values) {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      out.append(
          switch (piece) {
            case Piece.Literal(String text) -> text;
            case Piece.Macro macro -> expand(macro, values.of(macro.letter));
          });
      if (out.length() > EXPANDED_MAX) {
        return Optional.empty();
      }
    }
    return Optional.of(out.toString());
  }

  /// As it stands in a record; blanks and percent signs as `%_` and `%%`.
  public String text() {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Piece.Literal(String text) ->
                      text.replace("%", "%%").replace("%%20", "%-").replace(" ", "%_");
                  case Piece.Macro macro -> text(macro);
                })
        .collect(Collectors.joining());
  }

  private static String text(Piece.Macro macro) {
    String letter = String.valueOf(macro.letter);
    return "%{"
        + (macro.escaped ? letter.toUpperCase(Locale.ROOT) : letter)
        + (macro.parts == 0 ? "" : macro.parts)
        + (macro.reversed ? "r" : "")
        + macro.delimiters
        + "}";
  }

  private static String expand(Piece.Macro macro, String value) {
    String changed = value;
    if (macro.parts > 0 || macro.reversed || !macro.delimiters.isEmpty()) {
      String delimiters = macro.delimiters.isEmpty() ? "." : macro.delimiters;
      // Empty parts count: leading, trailing and repeated delimiters are nothing special (§7.3).
      List<String> parts = Arrays.asList(value.split("[" + Pattern.quote(delimiters) + "]", -1));
      if (macro.reversed) {
        Collections.reverse(parts);
      }
      int from = macro.parts == 0 ? 0 : Math.max(0, parts.size() - macro.parts);
      changed = String.join(".", parts.subList(from, parts.size()));
    }
    return macro.escaped ? escape(changed) : changed;
  }

  private static String escape(String value) {
    StringBuilder out = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean unreserved =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      out.append(unreserved ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return out.toString();
  }
}
