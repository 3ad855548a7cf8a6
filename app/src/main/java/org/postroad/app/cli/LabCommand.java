package org.postroad.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postroad.app.labs.Expected;
import org.postroad.app.labs.Kept;
import org.postroad.app.labs.LabAttack;
import org.postroad.app.labs.LabPage;
import org.postroad.app.labs.LabRow;
import org.postroad.app.labs.LabRun;
import org.postroad.app.labs.LabTable;
import org.postroad.app.labs.postfix.Missing;
import org.postroad.app.labs.postfix.Namespace;
import org.postroad.app.labs.postfix.PostfixLab;
import org.postroad.app.labs.postfix.PostfixRoot;
import org.postroad.app.labs.postfix.PostfixRows;
import org.postroad.app.labs.postfix.PostfixRun;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Json;
import org.postroad.app.output.Nearest;
import org.postroad.app.output.NewFile;
import org.postroad.app.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postroad lab`: mounts each attack in a private Internet and shows what it came to.
@Command(
    name = "lab",
    description = {
      "Mounts the attacks that MTA-STS exists for in a private Internet on this machine, and shows",
      "who got the message. Ends with 0 only if every row came out as the RFCs say."
    },
    footer = {"", "Example:", "  postroad lab --attack mx-hijack --attack starttls-stripping"})
final class LabCommand implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--attack",
      paramLabel = "NAME",
      description = "only this attack (repeatable; --list names them)")
  List<String> attacks = new ArrayList<>();

  @Option(names = "--list", description = "name the attacks and do nothing")
  boolean list;

  @Option(
      names = "--postfix",
      description = "as root: with the real Postfix 3.7, 3.10 and 3.11, with us and without")
  boolean postfix;

  @Option(
      names = "--keep",
      description = "leave a private Internet running, attacks mounted, and say where it is")
  boolean keep;

  @Option(names = "--env", paramLabel = "FILE", description = "with --keep: say it in a file too")
  Optional<Path> env = Optional.empty();

  @Option(names = "--seconds", paramLabel = "N", description = "with --keep: end after so long")
  Optional<Integer> seconds = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "write the table as a page too")
  Optional<Path> html = Optional.empty();

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    if (list) {
      list(terminal);
      return ExitCode.OK;
    }
    if (!keep && (env.isPresent() || seconds.isPresent())) {
      throw new UsageException("--env and --seconds go with --keep");
    }
    if (keep && postfix) {
      throw new UsageException("--keep and --postfix exclude each other");
    }
    Optional<String> barred =
        env.flatMap(NewFile::fault)
            .map(why -> "--env: " + why)
            .or(() -> html.flatMap(NewFile::fault).map(why -> "--html: " + why));
    if (barred.isPresent()) {
      terminal.error(barred.get());
      return ExitCode.IO_ERROR;
    }
    if (keep) {
      return keep(terminal);
    }
    if (postfix) {
      return postfix(terminal, wanted(PostfixRows.attacks()));
    }
    Set<String> wanted = wanted(LabAttack.names());
    List<Expected> plans = LabRun.rows(wanted);
    return finish(terminal, play(terminal, plans), Optional.empty());
  }

  private ExitCode keep(Terminal terminal) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    try (Kept kept = Kept.start()) {
      String json = kept.json();
      if (env.isPresent()) {
        Files.writeString(env.get(), json + "\n");
      }
      Thread hook = new Thread(kept::close, "tidy up");
      Runtime.getRuntime().addShutdownHook(hook);
      terminal.say(json);
      terminal.flush();
      terminal.note("postroad: ready lab");
      if (seconds.isPresent()) {
        boolean _ = told.await(seconds.get(), TimeUnit.SECONDS);
      } else {
        told.await();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
      return ExitCode.OK;
    } catch (IOException e) {
      terminal.error("lab: " + IoReason.withFile(e));
      return ExitCode.IO_ERROR;
    }
  }

  /// Outside: looks for what is needed and runs this very command again inside namespaces of its
  /// own. Inside: plays.
  private ExitCode postfix(Terminal terminal, Set<String> wanted) throws InterruptedException {
    try {
      return switch (PostfixLab.roots(terminal::note)) {
        case PostfixLab.Roots.Unavailable(Missing missing) -> {
          terminal.error(missing.what());
          terminal.hint(missing.hint());
          yield ExitCode.UNDETERMINED;
        }
        case PostfixLab.Roots.Ready ready when !Namespace.inside() ->
            ExitCode.of(Namespace.enter(Main.class, again()));
        case PostfixLab.Roots.Ready(List<PostfixRoot> roots) -> {
          PostfixRun.Played played =
              new PostfixRun(roots, LabDaemon::start).play(wanted, shown(terminal));
          yield finish(terminal, played.rows(), Optional.of(played));
        }
      };
    } catch (IOException e) {
      terminal.error("lab --postfix: " + IoReason.withFile(e));
      return ExitCode.UNDETERMINED;
    }
  }

  private List<String> again() {
    List<String> args = new ArrayList<>(List.of("lab", "--postfix"));
    attacks.forEach(attack -> args.addAll(List.of("--attack", attack)));
    html.ifPresent(file -> args.addAll(List.of("--html", file.toString())));
    if (common.json) {
      args.add("--json");
    }
    return args;
  }

  private List<LabRow> play(Terminal terminal, List<Expected> plans) throws InterruptedException {
    return new LabRun(Version.number()).play(plans, shown(terminal));
  }

  /// Shows each row when it is done, to people.
  private Consumer<LabRow> shown(Terminal terminal) {
    if (common.json) {
      return row -> {};
    }
    terminal.say(LabTable.head());
    return row -> {
      terminal.say(LabTable.line(row, terminal));
      terminal.flush();
    };
  }

  /// @param postfix what there is to say of a run with Postfix besides
  private ExitCode finish(
      Terminal terminal, List<LabRow> rows, Optional<PostfixRun.Played> postfix) {
    boolean ok = !rows.isEmpty() && rows.stream().allMatch(LabRow::ok);
    if (!common.json) {
      LabTable.summary(rows).forEach(terminal::say);
      postfix.stream()
          .flatMap(
              played ->
                  LabTable.dns(
                      played.resolver(),
                      played.compared().answers(),
                      played.compared().differences())
                      .stream())
          .forEach(terminal::say);
    } else {
      terminal.say(
          Json.document(
              "postroad.lab/1",
              json -> {
                json.flag("ok", ok);
                postfix.ifPresent(
                    played ->
                        json.text("resolver", played.resolver())
                            .number("dnssec_comparisons", played.compared().answers())
                            .texts("dnssec_differences", played.compared().differences()));
                json.objects("rows", rows, (each, row) -> row.keys(each));
              }));
    }
    if (html.isPresent()) {
      try {
        Files.writeString(html.get(), LabPage.of(rows));
      } catch (IOException e) {
        terminal.error("--html: cannot write " + html.get() + ": " + IoReason.of(e));
        return ExitCode.IO_ERROR;
      }
    }
    return ok ? ExitCode.OK : ExitCode.BAD;
  }

  private Set<String> wanted(List<String> known) {
    for (String attack : attacks) {
      if (!known.contains(attack)) {
        String hint =
            Nearest.of(attack, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("postroad lab --list names them");
        throw new UsageException("no attack " + attack, hint);
      }
    }
    return new LinkedHashSet<>(attacks);
  }

  private void list(Terminal terminal) {
    List<LabAttack> all = List.of(LabAttack.values());
    if (common.json) {
      terminal.say(
          Json.documents(
              "postroad.lab-attack/1",
              all,
              (json, attack) -> json.text("attack", attack.text()).text("what", attack.what())));
    } else {
      all.forEach(a -> terminal.say(String.format("%-26s %s", a.text(), a.what())));
    }
  }
}
