package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;
import org.postroad.engine.net.Deadline;

/// A real Postfix that sends, running by chroot in an unpacked root inside a [Namespace].
///
/// Its own folder lies in a [Scratch], and it dies with the namespace.
public final class PostfixInstance implements AutoCloseable {

  private static final Duration STEP_MAX = Duration.ofSeconds(30);
  private static final Pattern SMTP_PROCESS = Pattern.compile("(?:smtp|qmgr)\\[(\\d{1,9})]: ");

  /// What smtp(8) needs of `/etc` in its chroot.
  private static final List<String> CHROOT_FILES =
      List.of("resolv.conf", "hosts", "services", "nsswitch.conf", "localtime");

  private final PostfixRoot root;
  private final PostfixSettings settings;
  private final LogFollower log;

  private PostfixInstance(PostfixRoot root, PostfixSettings settings, LogFollower log) {
    this.root = root;
    this.settings = settings;
    this.log = log;
  }

  /// Writes its files and starts it; it takes mail when this returns.
  ///
  /// @param ca the trust anchors in PEM, its `smtp_tls_CAfile`
  /// @throws IOException if it does not start; the message says why
  public static PostfixInstance start(PostfixRoot root, PostfixSettings settings, Path ca)
      throws IOException, InterruptedException {
    Path dir = root.outside(settings.dir());
    Files.createDirectories(dir.resolve("etc"));
    Files.createDirectories(dir.resolve("data"));
    Files.copy(ca, root.outside(settings.caFile()), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(dir.resolve("etc/main.cf"), settings.mainCf());
    Files.writeString(dir.resolve("etc/master.cf"), settings.masterCf());
    Files.writeString(root.outside(settings.log()), "");
    run(root, "chown", "postfix", settings.dir() + "/data");
    furnishChroot(root, settings);
    PostfixInstance postfix =
        new PostfixInstance(root, settings, LogFollower.of(root.outside(settings.log())));
    try {
      postfix.postfix("start");
      postfix.awaitLine(0, "daemon started");
      return postfix;
    } catch (IOException | InterruptedException | RuntimeException e) {
      postfix.close();
      throw e;
    }
  }

  public PostfixRoot root() {
    return root;
  }

  /// Sends a message and waits for what Postfix says about it.
  ///
  /// @throws IOException if it does not take the message or says nothing in time
  public Verdict send(String from, String to, String message, Duration limit)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    int mark = log.mark();
    String id = Submission.send(settings.submissionPort(), from, to, message, deadline);
    return log.await(mark, deadline, lines -> Verdict.find(id, lines))
        .orElseThrow(
            () -> new IOException("no verdict on " + id + " in " + limit + ": " + log.since(mark)));
  }

  /// Lets it forget what it knows: each smtp(8) keeps 20 policies, and qmgr(8) which hosts were
  /// down. Returns when the processes that knew are gone.
  public void reload() throws IOException, InterruptedException {
    List<ProcessHandle> knowing = processes();
    int mark = log.mark();
    postfix("reload");
    awaitLine(mark, "reload -- version");
    Deadline deadline = Deadline.after(STEP_MAX);
    for (ProcessHandle process : knowing) {
      try {
        process.onExit().get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("process " + process.pid() + " outlived the reload", e);
      }
    }
  }

  /// A run of postmap(1) against a map, as an operator tries it.
  public Ran postmap(String key, String map) {
    return Program.run(
        STEP_MAX, root.command("postmap", "-c", settings.dir() + "/etc", "-q", key, map));
  }

  /// Every line of its log so far.
  public List<String> log() {
    return log.since(0);
  }

  @Override
  public void close() {
    Program.run(STEP_MAX, root.command("postfix", "-c", settings.dir() + "/etc", "stop"));
    log.close();
  }

  /// The smtp and qmgr processes that have shown up in the log and still live.
  private List<ProcessHandle> processes() {
    return log.since(0).stream()
        .map(SMTP_PROCESS::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(m -> Long.parseLong(m.group(1)))
        .distinct()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .toList();
  }

  private void postfix(String verb) throws IOException {
    run(root, "postfix", "-c", settings.dir() + "/etc", verb);
  }

  private void awaitLine(int mark, String part) throws IOException, InterruptedException {
    Optional<String> line =
        log.await(
            mark,
            Deadline.after(STEP_MAX),
            lines -> lines.stream().filter(each -> each.contains(part)).findFirst());
    if (line.isEmpty()) {
      throw new IOException("no \"" + part + "\" in the log: " + log.since(mark));
    }
  }

  private static void furnishChroot(PostfixRoot root, PostfixSettings settings) throws IOException {
    Path etc = root.outside(settings.queue()).resolve("etc");
    Files.createDirectories(etc);
    for (String name : CHROOT_FILES) {
      Path file = root.dir().resolve("etc").resolve(name);
      if (Files.isRegularFile(file)) {
        Files.copy(file, etc.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void run(PostfixRoot root, String... words) throws IOException {
    Ran ran = Program.run(STEP_MAX, root.command(words));
    if (!ran.succeeded()) {
      List<String> command = new ArrayList<>(List.of(words));
      throw new IOException(String.join(" ", command) + ": " + ran.complaint());
    }
  }
}
