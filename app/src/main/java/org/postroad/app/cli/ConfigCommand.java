package org.postroad.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postroad config`: what is wrong with the configuration, and what is in force.
@Command(
    name = "config",
    description = "Checks the configuration, or shows what is in force.",
    subcommands = {ConfigCheckCommand.class, ConfigShowCommand.class},
    footer = {"", "Example:", "  postroad config check --config /etc/postroad/postroad.toml"})
final class ConfigCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this help")
  boolean help;
}
