package org.postroad.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.outgoing.DnssecFault;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.output.Json;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.Enquiry;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `resolve` and `explain` share: domains, whom to ask about them, and how the answers come
/// out, one after the other, or with `--json` as one array.
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

  /// Of the object about a domain.
  abstract String schema();

  /// The object about a domain.
  abstract Enquiry.Answer json(Enquiry enquiry, String domain);

  /// The words about a domain.
  abstract Enquiry.Answer text(Enquiry enquiry, String domain);

  /// Words that were said, as they are printed.
  abstract String shown(String domain, String text);

  @Override
  public final ExitCode run(Terminal terminal) {
    return switch (enquiry()) {
      case Way.Barred(String why, ExitCode code) -> {
        terminal.error(why);
        yield code;
      }
      case Way.Open(Enquiry enquiry) -> ask(enquiry, terminal);
    };
  }

  private ExitCode ask(Enquiry enquiry, Terminal terminal) {
    boolean undetermined = false;
    List<String> documents = new ArrayList<>();
    try (Enquiry open = enquiry) {
      for (String domain : domains) {
        switch (common.json ? json(open, domain) : text(open, domain)) {
          case Enquiry.Answer.Said(String text, boolean nobodyCanSay) -> {
            undetermined |= nobodyCanSay;
            if (common.json) {
              documents.add(text.strip());
            } else {
              terminal.say(shown(domain, text));
            }
          }
          case Enquiry.Answer.Refused(String why) -> {
            terminal.error(domain + ": " + why);
            return ExitCode.USAGE; // the same would be said of every other
          }
          case Enquiry.Answer.Unanswered(String why) -> {
            undetermined = true;
            terminal.error(domain + ": " + why);
            documents.add(unanswered(domain, why));
          }
        }
      }
    }
    if (common.json) {
      terminal.say("[" + String.join(",\n", documents) + "]");
    }
    return undetermined ? ExitCode.UNDETERMINED : ExitCode.OK;
  }

  /// The keys that every object has, where whoever was asked said nothing.
  private String unanswered(String domain, String why) {
    return Json.document(
            schema(),
            json ->
                json.text("domain", domain)
                    .text("result", "try_later")
                    .text("decision", "try_later")
                    .text("reason", why))
        .strip();
  }

  /// Somebody to ask, or why there is nobody.
  private sealed interface Way {
    record Open(Enquiry enquiry) implements Way {}

    record Barred(String why, ExitCode code) implements Way {}
  }

  private Way enquiry() {
    Duration within = network.timeout.orElse(Duration.ofSeconds(30));
    if (socket.isPresent()) {
      return new Way.Open(Enquiry.ofDaemon(socket.get(), within));
    }
    Configuration configuration = network.over(common.inForce()).configuration();
    Optional<DnssecFault> unusable = DnssecFault.of(configuration);
    if (unusable.isPresent()) {
      return new Way.Barred(unusable.get().text(), ExitCode.USAGE);
    }
    return switch (Outgoing.open(configuration, network.rehearsal())) {
      case Outgoing.Opened.Unusable(String why) -> new Way.Barred(why, ExitCode.USAGE);
      case Outgoing.Opened.Open(Outgoing out) ->
          out.dnssecFault()
              .<Way>map(why -> new Way.Barred(why, ExitCode.UNDETERMINED))
              .orElseGet(() -> new Way.Open(network(configuration, out)));
    };
  }

  private static Enquiry network(Configuration configuration, Outgoing out) {
    return Enquiry.ofNetwork(
        configuration, out.dns(), configuration.resolver().dane(), out.source(), out.clock());
  }
}
