package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.cli.ExitCode;
import org.postroad.app.cli.Said;
import org.postroad.lab.synthetic.Plot;
import org.postroad.lab.synthetic.SyntheticInternet;

/// A survey of a synthetic Internet returns the table that it was made from: the whole command
/// against real DNS, policy hosts and exchangers. `-Dsurvey.divisor=1` takes all 70,000 domains.
class SyntheticSurveyTest {

  private static final int DIVISOR = Integer.getInteger("survey.divisor", 40);

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void name() {
    out = folder.resolve("answers");
  }

  @Test
  void theTableComesBackClassByClassAndDomainByDomain() throws IOException {
    assertThat(foundAt("mx", _ -> true)).isEqualTo(Plot.counts(DIVISOR));
  }

  @Test
  void atDepthPolicyExchangersAreNotSeen() throws IOException {
    Map<String, Integer> found = foundAt("policy", sort -> !sort.startsWith("mx-"));
    assertThat(found).containsKey("policy-mx-typo").doesNotContainKey("mx-expired");
  }

  @Test
  void atDepthRecordTheRecordsAloneTell() throws IOException {
    Set<String> others = Set.of("none", "unknown");
    Map<String, Integer> found =
        foundAt("record", sort -> sort.startsWith("sts-record") || others.contains(sort));
    assertThat(found).containsKey("sts-record-bad-id").doesNotContainKey("policy-mx-typo");
  }

  /// The table that a survey finds, after every domain was found to be what it is: the class that
  /// it was made to have if that can be seen at this depth, else good.
  private SortedMap<String, Integer> foundAt(String depth, Predicate<String> isSeen)
      throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    try (SyntheticInternet net = SyntheticInternet.start(DIVISOR, seed)) {
      net.write(folder, DIVISOR);
      Said said = survey(net, depth);
      System.out.print(said.err());

      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.OK);
      assertThat(wrong(net, isSeen)).isEmpty();
      SortedMap<String, Integer> expected = new TreeMap<>();
      Plot.counts(DIVISOR)
          .forEach(
              (sort, count) ->
                  expected.merge(isSeen.test(sort) ? sort : "good", count, Integer::sum));
      assertThat(counts()).isEqualTo(expected);
      return counts();
    }
  }

  private Said survey(SyntheticInternet net, String depth) {
    return Said.by(
        "survey",
        "--depth",
        depth,
        "--dns",
        "127.0.0.1:" + net.dns().address().getPort(),
        "--ca-file",
        folder.resolve("ca.pem").toString(),
        "--connect",
        folder.resolve("connect").toString(),
        "--allow-private",
        "--host-rate",
        "1000000/s",
        "--timeout",
        "5s",
        "--out",
        out.toString(),
        folder.resolve("domains.txt").toString());
  }

  /// Domains that were taken for something else than they are.
  private List<String> wrong(SyntheticInternet net, Predicate<String> isSeen) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      AnswerRead.Valid answer = (AnswerRead.Valid) AnswerRead.of(line);
      String made = net.sorts().getOrDefault(answer.domain(), "nothing");
      if (!answer.sort().equals(isSeen.test(made) ? made : "good")) {
        wrong.add("made " + made + ", found " + line);
      }
    }
    return wrong;
  }

  private SortedMap<String, Integer> counts() throws IOException {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(out)) {
      counts.merge(((AnswerRead.Valid) AnswerRead.of(line)).sort(), 1, Integer::sum);
    }
    return counts;
  }
}
