package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.mtasts.PolicyMode;

/// The whole command against the lab, down to the exchangers.
class SurveyCommandTest {

  @TempDir Path folder;

  private final LabInternet internet = LabInternet.start();

  @BeforeEach
  void build() throws IOException {
    internet.domain("good.example", PolicyMode.ENFORCE);
    LabDomain stripped = internet.domain("stripped.example", PolicyMode.TESTING);
    stripped.mx().conduct(MxConduct.honest().withoutStartTls());
    internet.domain("none.example");
    internet.zone("expired.example", "@ MX 10 mx\n_mta-sts TXT \"v=STSv1; id=1;\"\n");
    internet.mx("mx.expired.example", internet.ca().issue(Leaf.of("mx.expired.example").expired()));
    internet.policyHost(
        "expired.example",
        "version: STSv1\r\nmode: enforce\r\nmx: mx.expired.example\r\nmax_age: 1209600\r\n");
    Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    internet.ca().writeRoot(folder.resolve("ca.pem"));
    Files.writeString(
        folder.resolve("list"), "good.example\nstripped.example\nnone.example\nexpired.example\n");
  }

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void atDepthMxExchangersAreVisited() {
    Said said = survey("--depth", "mx");

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(classes(said))
        .containsExactly(
            "1 good.example good enforce",
            "2 stripped.example mx-no-starttls testing",
            "3 none.example none",
            "4 expired.example mx-expired enforce");
  }

  @Test
  void atDepthPolicyTheyAreNot() {
    assertThat(classes(survey()))
        .containsExactly(
            "1 good.example good enforce",
            "2 stripped.example good testing",
            "3 none.example none",
            "4 expired.example good enforce");
  }

  @Test
  void standardErrorSaysHowItWentAndStandardOutputNothingButAnswers() {
    Said said = survey("--depth", "record");

    assertThat(said.err())
        .contains("4 answered in ", "3 good, 0 with faults, 1 without a record, 0 unknown");
    assertThat(said.out().lines()).hasSize(4).allMatch(line -> line.startsWith("{\"schema\":"));
  }

  @Test
  void whereNobodyAnswersNothingIsSaidToBeGoodOrBad() throws IOException {
    int port = internet.dns().address().getPort();
    internet.close(); // the lab's DNS with it
    Files.writeString(
        folder.resolve("list"), "no name\n", StandardOpenOption.APPEND); // nor is this an answer
    Said said =
        Said.by("survey", "--dns", "127.0.0.1:" + port, "--timeout", "1s", folder + "/list");

    assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(said.out().lines())
        .hasSize(5)
        .filteredOn(line -> line.contains("\"unknown\""))
        .hasSize(4);
    assertThat(said.err()).contains("nothing could be found out");
  }

  @Test
  void aFileOfAnswersIsGoneOnWithAndNeverOverwritten() throws IOException {
    Path out = folder.resolve("out");
    assertThat(survey("--out", out.toString()).code()).isEqualTo(ExitCode.OK);
    String whole = Files.readString(out);

    Said again = survey("--out", out.toString());
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("is there already", "hint: --resume goes on");

    Files.writeString(out, whole.substring(0, whole.length() - 20)); // the last line is torn
    Said resumed = survey("--out", out.toString(), "--resume");
    assertThat(resumed.code()).isEqualTo(ExitCode.OK);
    assertThat(resumed.err()).contains("a torn last line was cut off", "(3 were there before)");
    assertThat(Files.readString(out).lines().map(SurveyCommandTest::brief).sorted())
        .isEqualTo(whole.lines().map(SurveyCommandTest::brief).sorted().toList());
  }

  @Test
  void anotherListIsNotGoneOnWith() throws IOException {
    Path out = folder.resolve("out");
    survey("--out", out.toString());
    Files.writeString(folder.resolve("list"), "none.example\ngood.example\n");

    Said said = survey("--out", out.toString(), "--resume");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("not the input that " + out + " answers: line 1");
  }

  @Test
  void wrongUsageSaysWhatIsWrong() {
    assertThat(Said.by("survey").err()).contains("which domains?");
    assertThat(Said.by("survey", "--resume", "x").err()).contains("--resume: needs --out");
    assertThat(Said.by("survey", folder + "/nothing").err())
        .contains("cannot read " + folder + "/nothing: no such file");
    assertThat(Said.by("survey", "--rate", "fast", "x").err()).contains("not a rate such as");
    assertThat(Said.by("survey", "--parallel", "0", "x").err()).contains("--parallel: 0");
    assertThat(Said.by("survey", "--depth", "deep", "x").code()).isEqualTo(ExitCode.USAGE);
  }

  private Said survey(String... options) {
    List<String> all = new ArrayList<>(List.of("survey"));
    all.addAll(List.of("--dns", "127.0.0.1:" + internet.dns().address().getPort()));
    all.addAll(List.of("--ca-file", folder.resolve("ca.pem").toString(), "--allow-private"));
    all.addAll(List.of("--connect", folder.resolve("connect").toString(), "--timeout", "10s"));
    all.addAll(List.of(options));
    all.add(folder.resolve("list").toString());
    return Said.by(all.toArray(String[]::new));
  }

  /// `LINE DOMAIN CLASS MODE` in the order of the list.
  private static List<String> classes(Said said) {
    return said.out().lines().map(SurveyCommandTest::brief).sorted().toList();
  }

  private static String brief(String line) {
    return line.replaceFirst(
            ".*\"line\":(\\d+),\"domain\":\"([^\"]+)\",\"class\":\"([^\"]+)\""
                + "(?:,\"policy_mode\":\"([^\"]+)\")?.*",
            "$1 $2 $3 $4")
        .strip();
  }
}
