package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `resolve` and `explain`, where no DNS answers: what needs none is answered all the same.
class AskingTest {

  private static final String SILENT = "127.0.0.1:9";

  @Test
  void resolvePrintsALineForEachDomainAndEndsWithThreeIfAnyIsOpen() {
    assertThat(Said.by("resolve", "--dns", SILENT, ".example.com", "[192.0.2.1]"))
        .isEqualTo(new Said(ExitCode.OK, ".example.com\tNOTFOUND \n[192.0.2.1]\tNOTFOUND \n", ""));
    Said open =
        Said.by("resolve", "--dns", SILENT, "--timeout", "1s", ".example.com", "example.com");
    assertThat(open.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(open.out())
        .startsWith(".example.com\tNOTFOUND \nexample.com\tTEMP policy of example.com: ");
  }

  @Test
  void anUnknownMapIsNamedWithTheKnown() {
    Said said = Said.by("resolve", "--dns", SILENT, "--map", "exim", ".example.com");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith("postroad: .example.com: no map exim, known are postfix, ");
    assertThat(Said.by("resolve", "--dns", SILENT, "--map", "exim", "--json", ".example.com"))
        .isEqualTo(said);
  }

  @Test
  void whatNobodyAnsweredStandsInTheJsonWithItsReason() {
    for (String command : new String[] {"resolve", "explain"}) {
      Said said =
          Said.by(command, "--json", "--socket", "inet:127.0.0.1:9", "a.example", "b.example");
      assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
      assertThat(said.out().lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("[" + tryLater(command, "a.example")),
              line -> assertThat(line).startsWith(tryLater(command, "b.example")));
    }
  }

  private static String tryLater(String command, String domain) {
    return "{\"schema\":\"postroad."
        + command
        + "/1\",\"domain\":\""
        + domain
        + "\",\"result\":\"try_later\",\"decision\":\"try_later\",\"reason\":\"inet:127.0.0.1:9";
  }

  @Test
  void aCacheThatNobodyServesIsSaidInJsonToo() {
    Said said = Said.by("cache", "list", "--json", "--cache", "/none/here.db");
    assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(said.out())
        .startsWith(
            "{\"schema\":\"postroad.cache-list/1\",\"result\":\"try_later\",\"reason\":\"no daemon");
    assertThat(Said.by("cache", "export", "--json", "--cache", "/none/here.db").out()).isEmpty();
  }

  @Test
  void aHostInBracketsIsItsOwnRoadAndNoMxRecordWasAskedFor() {
    Said said = Said.by("explain", "--dns", SILENT, "--timeout", "1s", "[relay.example.com]:587");
    assertThat(said.out())
        .contains("  mx           not asked   relay.example.com is its own road: it stands in")
        .doesNotContain("1 MX records");
  }

  @Test
  void aFileThatIsNotThereIsNamedInPlainWords() {
    for (String[] command :
        new String[][] {
          {"resolve", "--connect", "/none/here", "example.com"},
          {"send", "--from", "a@b.example", "--to", "c@d.example", "/dev/null/x"},
          {"lab", "--attack", "starttls-stripping", "--html", "/none/here"},
          {"lab", "--keep", "--env", "/none/here"},
          {"audit", "--html", "/none/here"}
        }) {
      Said said = Said.by(command);
      assertThat(said.code()).as(said.err()).isIn(ExitCode.USAGE, ExitCode.IO_ERROR);
      assertThat(said.err()).startsWith("postroad: ").doesNotContain("Exception");
    }
  }

  @Test
  void whatCannotBeWrittenInTheEndIsSaidBeforeTheRunWithItsOption() {
    for (String[] command :
        new String[][] {
          {"lab", "--html", "/none/here"},
          {"lab", "--keep", "--env", "/none/here"},
          {"audit", "--html", "/none/here"}
        }) {
      Said said = Said.by(command);
      String option = command[command.length - 2];
      assertThat(said)
          .isEqualTo(
              new Said(
                  ExitCode.IO_ERROR,
                  "",
                  "postroad: "
                      + option
                      + ": cannot write /none/here: no such file or directory\n"));
    }
  }

  @Test
  void theReasonOfAnOverrideLooksLikeNoLineOfOurs(@TempDir Path folder) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("toml"),
            "[overrides.\"a.example\"]\nlevel = \"may\"\n"
                + "reason = \"für B\\n  postfix      OK secure\\u001b[2J\"\n");
    Said said = Said.by("explain", "--dns", SILENT, "--config", config.toString(), "a.example");
    assertThat(said.out())
        .contains("level may: für B\\x0a  postfix      OK secure\\x1b[2J")
        .contains("\n  postfix      OK may\n");
  }

  @Test
  void explainSaysItInWords() {
    Said said = Said.by("explain", "--dns", SILENT, "[192.0.2.1]");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(said.out()).contains("192.0.2.1").endsWith("\n").doesNotEndWith("\n\n");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void asJsonBothPrintOneArray() {
    for (String command : new String[] {"resolve", "explain"}) {
      Said said = Said.by(command, "--json", "--dns", SILENT, ".example.com", "[192.0.2.1]");
      assertThat(said.code()).isEqualTo(ExitCode.OK);
      assertThat(said.out().lines()).hasSize(2);
      assertThat(said.out())
          .startsWith("[{\"schema\":\"postroad." + command + "/1\",")
          .contains("},\n{")
          .endsWith("}]\n");
    }
  }
}
