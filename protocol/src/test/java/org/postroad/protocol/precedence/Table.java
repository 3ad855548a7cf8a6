package org.postroad.protocol.precedence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A table written by hand: cells between bars, one row a line, remarks behind `#`.
final class Table {

  private Table() {}

  /// The rows of a resource, each with so many cells, stripped.
  static List<List<String>> rows(String name, int cells) {
    return text(name)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> cells(name, line, cells))
        .toList();
  }

  static String text(String name) {
    try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a cell that lists words, or says "any", has this one.
  static boolean lists(String cell, String word) {
    return cell.equals("any") || Arrays.asList(cell.split(", ")).contains(word);
  }

  private static List<String> cells(String name, String line, int cells) {
    List<String> row = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    if (row.size() != cells) {
      throw new IllegalArgumentException(name + ": " + row.size() + " cells in: " + line);
    }
    return row;
  }
}
