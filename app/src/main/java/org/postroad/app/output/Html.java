package org.postroad.app.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What all HTML pages share. A page is one file that needs nothing else: no script, no picture, no
/// font from elsewhere.
public final class Html {

  private static final Pattern SECTION =
      Pattern.compile("RFC (\\d+)((?: §[0-9.]*[0-9])(?:, §[0-9.]*[0-9])*)?");

  private Html() {}

  /// A page up to its body, which [#END] ends.
  public static String begin(String title, String style) {
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        + escaped(title)
        + "</title>\n<style>\n"
        + style
        + "</style>\n</head>\n<body>\n";
  }

  public static final String END = "</body>\n</html>\n";

  /// Text for an element or an attribute in double quotation marks.
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// The text with a link for each section of an RFC: `RFC 8461 §3.1`.
  public static String linked(String section) {
    Matcher found = SECTION.matcher(escaped(section));
    return found.replaceAll(
        match -> {
          String rfc = "https://www.rfc-editor.org/rfc/rfc" + match.group(1);
          String part = match.group(2);
          String first = part == null ? "" : part.substring(2).split(",", 2)[0];
          String link = first.isEmpty() ? rfc : rfc + "#section-" + first;
          return Matcher.quoteReplacement(
              "<a href=\"" + link + "\">" + match.group().replace(" ", "&nbsp;") + "</a>");
        });
  }
}
