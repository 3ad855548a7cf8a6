package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.checks.check.FactsFiles;
import org.postroad.app.labs.Kept;
import org.postroad.app.labs.facts.KeptFacts;
import org.postroad.engine.check.DomainFacts;
import org.postroad.lab.faults.FaultClass;

/// `lab --keep --facts`, and commands that live in such a lab.
class LabFactsTest {

  private static final Pattern FINDING =
      Pattern.compile("\"code\":\"([a-z0-9-]+)\",\"severity\":\"([a-z]+)\"");

  @TempDir Path folder;

  @Test
  void checkFindsInTheLabWhatItFoundBefore() throws IOException {
    Path facts = folder.resolve("facts");
    List<String> domains = List.of("mx-typo.example", "dnssec-expired.example");
    Said before;
    try (Kept kept = Kept.withFaults(List.of(FaultClass.MX_TYPO, FaultClass.DNSSEC_EXPIRED))) {
      before = check(kept.file(), "--facts", facts.toString());
      assertThat(before.code()).as(before.err()).isEqualTo(ExitCode.BAD);
    }
    List<DomainFacts> read = ((FactsFiles.Read.Facts) FactsFiles.read(facts)).facts();
    assertThat(read).hasSize(domains.size());
    try (KeptFacts kept = ((KeptFacts.Started.Running) KeptFacts.start(read)).kept()) {
      Path env = Files.writeString(folder.resolve("lab.json"), kept.json());
      Said again = check(env);
      assertThat(findings(again)).isEqualTo(findings(before)).isNotEmpty();
      assertThat(again.code()).isEqualTo(before.code());
      assertThat(kept.notes())
          .containsExactly(
              "dnssec-expired.example: nothing in it was valid, so its records are not known, and it"
                  + " has none");
    }
  }

  @Test
  void labSaysWhereItIsAndWhatIsNotAsItWas() throws IOException {
    Path facts = folder.resolve("facts");
    try (Kept kept = Kept.withFaults(List.of(FaultClass.MX_TYPO))) {
      Said _ =
          Said.by(
              "check", "--lab", kept.file().toString(), "--facts", facts + "", "mx-typo.example");
    }
    Path env = folder.resolve("lab.json");
    Said said =
        Said.by("lab", "--keep", "--facts", facts + "", "--env", env + "", "--seconds", "0");
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(said.err()).endsWith("postroad: ready lab\n");
    assertThat(said.out())
        .isEqualTo(Files.readString(env))
        .contains("\"domain\":\"mx-typo.example\"", "\"now\":\"", "\"elsewhere\":\"127.0.0.1:")
        .contains("\"not_as_seen\":[]");
  }

  @Test
  void timeInTheLabIsThatOfTheFacts() throws IOException {
    Path facts = folder.resolve("facts");
    try (Kept kept = Kept.withFaults(List.of(FaultClass.MX_TYPO))) {
      Said _ =
          Said.by(
              "check", "--lab", kept.file().toString(), "--facts", facts + "", "mx-typo.example");
    }
    Instant later = Instant.now().plus(Duration.ofDays(200)).truncatedTo(ChronoUnit.DAYS);
    Path moved =
        Files.writeString(
            facts,
            Files.readString(facts)
                .replaceFirst("\"started\" : \"[^\"]*\"", "\"started\" : \"" + later + "\""));
    List<DomainFacts> read = ((FactsFiles.Read.Facts) FactsFiles.read(moved)).facts();
    try (KeptFacts kept = ((KeptFacts.Started.Running) KeptFacts.start(read)).kept()) {
      Path env = Files.writeString(folder.resolve("lab.json"), kept.json());
      assertThat(Said.by("check", "--lab", env + "", "mx-typo.example").out())
          .contains("Looked at on " + later.toString().substring(0, 10) + " 00:00");
    }
  }

  @Test
  void publicAddressesOfFactsAreThoseOfTheLab() throws IOException {
    Path facts = folder.resolve("facts");
    Said before;
    try (Kept kept = Kept.withFaults(List.of(FaultClass.MX_TYPO))) {
      before =
          Said.by(
              "check",
              "--json",
              "--lab",
              kept.file().toString(),
              "--facts",
              facts + "",
              "mx-typo.example");
    }
    Path moved =
        Files.writeString(
            facts,
            Files.readString(facts)
                .replace("\"192.0.2.", "\"8.8.4.")
                .replace("\"198.51.100.", "\"8.8.8.")
                .replace("\"2001:db8:", "\"2600:db8:")
                .replace("\"private_allowed\" : true", "\"private_allowed\" : false"));
    List<DomainFacts> read = ((FactsFiles.Read.Facts) FactsFiles.read(moved)).facts();
    try (KeptFacts kept = ((KeptFacts.Started.Running) KeptFacts.start(read)).kept()) {
      Path env = Files.writeString(folder.resolve("lab.json"), kept.json());
      assertThat(kept.json()).contains("\"allow_private\":false");
      Said again = Said.by("check", "--json", "--lab", env + "", "mx-typo.example");
      assertThat(findings(again)).isEqualTo(findings(before)).isNotEmpty();
      assertThat(again.out()).contains("(8.8.8.");
    }
  }

  @Test
  void factsThatAreNoneAreRefusedWithTheirPlace() throws IOException {
    Path none = folder.resolve("none");
    assertThat(Said.by("lab", "--keep", "--facts", none + "").err())
        .startsWith("postroad: --facts: " + none + ": cannot be read");
    Path damaged = Files.writeString(none, "{\n\"schema\": 1}");
    Said said = Said.by("lab", "--keep", "--facts", damaged + "");
    assertThat(said.err()).startsWith("postroad: --facts: " + damaged + ": line 2: schema:");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(Said.by("lab", "--facts", damaged + "").err())
        .startsWith("postroad: --env, --seconds and --facts go with --keep");
  }

  private static Said check(Path env, String... more) {
    ArrayList<String> args = new ArrayList<>(List.of("check", "--json", "--lab", env.toString()));
    args.addAll(List.of(more));
    args.addAll(List.of("mx-typo.example", "dnssec-expired.example"));
    return Said.by(args.toArray(String[]::new));
  }

  private static List<String> findings(Said said) {
    return FINDING.matcher(said.out()).results().map(MatchResult::group).sorted().toList();
  }
}
