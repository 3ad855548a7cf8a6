package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
          {"lab", "--attack", "starttls-stripping", "--html", "/none/here"}
        }) {
      Said said = Said.by(command);
      assertThat(said.code()).as(said.err()).isIn(ExitCode.USAGE, ExitCode.IO_ERROR);
      assertThat(said.err()).startsWith("postroad: ").doesNotContain("Exception");
    }
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
