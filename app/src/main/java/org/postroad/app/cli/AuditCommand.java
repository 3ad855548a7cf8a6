package org.postroad.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Result.Verdict;
import org.postroad.app.labs.audit.cases.Catalogue;
import org.postroad.app.labs.audit.report.Audit;
import org.postroad.app.labs.audit.report.AuditJson;
import org.postroad.app.labs.audit.report.AuditPage;
import org.postroad.app.labs.audit.report.AuditTable;
import org.postroad.app.labs.audit.senders.SenderName;
import org.postroad.app.labs.postfix.Missing;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Nearest;
import org.postroad.app.output.NewFile;
import org.postroad.app.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postroad audit`: plays scenarios with senders and says which did what is right.
@Command(
    name = "audit",
    description = {
      "Plays scenarios of MTA-STS, DANE and REQUIRETLS in a private Internet on this machine, and",
      "shows which senders did what the RFCs ask. Ends with 1 only if a sender that must pass did",
      "not."
    },
    footer = {
      "",
      "Senders: postroad; postfix, postfix-alone and postfix-peer (as root), each also with @3.7,",
      "@3.10 or @3.11; socketmap:HOST:PORT:MAP; exec:COMMAND.",
      "",
      "Example:",
      "  postroad audit --sender postroad --sender postfix-alone@3.10 --html audit.html"
    })
final class AuditCommand implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--sender",
      paramLabel = "NAME",
      description = "who is audited (repeatable; default: postroad)")
  List<String> senders = new ArrayList<>();

  @Option(
      names = "--case",
      paramLabel = "ID",
      description = "only this case (repeatable; --list names them)")
  List<String> ids = new ArrayList<>();

  @Option(names = "--list", description = "name the cases and do nothing")
  boolean list;

  @Option(names = "--html", paramLabel = "FILE", description = "write the result as a page too")
  Optional<Path> html = Optional.empty();

  @Option(
      names = "--slow",
      description =
          "also the cases that take minutes to days with senders that know real time only")
  boolean slow;

  @Option(
      names = "--netns",
      description = "as root: run exec and socketmap senders at real addresses and ports")
  boolean netns;

  @Option(
      names = "--start",
      paramLabel = "COMMAND",
      description = "starts the daemon that a socketmap sender asks")
  Optional<String> start = Optional.empty();

  @Option(
      names = "--must-pass",
      paramLabel = "NAME",
      description = "a sender that must do right in every case (repeatable; default: postroad)")
  List<String> mustPass = new ArrayList<>();

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    List<AuditCase> cases = cases();
    if (list) {
      if (common.json) {
        terminal.say(AuditJson.list(cases));
      } else {
        cases.forEach(one -> terminal.say(AuditTable.line(one)));
      }
      return ExitCode.OK;
    }
    List<SenderName> names = names();
    Set<String> must = must(names);
    Optional<String> barred = html.flatMap(NewFile::fault);
    if (barred.isPresent()) {
      terminal.error("--html: " + barred.get());
      return ExitCode.IO_ERROR;
    }
    try {
      return switch (new Auditors(terminal, cases, slow, netns, start).audit(names)) {
        case Auditors.Outcome.Unavailable(Missing missing) -> {
          terminal.error(missing.what());
          terminal.hint(missing.hint());
          yield ExitCode.UNDETERMINED;
        }
        case Auditors.Outcome.Audited(List<Audit.Column> columns) ->
            finish(terminal, new Audit(cases, columns, Instant.now(), Version.number()), must);
      };
    } catch (IOException e) {
      terminal.error("audit: " + IoReason.withFile(e));
      return ExitCode.UNDETERMINED;
    }
  }

  private ExitCode finish(Terminal terminal, Audit audit, Set<String> must) {
    if (common.json) {
      terminal.say(AuditJson.of(audit));
    } else {
      AuditTable.of(audit, terminal).forEach(terminal::say);
    }
    if (html.isPresent()) {
      try {
        Files.writeString(html.get(), AuditPage.of(audit));
      } catch (IOException e) {
        terminal.error("--html: cannot write " + html.get() + ": " + IoReason.of(e));
        return ExitCode.IO_ERROR;
      }
    }
    boolean passed =
        audit.columns().stream()
            .filter(column -> must.contains(column.sender()))
            .allMatch(column -> audit.count(column, Verdict.FAILED) == 0);
    return passed ? ExitCode.OK : ExitCode.BAD;
  }

  private List<AuditCase> cases() {
    List<String> known = Catalogue.ids();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new UsageException(
            "no case " + id,
            Nearest.of(id, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("postroad audit --list names them"));
      }
    }
    return Catalogue.ALL.stream().filter(one -> ids.isEmpty() || ids.contains(one.id())).toList();
  }

  private List<SenderName> names() {
    Set<String> wanted = new LinkedHashSet<>(senders.isEmpty() ? List.of("postroad") : senders);
    List<SenderName> names = new ArrayList<>();
    for (String text : wanted) {
      switch (SenderName.parse(text)) {
        case SenderName.Parsed.Valid(SenderName name) -> names.add(name);
        case SenderName.Parsed.Invalid(String why, Optional<String> hint) ->
            throw new UsageException(List.of(new UsageException.Complaint(why, hint)));
      }
    }
    return names;
  }

  private Set<String> must(List<SenderName> names) {
    List<String> audited = names.stream().map(SenderName::text).toList();
    for (String name : mustPass) {
      if (!audited.contains(name)) {
        throw new UsageException(
            "--must-pass " + name + ": not among the senders", "add --sender " + name);
      }
    }
    return new LinkedHashSet<>(mustPass.isEmpty() ? List.of("postroad") : mustPass);
  }
}
