package org.postroad.lab;

import java.util.Random;

/// Seeded randomness for tests. The seed is printed; `-Dpostroad.seed=N` replays a run.
public final class Fuzz {

  private Fuzz() {}

  public static Random random(String what) {
    long seed = Long.getLong("postroad.seed", System.nanoTime());
    System.out.println(what + ": -Dpostroad.seed=" + seed);
    return new Random(seed);
  }
}
