package org.postroad.app.resolverd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many files the process may have open.
final class OpenFiles {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("Max open files +([0-9]+) .*");
  private static final int RESERVE = 256; // jars, the cache, sockets of look-ups and fetches

  private OpenFiles() {}

  /// How many connections leave enough for the rest; where nobody says, any number.
  static int forConnections() {
    List<String> lines;
    try {
      lines = Files.readAllLines(LIMITS);
    } catch (IOException e) {
      return Integer.MAX_VALUE; // not Linux: accept() will tell
    }
    for (String line : lines) {
      Matcher soft = SOFT.matcher(line);
      if (soft.matches()) {
        return Math.max(
            Math.clamp(Long.parseLong(soft.group(1)), 0, Integer.MAX_VALUE) - RESERVE, 1);
      }
    }
    return Integer.MAX_VALUE; // "unlimited"
  }
}
