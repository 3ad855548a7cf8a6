package org.postroad.app.output;

import java.util.ArrayList;
import java.util.List;

/// Prose in lines that fit.
public final class Wrapped {

  private Wrapped() {}

  /// The words of `text` in lines of at most `width` characters; a longer word has a line of its
  /// own and is never cut, so that what is copied stays whole. Line ends in the text stay.
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.strip().split(" +", -1)) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
