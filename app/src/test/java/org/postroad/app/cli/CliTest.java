package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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
    for (String[] command : commands()) {
      Said said = Said.by(with(command, "--help"));
      String name = "postroad " + String.join(" ", command);
      assertThat(said.code()).as(name).isEqualTo(ExitCode.OK);
      assertThat(said.out()).as(name).contains("Usage: " + name).contains("Example:\n  postroad ");
      assertThat(said.err()).as(name).isEmpty();
    }
    assertThat(Said.by("help", "config", "show")).isEqualTo(Said.by("config", "show", "--help"));
  }

  @Test
  void everyCommandNamesTheNearestOptionAndEndsWithTwo() {
    for (String[] command : commands()) {
      Said said = Said.by(with(command, "--hlep"));
      String name = "postroad " + String.join(" ", command);
      assertThat(said.code()).as(name).isEqualTo(ExitCode.USAGE);
      assertThat(said.out()).as(name).isEmpty();
      assertThat(said.err())
          .as(name)
          .startsWith(name.replaceFirst(" ", ": ") + ": unknown option: --hlep\n")
          .contains("hint: did you mean --help?\n");
    }
  }

  /// Every command, sub-commands too: `{config}`, `{config, check}`, ….
  private static List<String[]> commands() {
    List<String[]> commands = new ArrayList<>();
    for (Commands.Entry entry : Commands.TABLE) {
      commands.add(new String[] {entry.name()});
      for (CommandLine command : Cli.commandLine(entry).getSubcommands().values()) {
        command
            .getSubcommands()
            .keySet()
            .forEach(name -> commands.add(new String[] {entry.name(), name}));
      }
    }
    assertThat(commands).isNotEmpty();
    return commands;
  }

  private static String[] with(String[] command, String last) {
    String[] args = Arrays.copyOf(command, command.length + 1);
    args[command.length] = last;
    return args;
  }
}
