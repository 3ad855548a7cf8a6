package org.postroad.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditRun;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Seen;
import org.postroad.app.labs.audit.Subject;
import org.postroad.app.labs.audit.cases.Catalogue;
import org.postroad.app.labs.audit.postfix.PostfixSubject;
import org.postroad.app.labs.audit.report.Audit.Column;
import org.postroad.app.labs.audit.senders.SenderName;
import org.postroad.app.labs.postfix.Missing;
import org.postroad.app.labs.postfix.Namespace;
import org.postroad.app.labs.postfix.PostfixRoot;
import org.postroad.app.labs.postfix.PostfixRoots;
import org.postroad.app.output.Terminal;
import org.postroad.protocol.text.Printable;

/// The half of `postroad audit` that runs in a [Namespace] with one sender, and how the half
/// outside hears of it: by lines with tabs.
final class AuditInside {

  private static final int REASON_MAX = 400;

  private AuditInside() {}

  /// Outside: runs the sender inside and waits for its results.
  ///
  /// @param start what starts a policy daemon of others
  static Column play(SenderName name, List<AuditCase> cases, boolean slow, Optional<String> start)
      throws IOException, InterruptedException {
    List<String> args =
        new ArrayList<>(List.of(name.text(), Boolean.toString(slow), start.orElse("")));
    cases.forEach(one -> args.add(one.id()));
    Process inside =
        Namespace.process(AuditInside.class, args)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(inside), "audit-end"));
    try (BufferedReader lines = inside.inputReader(StandardCharsets.UTF_8)) {
      return column(name, lines);
    } finally {
      end(inside);
    }
  }

  private static Column column(SenderName name, BufferedReader lines) throws IOException {
    String version = "";
    String about = "";
    Map<String, Result> results = new HashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "sender" -> {
          version = words[1];
          about = words[2];
        }
        case "case" -> results.put(words[1], result(words));
        case "broken" -> throw new IOException(name.text() + ": " + words[1]);
        case "done" -> {
          return new Column(name.text(), version, about, results);
        }
        default -> throw new IOException(name.text() + ": what is this? " + line);
      }
    }
    throw new IOException(name.text() + ": ended without a word");
  }

  private static Result result(String[] words) {
    Optional<Seen> seen =
        words[3].isEmpty() ? Optional.empty() : Optional.of(Seen.valueOf(words[3]));
    return new Result(Result.Verdict.valueOf(words[2]), seen, words[4]);
  }

  /// Inside: the sender, whether it may be slow, what to start, and the ids of the cases.
  public static void main(String[] args) {
    try {
      Set<String> ids = Set.copyOf(List.of(args).subList(3, args.length));
      List<AuditCase> cases = Catalogue.ALL.stream().filter(one -> ids.contains(one.id())).toList();
      Optional<String> start = Optional.of(args[2]).filter(command -> !command.isEmpty());
      try (Subject subject = subject(args[0], Boolean.parseBoolean(args[1]), start, cases)) {
        say("sender", subject.version(), subject.about());
        Map<AuditCase, Result> _ = AuditRun.play(cases, subject, AuditInside::say);
      }
      say("done");
    } catch (IOException | InterruptedException | RuntimeException e) {
      say("broken", Printable.of(e.toString(), REASON_MAX));
    }
  }

  private static Subject subject(
      String text, boolean slow, Optional<String> start, List<AuditCase> cases)
      throws IOException, InterruptedException {
    if (!(SenderName.parse(text) instanceof SenderName.Parsed.Valid(SenderName name))) {
      throw new IllegalArgumentException(text);
    }
    return switch (name) {
      case SenderName.Postfix postfix ->
          switch (Auditors.root(postfix, Terminal.ofProcess(System.getenv()))) {
            case PostfixRoots.Outcome.Ready(PostfixRoot root) ->
                PostfixSubject.start(postfix.kind(), root, slow, cases, LabDaemon::start);
            case PostfixRoots.Outcome.Unavailable(Missing missing) ->
                throw new IOException(missing.what() + "; " + missing.hint());
          };
      case SenderName.Socketmap socketmap -> {
        Namespace.prepare();
        yield ForeignSenders.socketmap(socketmap, slow, start);
      }
      case SenderName.Command command -> {
        Namespace.prepare();
        yield ForeignSenders.command(command, slow);
      }
      case SenderName.Postroad _ ->
          throw new IllegalArgumentException("nothing to do inside for " + text);
    };
  }

  private static void say(AuditCase one, Result result) {
    say(
        "case",
        one.id(),
        result.verdict().name(),
        result.seen().map(Seen::name).orElse(""),
        Printable.of(result.reason(), REASON_MAX));
  }

  private static void say(String... words) {
    System.out.println(String.join("\t", words));
    System.out.flush();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
