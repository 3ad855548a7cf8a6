package org.postroad.app.cli;

import org.postroad.app.config.InForce;
import org.postroad.app.config.Shown;
import org.postroad.app.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `postroad config show`: every setting in force and where it came from.
@Command(
    name = "show",
    description = {
      "Shows every setting in force, the defaults too, and where each came from.",
      "What it prints is a configuration file with the same meaning."
    },
    footer = {"", "Example:", "  postroad config show --dns 127.0.0.1"})
final class ConfigShowCommand implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin NetworkOptions network = new NetworkOptions();

  @Override
  public ExitCode run(Terminal terminal) {
    InForce inForce = network.over(common.inForce());
    if (common.json) {
      terminal.say(Shown.json(inForce));
    } else {
      Shown.toml(inForce).forEach(terminal::say);
    }
    return ExitCode.OK;
  }
}
