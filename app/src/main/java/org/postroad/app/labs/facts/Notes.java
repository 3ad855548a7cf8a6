package org.postroad.app.labs.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postroad.protocol.text.Printable;

/// What is not as it was seen, each thing once.
final class Notes {

  private static final int LINES_MAX = 200;
  private static final int LINE_MAX = 300;

  private final Set<String> lines = new LinkedHashSet<>();
  private int more;

  void add(String line) {
    String printable = Printable.of(line, LINE_MAX);
    if (lines.size() < LINES_MAX) {
      lines.add(printable);
    } else if (!lines.contains(printable)) {
      more++;
    }
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }
}
