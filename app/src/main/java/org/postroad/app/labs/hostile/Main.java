package org.postroad.app.labs.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// `bench/hostile`: see `bench/README.md`.
public final class Main {

  private static final String USAGE =
      """
      bench/hostile [--quick] [--json FILE] [--from SEED] [--only memory|sockets|mutants]
          plays a million sessions in memory, ten thousand over real sockets and TLS, and breaks the
          client on purpose to see how soon the games notice
      bench/hostile --seed N [--sockets] | --script FILE [--sockets]
          plays one game, tells all of it and, where a rule is broken, a smaller game that breaks it
      """;

  private Main() {}

  public static void main(String[] args) throws IOException {
    System.exit(run(args));
  }

  /// What the games say of the client on the class path: the entry for one that was broken on
  /// purpose, which is loaded apart.
  ///
  /// @return an [Noticed] as text
  public static String noticed(long firstSeed, long sessions) {
    return Noticed.by(firstSeed, sessions).text();
  }

  private static int run(String[] args) throws IOException {
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    Benchmark benchmark = Benchmark.FULL;
    Optional<Script> script = Optional.empty();
    Transit.Layer layer = MemoryTransit::new;
    try {
      while (!words.isEmpty()) {
        switch (words.remove()) {
          case "--quick" -> benchmark = benchmark.quick();
          case "--json" -> benchmark = benchmark.json(Path.of(words.remove()));
          case "--from" -> benchmark = benchmark.from(Long.parseLong(words.remove()));
          case "--only" ->
              benchmark = benchmark.only(Words.parse(Benchmark.Part.class, words.remove()));
          case "--seed" -> script = Optional.of(ScriptWriter.write(Long.parseLong(words.remove())));
          case "--script" ->
              script = Optional.of(Script.parse(Files.readString(Path.of(words.remove()))));
          case "--sockets" -> layer = (roads, clock) -> Loopback.lay(roads);
          default -> {
            System.err.print(USAGE);
            return 2;
          }
        }
      }
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      System.err.println("hostile: " + e.getMessage());
      System.err.print(USAGE);
      return 2;
    }
    return script.isPresent() ? Replay.tell(script.get(), layer) : benchmark.run();
  }
}
