package org.postroad.app.checks.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.app.output.Html;
import org.postroad.app.output.Wrapped;

/// Prose in lines that fit, in which commands and records stay whole: whoever copies them from the
/// screen gets what is meant.
final class Verbatim {

  /// A record in quotation marks; or a command, up to the end of its bracket or sentence.
  private static final Pattern PIECE =
      Pattern.compile(
          "\"v=[^\"]*\"|\\b(?:openssl|dig|delv|curl|postconf) [^();]*?(?=\\)|;|\\. |\\.?$)");

  private static final char JOINT = '\0';

  private Verbatim() {}

  static List<String> lines(String text, int width) {
    String joined =
        PIECE.matcher(text.replace(JOINT, ' ')).replaceAll(piece -> joined(piece.group()));
    return Wrapped.lines(joined, width).stream().map(line -> line.replace(JOINT, ' ')).toList();
  }

  /// The same for a page, where they are code.
  static String html(String text) {
    StringBuilder out = new StringBuilder();
    Matcher piece = PIECE.matcher(text);
    int end = 0;
    while (piece.find()) {
      out.append(Html.escaped(text.substring(end, piece.start())))
          .append("<code>")
          .append(Html.escaped(piece.group()))
          .append("</code>");
      end = piece.end();
    }
    return out.append(Html.escaped(text.substring(end))).toString();
  }

  private static String joined(String piece) {
    return Matcher.quoteReplacement(piece.replace(' ', JOINT));
  }
}
