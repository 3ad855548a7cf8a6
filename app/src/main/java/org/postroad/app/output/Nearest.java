package org.postroad.app.output;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that a mistyped one was meant to be.
public final class Nearest {

  private Nearest() {}

  /// The known word with the fewest edits to `word`, if they are few for its length: one edit for
  /// up to three characters, then a third of them.
  ///
  /// An edit inserts, removes or replaces a character or swaps two neighbours; case counts for
  /// nothing. A known word that begins with `word` counts as one edit away. Of equals the first in
  /// the alphabet wins.
  public static Optional<String> of(String word, Collection<String> known) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int most = Math.max(1, letters(wanted) / 3);
    return known.stream()
        .filter(candidate -> distance(wanted, candidate, most) <= most)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(wanted, candidate, most))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String word, String candidate, int most) {
    String other = candidate.toLowerCase(Locale.ROOT);
    if (letters(word) >= 3 && other.startsWith(word)) {
      return 1;
    }
    return Math.abs(word.length() - other.length()) > most ? most + 1 : edits(word, other);
  }

  /// The optimal string alignment distance.
  private static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int letters(String word) {
    return (int) word.chars().filter(Character::isLetterOrDigit).count();
  }
}
