package org.postroad.engine.check.diagnosis;

/// How many characters must be put in, left out or exchanged to make one text of another
/// (Levenshtein).
final class EditDistance {

  private EditDistance() {}

  /// The distance; `most + 1` for everything above `most`.
  static int of(String one, String other, int most) {
    if (Math.abs(one.length() - other.length()) > most) {
      return most + 1;
    }
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.min(row[other.length()], most + 1);
  }
}
