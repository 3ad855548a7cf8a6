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
import org.postroad.app.checks.check.FactsFiles;
import org.postroad.app.labs.Expected;
import org.postroad.app.labs.Kept;
import org.postroad.app.labs.LabAttack;
import org.postroad.app.labs.LabPage;
import org.postroad.app.labs.LabRow;
import org.postroad.app.labs.LabRun;
import org.postroad.app.labs.LabTable;
import org.postroad.app.labs.facts.KeptFacts;
import org.postroad.app.labs.faults.FaultPage;
import org.postroad.app.labs.faults.FaultRow;
import org.postroad.app.labs.faults.FaultText;
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
import org.postroad.engine.check.DomainFacts;
import org.postroad.lab.faults.FaultClass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postroad lab`: mounts each attack in a private Internet and shows what it came to.
@Command(
    name = "lab",
    description = {
      "Mounts the attacks that MTA-STS exists for in a private Internet on this machine, and shows",
      "who got the message. Ends with 0 only if every row came out as the RFCs say. --faults looks",
      "at every fault that domains were found to have, and shows what check says of it."
    },
    footer = {
      "",
      "Example:",
      "  postroad lab --attack mx-hijack --attack starttls-stripping",
      "  postroad lab --faults",
      "  postroad lab --keep --env lab.json"
    })
final class LabCommand implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--attack",
      paramLabel = "NAME",
      description = "only this attack (repeatable; --list names them)")
  List<String> attacks = new ArrayList<>();

  @Option(
      names = "--faults",
      description = "check a domain for each fault that was measured, in place of the attacks")
  boolean faults;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "only this fault (repeatable; --list names them)")
  List<String> named = new ArrayList<>();

  @Option(names = "--list", description = "name the attacks and faults and do nothing")
  boolean list;

  @Option(
      names = "--postfix",
      description = "as root: with the real Postfix 3.7, 3.10 and 3.11, with us and without")
  boolean postfix;

  @Option(
      names = "--keep",
      description = "leave a private Internet running, with all attacks and faults; say where")
  boolean keep;

  @Option(
      names = "--facts",
      paramLabel = "PATH",
      description = "with --keep: domains as check --facts saw them, and nothing else")
  Optional<Path> facts = Optional.empty();

  @Option(names = "--env", paramLabel = "FILE", description = "with --keep: say it in a file too")
  Optional<Path> env = Optional.empty();

  @Option(names = "--seconds", paramLabel = "N", description = "with --keep: end after so long")
  Optional<Integer> seconds = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "write the table as a page too")
  Optional<Path> html = Optional.empty();

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    if (list) {
      LabList.say(terminal, common.json);
      return ExitCode.OK;
    }
    if (!keep && (env.isPresent() || seconds.isPresent() || facts.isPresent())) {
      throw new UsageException("--env, --seconds and --facts go with --keep");
    }
    if (keep && postfix) {
      throw new UsageException("--keep and --postfix exclude each other");
    }
    boolean checks = faults || !named.isEmpty();
    if (checks && (postfix || !attacks.isEmpty())) {
      throw new UsageException("--faults goes neither with --attack nor with --postfix");
    }
    if (keep && !named.isEmpty()) {
      throw new UsageException("--fault: --keep has them all", "postroad lab --keep");
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
    if (checks) {
      return faults(terminal, wantedFaults());
    }
    if (postfix) {
      return postfix(terminal, wanted("attack", attacks, PostfixRows.attacks()));
    }
    Set<String> wanted = wanted("attack", attacks, LabAttack.names());
    List<Expected> plans = LabRun.rows(wanted);
    return finish(terminal, play(terminal, plans), Optional.empty());
  }

  private ExitCode keep(Terminal terminal) throws InterruptedException {
    try {
      if (facts.isPresent()) {
        return keepFacts(facts.get(), terminal);
      }
      try (Kept kept = Kept.start()) {
        return stay(kept.json(), terminal);
      }
    } catch (IOException e) {
      terminal.error("lab: " + IoReason.withFile(e));
      return ExitCode.IO_ERROR;
    }
  }

  private ExitCode keepFacts(Path path, Terminal terminal)
      throws IOException, InterruptedException {
    List<DomainFacts> seen =
        switch (FactsFiles.read(path)) {
          case FactsFiles.Read.Facts(List<DomainFacts> all) -> all;
          case FactsFiles.Read.Unusable(String why) -> throw new UsageException("--facts: " + why);
        };
    switch (KeptFacts.start(seen)) {
      case KeptFacts.Started.Impossible(String why) ->
          throw new UsageException("--facts: " + path + ": " + why);
      case KeptFacts.Started.Running(KeptFacts lab) -> {
        try (KeptFacts kept = lab) {
          kept.notes().forEach(note -> terminal.note("not as it was seen: " + note));
          return stay(kept.json(), terminal);
        }
      }
    }
  }

  /// Says where the lab is, and leaves it running.
  private ExitCode stay(String json, Terminal terminal) throws IOException, InterruptedException {
    if (env.isPresent()) {
      Files.writeString(env.get(), json + "\n");
    }
    terminal.say(json);
    terminal.flush();
    terminal.note("postroad: ready lab");
    CountDownLatch told = new CountDownLatch(1);
    if (seconds.isPresent()) {
      boolean _ = told.await(seconds.get(), TimeUnit.SECONDS);
    } else {
      told.await();
    }
    return ExitCode.OK;
  }

  private List<FaultClass> wantedFaults() {
    List<FaultClass> all = List.of(FaultClass.values());
    Set<String> wanted = wanted("fault", named, all.stream().map(FaultClass::text).toList());
    return wanted.isEmpty()
        ? all
        : all.stream().filter(fault -> wanted.contains(fault.text())).toList();
  }

  private ExitCode faults(Terminal terminal, List<FaultClass> wanted) throws InterruptedException {
    if (!common.json) {
      terminal.say(FaultText.head());
    }
    try {
      List<FaultRow> rows =
          LabFaults.play(
              wanted,
              row -> {
                if (!common.json) {
                  FaultText.lines(row, terminal).forEach(terminal::say);
                  terminal.flush();
                }
              });
      boolean ok = rows.stream().allMatch(FaultRow::ok);
      if (common.json) {
        terminal.say(
            Json.document(
                "postroad.lab-faults/1",
                json -> json.flag("ok", ok).objects("rows", rows, (each, row) -> row.keys(each))));
      } else {
        terminal.say("");
        terminal.say(FaultText.summary(rows));
      }
      return page(FaultPage.of(rows), terminal).orElse(ok ? ExitCode.OK : ExitCode.BAD);
    } catch (IOException e) {
      terminal.error("lab --faults: " + IoReason.withFile(e));
      return ExitCode.IO_ERROR;
    }
  }

  /// Writes the page if it is wanted; how that failed.
  private Optional<ExitCode> page(String text, Terminal terminal) {
    try {
      if (html.isPresent()) {
        Files.writeString(html.get(), text);
      }
      return Optional.empty();
    } catch (IOException e) {
      terminal.error("--html: cannot write " + html.get() + ": " + IoReason.of(e));
      return Optional.of(ExitCode.IO_ERROR);
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
    return page(LabPage.of(rows), terminal).orElse(ok ? ExitCode.OK : ExitCode.BAD);
  }

  private static Set<String> wanted(String what, List<String> names, List<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        String hint =
            Nearest.of(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("postroad lab --list names them");
        throw new UsageException("no " + what + " " + name, hint);
      }
    }
    return new LinkedHashSet<>(names);
  }
}
