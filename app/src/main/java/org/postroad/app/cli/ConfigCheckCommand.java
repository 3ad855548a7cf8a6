package org.postroad.app.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.ConfigurationFile;
import org.postroad.app.config.Fault;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.InForce;
import org.postroad.app.config.Origin;
import org.postroad.app.config.Setting;
import org.postroad.app.config.Settings;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.outgoing.DnssecFault;
import org.postroad.app.output.Json;
import org.postroad.app.output.Terminal;
import org.postroad.engine.tls.TrustAnchors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `postroad config check`: all that is wrong with the file, with line and key.
@Command(
    name = "check",
    description = {
      "Says what is wrong with the configuration, with line and key.",
      "Ends with 0 if nothing is, with 2 otherwise."
    },
    footer = {"", "Example:", "  postroad config check --config /etc/postroad/postroad.toml"})
final class ConfigCheckCommand implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();

  @Override
  public ExitCode run(Terminal terminal) {
    List<Fault> errors = new ArrayList<>();
    List<Fault> warnings = new ArrayList<>();
    Optional<String> file = common.config.map(Path::toString);
    switch (ConfigurationFile.load(common.config)) {
      case ConfigurationFile.Read.Invalid(String name, List<Fault> faults) -> {
        file = Optional.of(name);
        errors.addAll(faults);
      }
      case ConfigurationFile.Read.Valid(InForce inForce) -> {
        file = inForce.file();
        errors.addAll(unusable(NetworkOptions.validating(inForce)));
        errors.addAll(listeners(inForce));
        warnings.addAll(inForce.warnings(Instant.now()));
      }
    }
    if (common.json) {
      terminal.say(json(file, errors, warnings));
    } else {
      say(terminal, file.orElse("no configuration file"), errors, warnings);
    }
    return errors.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }

  /// What a start would refuse: files that are not there or not what they are for, and settings of
  /// DNSSEC that cannot be obeyed.
  static List<Fault> unusable(InForce inForce) {
    List<Fault> faults = new ArrayList<>();
    inForce
        .value(Settings.TLS_CA_FILE)
        .map(TrustAnchors::ofFile)
        .ifPresent(
            loaded -> {
              if (loaded instanceof TrustAnchors.Loaded.Invalid(String why)) {
                faults.add(fault(inForce, Settings.TLS_CA_FILE, why));
              }
            });
    DnssecFault.of(inForce.configuration())
        .ifPresent(unusable -> faults.add(fault(inForce, unusable.setting(), unusable.why())));
    return faults;
  }

  /// What would keep the daemon from listening, as far as it can be seen without trying.
  static List<Fault> listeners(InForce inForce) {
    List<Fault> faults = new ArrayList<>();
    HostPort http = inForce.value(Settings.HTTP_LISTEN);
    for (SocketmapEndpoint endpoint : inForce.value(Settings.RESOLVER_LISTEN)) {
      switch (endpoint) {
        case SocketmapEndpoint.Inet(HostPort at) -> {
          if (at.overlaps(http)) {
            String why = http + " is where the resolver listens: " + endpoint;
            faults.add(fault(inForce, Settings.HTTP_LISTEN, why));
          }
        }
        case SocketmapEndpoint.Unix unix -> {
          unix.owner()
              .filter(name -> !isKnown(name, false))
              .ifPresent(
                  name -> faults.add(fault(inForce, Settings.RESOLVER_LISTEN, "no user " + name)));
          unix.group()
              .filter(name -> !isKnown(name, true))
              .ifPresent(
                  name -> faults.add(fault(inForce, Settings.RESOLVER_LISTEN, "no group " + name)));
        }
      }
    }
    return faults;
  }

  private static boolean isKnown(String name, boolean isGroup) {
    UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
    try {
      UserPrincipal known =
          isGroup ? names.lookupPrincipalByGroupName(name) : names.lookupPrincipalByName(name);
      return !known.getName().isEmpty();
    } catch (UserPrincipalNotFoundException e) {
      return false;
    } catch (IOException e) {
      return true; // nobody could say: the daemon will see
    }
  }

  private static Fault fault(InForce inForce, Setting<?> setting, String why) {
    int line = inForce.origin(setting) instanceof Origin.Line(String file, int at) ? at : 0;
    return new Fault(line, setting.name(), why);
  }

  private static void say(
      Terminal terminal, String file, List<Fault> errors, List<Fault> warnings) {
    for (Fault error : errors) {
      terminal.say(terminal.coloured(Terminal.Colour.BAD, "error: ") + error.text(file));
      error.hint().ifPresent(hint -> terminal.say("  hint: " + hint));
    }
    for (Fault warning : warnings) {
      terminal.say(terminal.coloured(Terminal.Colour.WARNING, "warning: ") + warning.text(file));
    }
    if (errors.isEmpty()) {
      terminal.say(terminal.coloured(Terminal.Colour.GOOD, "ok: ") + file);
    }
  }

  private static String json(Optional<String> file, List<Fault> errors, List<Fault> warnings) {
    return Json.document(
        "postroad.config-check/1",
        json ->
            json.text("file", file)
                .flag("ok", errors.isEmpty())
                .objects("errors", errors, ConfigCheckCommand::fault)
                .objects("warnings", warnings, ConfigCheckCommand::fault));
  }

  private static void fault(Json json, Fault fault) {
    if (fault.line() > 0) {
      json.number("line", fault.line());
    }
    json.text("key", fault.key()).text("what", fault.what()).text("hint", fault.hint());
  }
}
