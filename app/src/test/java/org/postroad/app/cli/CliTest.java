package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CliTest {

  @Test
  void versionNamesTheBuild() {
    Said said = Said.by("--version");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(said.out()).matches("postroad [0-9.]+ \\([0-9a-z+]+\\)\n");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void helpListsEveryCommand() {
    Said said = Said.by("--help");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    Commands.names().forEach(name -> assertThat(said.out()).contains("  " + name + " "));
    assertThat(said.out()).contains("Example:\n");
  }

  @Test
  void nothingAskedIsWrongUsage() {
    Said said = Said.by();
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith("Usage: postroad COMMAND");
  }

  @Test
  void anUnknownOptionOfTheRootNamesTheNearest() {
    Said said = Said.by("--versoin");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("postroad: unknown option: --versoin")
        .contains("hint: did you mean --version?");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String name : Commands.names()) {
      Said said = Said.by(name, "--help");
      assertThat(said.code()).as(name).isEqualTo(ExitCode.OK);
      assertThat(said.out()).as(name).contains("Usage: postroad " + name).contains("Example:\n");
      assertThat(Said.by("help", name)).isEqualTo(said);
    }
  }

  @Test
  void everyCommandNamesTheNearestOptionAndEndsWithTwo() {
    for (String name : Commands.names()) {
      Said said = Said.by(name, "--jsno");
      assertThat(said.code()).as(name).isEqualTo(ExitCode.USAGE);
      assertThat(said.out()).as(name).isEmpty();
      assertThat(said.err())
          .as(name)
          .contains("postroad " + name + ": unknown option: --jsno")
          .contains("did you mean --json?");
    }
  }
}
