package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.faults.FaultClass.HOST_UNREACHABLE;
import static org.postroad.lab.faults.FaultClass.MX_IPV6_SILENT;
import static org.postroad.lab.faults.FaultClass.PORT_25_BLOCKED;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.JsonTree;
import org.postroad.app.labs.Kept;
import org.postroad.app.labs.LabAttack;
import org.postroad.lab.faults.Expectation;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.Station;

/// Every fault, seen by the command in this process, and by `check --lab` in another one.
class LabFaultsTest {

  private static final int LONGEST_S = 120;

  /// Nobody answers there at all: each takes as long as the patience of a check.
  private static final Set<FaultClass> SLOW =
      Set.of(HOST_UNREACHABLE, MX_IPV6_SILENT, PORT_25_BLOCKED);

  @TempDir Path folder;

  @Test
  void everyFaultIsFoundAsTheTableSays() throws IOException {
    Path page = folder.resolve("faults.html");
    Said said = Said.by("lab", "--faults", "--json", "--html", page.toString());

    assertThat(said.out()).startsWith("{\"schema\":\"postroad.lab-faults/1\",\"ok\":true,\"rows\"");
    List<Map<String, Object>> rows = JsonTree.objects(JsonTree.of(said.out()), "rows");
    assertThat(rows).hasSize(Expectation.TABLE.size());
    for (int i = 0; i < rows.size(); i++) {
      Expectation expected = Expectation.TABLE.get(i);
      Map<String, Object> row = rows.get(i);
      assertThat(row)
          .as(expected.fault().text())
          .containsEntry("fault", expected.fault().text())
          .containsEntry("expected_root", expected.root())
          .containsEntry("found_root", expected.root())
          .containsEntry("other_roots", List.of())
          .containsEntry("verdict", expected.verdict().text())
          .containsEntry("ok", true);
      assertThat(new TreeSet<>((List<?>) row.getOrDefault("followers", List.of())))
          .isEqualTo(new TreeSet<>(expected.following()));
    }
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(page)
        .content()
        .contains("All " + Expectation.TABLE.size() + " faults were found")
        .contains("<code>name-server-serials-differ</code>")
        .doesNotContain("<script", "class=\"wrong\"");
  }

  @Test
  void oneFaultIsPlayedAlone() {
    Said said = Said.by("lab", "--fault", "host-name-mismatch", "--fault", "bad-id");
    assertThat(said.out().lines())
        .containsExactly(
            "fault                      expected root                found root                  "
                + " ok  what follows from it",
            "bad-id                     sts-record-bad-id            sts-record-bad-id           "
                + " yes",
            "host-name-mismatch         policy-host-name-mismatch    policy-host-name-mismatch   "
                + " yes policy-host-not-found",
            "",
            "All 2 faults were found, each as one root with what follows from it.");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aWrongFaultNamesTheNearestOneAndWhatDoesNotGoTogetherIsRefused() {
    Said unknown = Said.by("lab", "--fault", "bad-idd");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).isEqualTo("postroad: no fault bad-idd\nhint: did you mean bad-id?\n");
    for (String[] command :
        new String[][] {
          {"lab", "--faults", "--attack", "mx-hijack"},
          {"lab", "--fault", "bad-id", "--postfix"},
          {"lab", "--keep", "--fault", "bad-id"},
        }) {
      assertThat(Said.by(command).code()).isEqualTo(ExitCode.USAGE);
    }
  }

  @Test
  void theListHasEveryAttackAndEveryFaultAndEveryStation() {
    List<String> lines = Said.by("lab", "--list").out().lines().toList();
    for (FaultClass fault : FaultClass.values()) {
      assertThat(lines).contains("%-26s %s".formatted(fault.text(), fault.words()));
    }
    for (LabAttack attack : LabAttack.values()) {
      assertThat(lines).contains("%-26s %s".formatted(attack.text(), attack.what()));
    }
    for (Station station : Station.values()) {
      assertThat(lines).contains("%-26s %s".formatted(station.text(), station.words()));
    }
    assertThat(Said.by("lab", "--list", "--json").out())
        .startsWith("[{\"schema\":\"postroad.lab-attack/1\",\"attack\":\"honest\"")
        .contains(
            "{\"schema\":\"postroad.lab-fault/1\",\"fault\":\"bad-id\",\"what\":\"an id with"
                + " hyphens\",\"domain\":\"bad-id.example\",\"root\":\"sts-record-bad-id\"}");
  }

  @Test
  void aKeptLabLeadsTheCheckOfAnotherProcessToTheSame() throws Exception {
    Path file = folder.resolve("lab.json");
    Process lab = keep(file);
    try (BufferedReader err = lab.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.readLine()).isEqualTo("postroad: ready lab");
      assertDomains(file);
      List<Expectation> expected =
          Expectation.TABLE.stream().filter(row -> !SLOW.contains(row.fault())).toList();
      List<Map<String, Object>> checked =
          check(
              file, expected.stream().map(row -> Kept.domain(row.fault())).toArray(String[]::new));
      assertThat(checked).hasSize(expected.size());
      for (int i = 0; i < checked.size(); i++) {
        assertFound(checked.get(i), expected.get(i));
      }
      assertFound(
          check(file, "--timeout", "3s", Kept.domain(PORT_25_BLOCKED)).getFirst(),
          Expectation.of(PORT_25_BLOCKED)); // alone: others show that the port is open
      assertTheRoad(file);
    } finally {
      lab.destroy(); // SIGTERM
      assertThat(lab.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(file).as("what was written for the user").exists();
  }

  private static void assertDomains(Path file) throws IOException {
    Map<Object, Object> roots = new LinkedHashMap<>();
    for (Map<String, Object> each :
        JsonTree.objects(JsonTree.of(Files.readString(file)), "domains")) {
      assertThat(roots.put(each.get("domain"), each.getOrDefault("fault", "-"))).isNull();
    }
    Expectation.TABLE.forEach(
        row -> assertThat(roots).containsEntry(Kept.domain(row.fault()), row.root()));
    assertThat(roots).containsEntry("healthy.example", "-").containsEntry("nothing.example", "-");
  }

  /// Where the verdict is unknown, what could not be found out is the root.
  private static void assertFound(Map<String, Object> checked, Expectation expected) {
    String name = expected.fault().text();
    assertThat(checked)
        .as(name)
        .containsEntry("domain", Kept.domain(expected.fault()))
        .containsEntry("verdict", expected.verdict().text());
    List<Map<String, Object>> findings = JsonTree.objects(checked, "findings");
    assertThat(findings)
        .as(name)
        .filteredOn(each -> !each.containsKey("because") && !"info".equals(each.get("severity")))
        .extracting(each -> each.get("code"))
        .containsExactly(expected.root());
    Set<String> following = new TreeSet<>();
    findings.stream()
        .filter(each -> each.containsKey("because"))
        .forEach(each -> following.add(String.valueOf(each.get("code"))));
    assertThat(following).as(name).isEqualTo(new TreeSet<>(expected.following()));
  }

  private static List<Map<String, Object>> check(Path file, String... more) {
    List<String> args = new ArrayList<>(List.of("check", "--lab", file.toString(), "--json"));
    args.addAll(List.of(more));
    return JsonTree.objects(JsonTree.of(Said.by(args.toArray(String[]::new)).out()));
  }

  /// A process of its own, as the command line starts one.
  private static Process keep(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.postroad.app.cli.Main",
                "lab",
                "--keep",
                "--env",
                file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    CompletableFuture.delayedExecutor(LONGEST_S, TimeUnit.SECONDS)
        .execute(process::destroyForcibly); // who waits for its next line waits no longer
    return process;
  }

  private static void assertTheRoad(Path file) {
    Map<Station, List<String>> titles =
        Map.of(
            Station.NOTHING,
            List.of(
                "ask for TLS reports",
                "publish a policy in testing",
                "watch for a week at least",
                "enforce",
                "say who may send in your name"), // it has neither SPF nor DMARC
            Station.REPORTS_ONLY,
            List.of("publish a policy in testing", "watch for a week at least", "enforce"),
            Station.READY_TO_ENFORCE,
            List.of("enforce"));
    for (Station station : Station.values()) {
      String name = Kept.domain(station);
      Map<String, Object> checked = check(file, name).getFirst();
      assertThat(JsonTree.objects(checked, "next"))
          .as(name)
          .extracting(step -> step.get("title"))
          .isEqualTo(titles.get(station));
    }
  }
}
