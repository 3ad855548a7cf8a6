package org.postroad.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditRun;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Subject;
import org.postroad.app.labs.audit.postfix.PostfixKind;
import org.postroad.app.labs.audit.report.Audit.Column;
import org.postroad.app.labs.audit.senders.CommandSubject;
import org.postroad.app.labs.audit.senders.PostroadSubject;
import org.postroad.app.labs.audit.senders.SenderName;
import org.postroad.app.labs.postfix.Missing;
import org.postroad.app.labs.postfix.Namespace;
import org.postroad.app.labs.postfix.PostfixRoots;
import org.postroad.app.output.Terminal;

/// Lets the senders play: our own here, a real Postfix in a process and a namespace of its own; two
/// at a time, for each has many lanes of its own.
final class Auditors {

  private static final int AT_A_TIME = 2;

  private final Terminal terminal;
  private final List<AuditCase> cases;
  private final boolean slow;
  private final boolean netns;
  private final Optional<String> start;

  /// How an audit ended.
  sealed interface Outcome {
    /// In the order of the senders.
    record Audited(List<Column> columns) implements Outcome {}

    /// A sender is not to be had on this machine.
    record Unavailable(Missing missing) implements Outcome {}
  }

  /// @param netns whether what others bring along runs in a namespace
  /// @param start what starts a policy daemon of theirs
  Auditors(
      Terminal terminal,
      List<AuditCase> cases,
      boolean slow,
      boolean netns,
      Optional<String> start) {
    this.terminal = terminal;
    this.cases = cases;
    this.slow = slow;
    this.netns = netns;
    this.start = start;
  }

  /// Looks for all that is needed before anything is played.
  Outcome audit(List<SenderName> names) throws IOException, InterruptedException {
    for (SenderName name : names) {
      Optional<Missing> missing = missing(name);
      if (missing.isPresent()) {
        return new Outcome.Unavailable(missing.get());
      }
    }
    List<Column> columns = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<Column>> playing =
          names.stream().map(name -> threads.submit(() -> told(play(name)))).toList();
      try {
        for (Future<Column> column : playing) {
          columns.add(column.get());
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw new IOException(String.valueOf(e.getCause()), e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
    return new Outcome.Audited(columns);
  }

  /// What this machine lacks for a sender.
  private Optional<Missing> missing(SenderName name) {
    return switch (name) {
      case SenderName.Postroad _ -> Optional.empty();
      case SenderName.Socketmap _, SenderName.Command _ ->
          netns ? Namespace.missingForMounts() : Optional.empty();
      case SenderName.Postfix postfix -> Namespace.missing().or(() -> missingRoot(postfix));
    };
  }

  private Optional<Missing> missingRoot(SenderName.Postfix postfix) {
    return switch (root(postfix, terminal)) {
      case PostfixRoots.Outcome.Ready _ -> Optional.empty();
      case PostfixRoots.Outcome.Unavailable(Missing what) -> Optional.of(what);
    };
  }

  /// The root of a Postfix, unpacked if it is not there yet.
  static PostfixRoots.Outcome root(SenderName.Postfix name, Terminal terminal) {
    PostfixRoots roots =
        new PostfixRoots(PostfixRoots.defaultCache(System.getenv()), terminal::note);
    return name.kind() == PostfixKind.PEER
        ? roots.rootWithPeer(name.suite())
        : roots.root(name.suite());
  }

  private Column play(SenderName name) throws IOException, InterruptedException {
    return switch (name) {
      case SenderName.Postroad postroad -> here(name, new PostroadSubject(Version.number()));
      case SenderName.Postfix _ -> AuditInside.play(name, cases, slow, start);
      case SenderName.Socketmap _, SenderName.Command _ when netns ->
          AuditInside.play(name, cases, slow, start);
      case SenderName.Socketmap socketmap ->
          here(name, ForeignSenders.socketmap(socketmap, slow, start));
      case SenderName.Command(String text, String command) ->
          here(name, CommandSubject.start(text, command, slow));
    };
  }

  private Column here(SenderName name, Subject subject) throws IOException, InterruptedException {
    try (subject) {
      Map<String, Result> results = new LinkedHashMap<>();
      AuditRun.play(cases, subject, (one, result) -> {})
          .forEach((one, result) -> results.put(one.id(), result));
      return new Column(name.text(), subject.version(), subject.about(), results);
    }
  }

  private Column told(Column column) {
    long wrong = column.results().values().stream().filter(Result::isFailed).count();
    terminal.note(column.sender() + ": " + cases.size() + " cases, " + wrong + " wrong");
    return column;
  }
}
