package org.postroad.app.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.postroad.app.store.SqlitePolicyCache.Limits;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// A process that writes into a cache until it is killed, saying each time what is safely on disk.
public final class CacheProcess {

  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final int DOMAINS = 300;

  private CacheProcess() {}

  /// One change: a state whose id is the number of the change, or that the domain is forgotten.
  record Step(long number, DomainName domain, Optional<DomainState> state) {}

  /// The same steps for the same seed, without end.
  static final class Steps {
    private final Random random;
    private long number;

    Steps(long seed) {
      random = new Random(seed);
    }

    Step next() {
      number++;
      DomainName domain = DomainName.of("d" + random.nextInt(DOMAINS) + ".example.com");
      boolean forget = random.nextInt(10) == 0;
      return new Step(
          number,
          domain,
          forget
              ? Optional.empty()
              : Optional.of(RandomStates.ordinary("n" + number, NOW, Duration.ofDays(7))));
    }
  }

  /// `CacheProcess FILE SEED`: prints `open`, then `flushed NUMBER` now and then. With a seed of 0
  /// it writes nothing and only holds the file.
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    long seed = Long.parseLong(args[1]);
    try (SqlitePolicyCache cache =
        Caches.open(file, new Limits(10_000, 50), InstantSource.system())) {
      System.out.println("open");
      if (seed == 0) {
        System.in.read();
        return;
      }
      Steps steps = new Steps(seed);
      Random random = new Random(seed + 1);
      while (true) {
        long number = 0;
        for (int i = 1 + random.nextInt(400); i > 0; i--) {
          Step step = steps.next();
          step.state()
              .ifPresentOrElse(
                  state -> cache.put(step.domain(), state), () -> cache.forget(step.domain()));
          number = step.number();
        }
        if (cache.flush()) {
          System.out.println("flushed " + number);
        }
      }
    }
  }

  /// Starts it on the class path of this process.
  static Process start(Path file, long seed) throws java.io.IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CacheProcess.class.getName(),
                file.toString(),
                Long.toString(seed)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
