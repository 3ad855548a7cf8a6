package org.postroad.app.labs.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.app.output.Json;

/// All the games of `bench/hostile`, and what came of them.
///
/// @param firstSeed of the games in memory and over sockets alike
record Benchmark(
    Set<Part> parts,
    long firstSeed,
    long inMemory,
    long overSockets,
    long broken,
    Optional<Path> json) {

  /// What is to be played.
  enum Part {
    MEMORY,
    SOCKETS,
    MUTANTS
  }

  static final Benchmark FULL =
      new Benchmark(EnumSet.allOf(Part.class), 1, 1_000_000, 10_000, 100_000, Optional.empty());

  private static final int OVER_SOCKETS_AT_A_TIME = 48; // most of them wait for somebody's patience

  Benchmark {
    parts = Set.copyOf(parts);
  }

  Benchmark quick() {
    return new Benchmark(parts, firstSeed, 100_000, 500, 60_000, json);
  }

  Benchmark only(Part part) {
    return new Benchmark(Set.of(part), firstSeed, inMemory, overSockets, broken, json);
  }

  Benchmark from(long seed) {
    return new Benchmark(parts, seed, inMemory, overSockets, broken, json);
  }

  Benchmark json(Path file) {
    return new Benchmark(parts, firstSeed, inMemory, overSockets, broken, Optional.of(file));
  }

  private record Played(Hostilities.Result result, double seconds) {
    long perSecond() {
      return Math.round(result.score().sessions() / seconds);
    }
  }

  /// @return 0; 1 where a rule was broken, or a broken client went unnoticed
  int run() throws IOException {
    Papers papers = new Papers();
    Map<Part, Played> played = new LinkedHashMap<>();
    if (parts.contains(Part.MEMORY)) {
      played.put(
          Part.MEMORY,
          play("in memory", Hostilities.Plan.of(firstSeed, inMemory), papers, MemoryTransit::new));
    }
    if (parts.contains(Part.SOCKETS)) {
      Hostilities.Plan plan =
          Hostilities.Plan.of(firstSeed, overSockets).players(OVER_SOCKETS_AT_A_TIME);
      played.put(
          Part.SOCKETS,
          play("over sockets and TLS", plan, papers, (roads, clock) -> Loopback.lay(roads)));
    }
    Map<Mutant, Noticed> noticed = parts.contains(Part.MUTANTS) ? mutants() : Map.of();
    if (json.isPresent()) {
      Files.writeString(json.get(), document(played, noticed) + "\n");
    }
    boolean right =
        played.values().stream().allMatch(p -> p.result().failed().isEmpty())
            && noticed.values().stream().allMatch(n -> n.first().isPresent());
    return right ? 0 : 1;
  }

  private static Played play(
      String where, Hostilities.Plan plan, Papers papers, Transit.Layer layer) {
    long start = System.nanoTime();
    Hostilities.Result result =
        Hostilities.run(
            plan, seed -> Game.play(ScriptWriter.write(seed), papers, Story.UNTOLD, layer));
    Played played = new Played(result, (System.nanoTime() - start) / 1e9);
    System.out.printf(
        "%s, seeds from %d: %s%n  %.1f s, %,d sessions/s; rules broken: %d%n",
        where,
        plan.firstSeed(),
        result.score(),
        played.seconds(),
        played.perSecond(),
        result.failed().size());
    result.failed().forEach(failed -> System.out.println("  " + failed));
    return played;
  }

  private Map<Mutant, Noticed> mutants() throws IOException {
    Map<Mutant, Noticed> all = new LinkedHashMap<>();
    System.out.println("a client that…: noticed after so many sessions, by which rule, at seed");
    try (Mutants mutants = Mutants.of(Path.of(System.getProperty("postroad.root", ".")))) {
      for (Mutant mutant : Mutant.all()) {
        Noticed noticed = mutants.play(mutant, firstSeed, broken);
        all.put(mutant, noticed);
        System.out.printf(
            "  … %s: %s%n",
            mutant.name(),
            noticed
                .first()
                .map(
                    rule ->
                        "%,d, %s, seed %d%s"
                            .formatted(
                                noticed.sessions(),
                                rule,
                                noticed.seed(),
                                noticed
                                    .leak()
                                    .map(after -> "; a leak after %,d".formatted(after))
                                    .orElse("")))
                .orElse("not noticed"));
        noticed.script().text().lines().forEach(line -> System.out.println("      " + line));
      }
    }
    return all;
  }

  private static String document(Map<Part, Played> played, Map<Mutant, Noticed> noticed) {
    return Json.document(
        "postroad.bench-hostile/1",
        to -> {
          to.number("cores", Runtime.getRuntime().availableProcessors());
          to.objects(
              "results",
              played.entrySet().stream().toList(),
              (each, entry) ->
                  each.word("work", entry.getKey())
                      .number("games", entry.getValue().result().score().games())
                      .number("sessions", entry.getValue().result().score().sessions())
                      .number("per_second", entry.getValue().perSecond())
                      .number("rules_broken", entry.getValue().result().failed().size()));
          to.objects(
              "mutants",
              noticed.entrySet().stream().toList(),
              (each, entry) -> {
                each.text("mutant", entry.getKey().name())
                    .number("sessions", entry.getValue().sessions())
                    .number("seed", entry.getValue().seed())
                    .text("script", entry.getValue().script().text());
                entry.getValue().first().ifPresent(rule -> each.word("rule", rule));
                entry.getValue().leak().ifPresent(after -> each.number("leak", after));
              });
        });
  }
}
