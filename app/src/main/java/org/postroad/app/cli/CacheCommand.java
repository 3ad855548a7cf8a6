package org.postroad.app.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Json;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.AdminClient;
import org.postroad.app.resolverd.ResolverRole;
import org.postroad.app.store.CacheText;
import org.postroad.app.store.PeerCache;
import org.postroad.app.store.PolicyEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `postroad cache …`: what the running daemon remembers. All of it is carried out by the daemon,
/// which alone writes into its file.
@Command(
    name = "cache",
    description = {
      "Asks the running daemon about its cache, through the socket beside the cache file.",
      "Run it as the daemon's user or as root."
    },
    subcommands = {
      CacheCommand.ListCommand.class,
      CacheCommand.Show.class,
      CacheCommand.Forget.class,
      CacheCommand.Export.class,
      CacheCommand.Import.class,
      CacheCommand.Warm.class
    },
    footer = {"", "Example:", "  postroad cache show example.com"})
final class CacheCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this help")
  boolean help;

  /// A sub-command. Its name is the word that the daemon hears.
  abstract static class Errand implements Subcommand {
    @Mixin CommonOptions common = new CommonOptions();
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--cache",
        paramLabel = "FILE",
        description = "the daemon's cache file (default: as configured)")
    Optional<Path> cache = Optional.empty();

    @Override
    public ExitCode run(Terminal terminal) {
      return send(terminal, InputStream.nullInputStream());
    }

    final ExitCode send(Terminal terminal, InputStream input, String... arguments) {
      Optional<Path> file =
          cache
              .map(Path::toAbsolutePath)
              .or(() -> ResolverRole.cacheFile(common.inForce().configuration()));
      if (file.isEmpty()) {
        terminal.error("no cache file is configured, so the daemon has none that could be asked");
        terminal.hint("set file in [cache], or say --cache FILE");
        return ExitCode.USAGE;
      }
      List<String> words = new ArrayList<>(List.of(spec.name(), common.json ? "json" : "text"));
      words.addAll(List.of(arguments));
      return switch (AdminClient.run(file.get(), words, input, terminal.out(), terminal.err())) {
        case AdminClient.Done.Ended(int code) ->
            switch (code) {
              case 0 -> ExitCode.OK;
              case 1 -> ExitCode.BAD;
              case 2 -> ExitCode.USAGE;
              default -> ExitCode.UNDETERMINED;
            };
        case AdminClient.Done.Unreachable(String why) -> {
          if (common.json && !spec.name().equals("export")) { // which prints policies alone
            terminal.say(unreachable(why));
          }
          terminal.error(why);
          terminal.hint("is the daemon running, and are you its user or root?");
          yield ExitCode.UNDETERMINED;
        }
      };
    }

    private String unreachable(String why) {
      return Json.document(
          "postroad.cache-" + spec.name() + "/1",
          json -> json.text("result", "try_later").text("reason", why));
    }
  }

  /// About one domain.
  abstract static class OfDomain extends Errand {
    @Parameters(paramLabel = "DOMAIN", description = "the policy domain")
    String domain = "";

    @Override
    public ExitCode run(Terminal terminal) {
      return send(terminal, InputStream.nullInputStream(), domain);
    }
  }

  /// With a file, read here with the rights of whoever asks, and handed to the daemon as text.
  abstract static class OfFile extends Errand {
    @Parameters(paramLabel = "FILE", description = "the file, - for standard input")
    String file = "";

    @Override
    public ExitCode run(Terminal terminal) {
      try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(path())) {
        return send(terminal, in);
      } catch (IOException e) {
        terminal.error("cannot read " + file + ": " + IoReason.of(e));
        return ExitCode.USAGE;
      }
    }

    final Path path() {
      return Path.of(file).toAbsolutePath();
    }
  }

  @Command(
      name = "list",
      description = "One line for each domain that is remembered.",
      footer = {"", "Example:", "  postroad cache list"})
  static final class ListCommand extends Errand {}

  @Command(
      name = "show",
      description = "What is remembered of a domain, with the policy's text; 1 if nothing is.",
      footer = {"", "Example:", "  postroad cache show example.com"})
  static final class Show extends OfDomain {}

  @Command(
      name = "forget",
      description = {
        "Forgets a domain: the next question is a first contact.",
        "Ends with 1 if it was not known."
      },
      footer = {"", "Example:", "  postroad cache forget example.com"})
  static final class Forget extends OfDomain {}

  @Command(
      name = "export",
      description = "Prints every valid policy, one JSON object a line.",
      footer = {"", "Example:", "  postroad cache export > policies.jsonl"})
  static final class Export extends Errand {}

  @Command(
      name = "warm",
      description = {
        "Resolves the domains of a list, one a line, so that their first contact is now.",
        "Ends with 3 if any could not be determined."
      },
      footer = {"", "Example:", "  postroad cache warm partners.txt"})
  static final class Warm extends OfFile {}

  @Command(
      name = "import",
      description = {
        "Takes over policies: an export of ours, or the SQLite cache of postfix-mta-sts-resolver.",
        "A policy never replaces a newer one. Ends with 1 if any entry was faulty."
      },
      footer = {"", "Example:", "  postroad cache import /var/lib/mta-sts/cache.db"})
  static final class Import extends OfFile {
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    @Override
    public ExitCode run(Terminal terminal) {
      return !file.equals("-") && isSqlite() ? importPeer(terminal) : super.run(terminal);
    }

    /// What cannot be read is none, and named by who reads it next.
    private boolean isSqlite() {
      try (InputStream in = Files.newInputStream(path())) {
        return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
      } catch (IOException e) {
        return false;
      }
    }

    private ExitCode importPeer(Terminal terminal) {
      Lines lines = new Lines(terminal);
      if (PeerCache.read(path(), Instant.now(), lines)
          instanceof PeerCache.Outcome.Broken(String why, long rows)) {
        terminal.error(why);
        return ExitCode.USAGE;
      }
      byte[] text = lines.text.toString().getBytes(StandardCharsets.UTF_8);
      ExitCode code = send(terminal, new ByteArrayInputStream(text));
      return code == ExitCode.OK && lines.faulty ? ExitCode.BAD : code;
    }
  }

  /// Entries as the lines of an export; what is none is said at once.
  private static final class Lines implements PolicyEntry.Taker {
    private final StringBuilder text = new StringBuilder();
    private final Terminal terminal;
    private boolean faulty;

    Lines(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void take(String where, PolicyEntry entry) {
      text.append(CacheText.line(entry)).append('\n');
    }

    @Override
    public void fault(String where, String why) {
      terminal.error(where + ": " + why);
      faulty = true;
    }
  }
}
