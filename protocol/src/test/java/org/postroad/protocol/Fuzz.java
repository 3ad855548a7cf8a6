package org.postroad.protocol;

import java.util.Random;

/// Seeded randomness for tests. The seed is printed; `-Dpostroad.seed=N` replays a run.
public final class Fuzz {

  private Fuzz() {}

  public static Random random(String what) {
    long seed = Long.getLong("postroad.seed", System.nanoTime());
    System.out.println(what + ": -Dpostroad.seed=" + seed);
    return new Random(seed);
  }

  /// A text of `least` to `most` characters of the alphabet.
  public static String text(Random random, String alphabet, int least, int most) {
    int length = least + random.nextInt(most - least + 1);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  public static <T> T oneOf(Random random, java.util.List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
