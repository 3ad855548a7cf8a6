package org.postroad.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.Enquiry;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `resolve` and `explain` share: domains, and whom to ask about them.
abstract class Asking implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--socket",
      paramLabel = "ENDPOINT",
      description = "ask the daemon that listens there, its cache and its overrides")
  Optional<SocketmapEndpoint> socket = Optional.empty();

  @Parameters(
      arity = "1..*",
      paramLabel = "DOMAIN",
      description = "a next hop as the MTA writes it: example.com, [relay.example.com]:587")
  List<String> domains = new ArrayList<>();

  /// Asks the daemon or the network, one domain after the other, and hands each to `use`.
  ExitCode ask(Terminal terminal, Use use) {
    Optional<Enquiry> enquiry = enquiry(terminal);
    if (enquiry.isEmpty()) {
      return ExitCode.USAGE;
    }
    boolean undetermined = false;
    try (Enquiry open = enquiry.get()) {
      for (String domain : domains) {
        undetermined |= use.isUndetermined(open, domain);
      }
    }
    return undetermined ? ExitCode.UNDETERMINED : ExitCode.OK;
  }

  /// What a command does with one domain; true if nobody could say.
  interface Use {
    boolean isUndetermined(Enquiry enquiry, String domain);
  }

  private Optional<Enquiry> enquiry(Terminal terminal) {
    Duration within = network.timeout.orElse(Duration.ofSeconds(30));
    if (socket.isPresent()) {
      return Optional.of(Enquiry.ofDaemon(socket.get(), within));
    }
    var configuration = network.over(common.inForce()).configuration();
    return switch (Outgoing.open(configuration, network.rehearsal())) {
      case Outgoing.Opened.Unusable(String why) -> {
        terminal.error(why);
        yield Optional.empty();
      }
      case Outgoing.Opened.Open(Outgoing out) ->
          Optional.of(Enquiry.ofNetwork(configuration, out.dns(), out.source(), out.clock()));
    };
  }
}
