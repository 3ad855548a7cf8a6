package org.postroad.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of every command: `@Mixin CommonOptions common = new CommonOptions();`
final class CommonOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the configuration (default: /etc/postroad/postroad.toml if it is there)")
  Optional<Path> config = Optional.empty();

  @Option(names = "--json", description = "one JSON document on standard output")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this help")
  boolean help;
}
