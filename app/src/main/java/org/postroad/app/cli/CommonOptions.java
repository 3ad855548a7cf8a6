package org.postroad.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.ConfigurationFile;
import org.postroad.app.config.Fault;
import org.postroad.app.config.InForce;
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

  /// What the configuration file sets, over the defaults.
  ///
  /// @throws UsageException with all that is wrong in the file
  InForce inForce() {
    return switch (ConfigurationFile.load(config)) {
      case ConfigurationFile.Read.Valid(InForce inForce) -> inForce;
      case ConfigurationFile.Read.Invalid(String file, List<Fault> faults) ->
          throw new UsageException(
              faults.stream()
                  .map(fault -> new UsageException.Complaint(fault.text(file), fault.hint()))
                  .toList());
    };
  }
}
