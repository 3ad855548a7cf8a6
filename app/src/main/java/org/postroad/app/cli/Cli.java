package org.postroad.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.app.output.Nearest;
import org.postroad.app.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Runs one command line: finds the command, lets picocli read its options, and turns whatever
/// happens into an [ExitCode].
public final class Cli {

  private Cli() {}

  /// Runs `args` and says what the process should end with.
  public static ExitCode run(List<String> args, Terminal terminal) {
    ExitCode code = outcome(args, terminal);
    if (!terminal.flush() && code == ExitCode.OK) {
      terminal.error("the result could not be written to standard output");
      return ExitCode.IO_ERROR;
    }
    return code;
  }

  private static ExitCode outcome(List<String> args, Terminal terminal) {
    if (args.isEmpty()) {
      terminal.err().print(Help.text());
      return ExitCode.USAGE;
    }
    String first = args.getFirst();
    switch (first) {
      case "--version", "-V", "version" -> {
        terminal.say(Version.text());
        return ExitCode.OK;
      }
      case "--help", "-h" -> {
        terminal.out().print(Help.text());
        return ExitCode.OK;
      }
      case "help" -> {
        List<String> asked = new ArrayList<>(args.subList(1, args.size()));
        asked.add("--help");
        return outcome(asked, terminal);
      }
      default -> {}
    }
    Optional<Commands.Entry> entry = Commands.named(first);
    if (entry.isPresent()) {
      return execute(entry.get(), args, terminal);
    }
    boolean option = first.startsWith("-");
    terminal.error("unknown " + (option ? "option" : "command") + ": " + first);
    hintAt(terminal, first, option ? List.of("--help", "--version") : Commands.names());
    terminal.hint("postroad --help lists the commands");
    return ExitCode.USAGE;
  }

  private static ExitCode execute(Commands.Entry entry, List<String> args, Terminal terminal) {
    CommandLine line = commandLine(entry);
    try {
      CommandLine.ParseResult parsed = line.parseArgs(args.toArray(String[]::new));
      List<CommandLine> chain = parsed.asCommandLineList();
      for (CommandLine each : chain) {
        if (each.isUsageHelpRequested()) {
          each.usage(terminal.out());
          return ExitCode.OK;
        }
      }
      return chain.getLast().getCommand() instanceof Subcommand command
          ? command.run(terminal)
          : missing(chain.getLast(), terminal);
    } catch (CommandLine.ParameterException e) {
      return wrong(e, terminal);
    } catch (UsageException e) {
      for (UsageException.Complaint complaint : e.complaints()) {
        terminal.error(complaint.what());
        complaint.hint().ifPresent(terminal::hint);
      }
      return ExitCode.USAGE;
    } catch (InterruptedException e) {
      return ExitCode.INTERRUPTED;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      terminal.bug(e);
      return ExitCode.BUG;
    }
  }

  /// The command line of one command, below a root that has no other.
  static CommandLine commandLine(Commands.Entry entry) {
    CommandLine root = new CommandLine(CommandSpec.create().name("postroad"));
    root.addSubcommand(entry.name(), entry.make().get());
    abbreviateSynopsis(root);
    return Converters.register(root)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(40)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
  }

  private static void abbreviateSynopsis(CommandLine line) {
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(Cli::abbreviateSynopsis);
  }

  private static ExitCode missing(CommandLine line, Terminal terminal) {
    String name = line.getCommandSpec().qualifiedName();
    terminal.error(
        brief(line.getCommandSpec())
            + ": say what to do: "
            + String.join(", ", line.getSubcommands().keySet()));
    terminal.hint(name + " --help says more");
    return ExitCode.USAGE;
  }

  /// The command without `postroad`, which every error begins with anyway.
  private static String brief(CommandSpec spec) {
    return spec.qualifiedName().replaceFirst("^postroad ", "");
  }

  private static ExitCode wrong(CommandLine.ParameterException e, Terminal terminal) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    // A mistyped option is also a missing one; what was typed helps more than what was not.
    List<String> unmatched =
        e instanceof CommandLine.UnmatchedArgumentException un
            ? un.getUnmatched()
            : e.getCommandLine().getUnmatchedArguments();
    if (unmatched.isEmpty()) {
      terminal.error(brief(spec) + ": " + firstLine(String.valueOf(e.getMessage())));
    } else {
      unknown(spec, unmatched.getFirst(), terminal);
    }
    terminal.hint(spec.qualifiedName() + " --help says more");
    return ExitCode.USAGE;
  }

  private static void unknown(CommandSpec spec, String word, Terminal terminal) {
    if (word.startsWith("-")) {
      terminal.error(brief(spec) + ": unknown option: " + word);
      List<String> known =
          spec.options().stream().map(OptionSpec::names).flatMap(Arrays::stream).toList();
      int equals = word.indexOf('=');
      hintAt(terminal, equals > 0 ? word.substring(0, equals) : word, known);
    } else {
      terminal.error(brief(spec) + ": what is this? " + word);
      hintAt(terminal, word, List.copyOf(spec.subcommands().keySet()));
    }
  }

  private static void hintAt(Terminal terminal, String word, List<String> known) {
    Nearest.of(word, known).ifPresent(near -> terminal.hint("did you mean " + near + "?"));
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
  }
}
