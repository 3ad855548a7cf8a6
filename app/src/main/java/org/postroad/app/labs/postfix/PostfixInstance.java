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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;
import org.postroad.engine.net.Deadline;

/// A real Postfix that sends, running by chroot in an unpacked root inside a [Namespace].
///
/// Its own folder lies in a [Scratch], and it dies with the namespace.
public final class PostfixInstance implements AutoCloseable {

  private static final Duration STEP_MAX = Duration.ofSeconds(30);

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

  /// Makes the folders of a Postfix that is not started yet, as a place for sockets in its chroot.
  ///
  /// @return its queue folder, seen from outside
  public static Path furnish(Scratch scratch, PostfixSettings settings) throws IOException {
    PostfixRoot root = scratch.root();
    Path queue = root.outside(settings.queue());
    Files.createDirectories(queue.resolve("etc"));
    Files.createDirectories(queue.resolve("postroad"));
    for (String name : CHROOT_FILES) {
      Path file = root.dir().resolve("etc").resolve(name);
      if (Files.isRegularFile(file)) {
        Path copy = queue.resolve("etc").resolve(name);
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return queue;
  }

  /// Writes its files and starts it; it takes mail when this returns.
  ///
  /// @param ca the trust anchors in PEM, its `smtp_tls_CAfile`
  /// @throws IOException if it does not start; the message says why
  public static PostfixInstance start(Scratch scratch, PostfixSettings settings, Path ca)
      throws IOException, InterruptedException {
    PostfixRoot root = scratch.root();
    furnish(scratch, settings);
    Path dir = root.outside(settings.dir());
    Files.createDirectories(dir.resolve("etc"));
    Files.createDirectories(dir.resolve("data"));
    Files.copy(ca, root.outside(settings.caFile()), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(dir.resolve("etc/main.cf"), settings.mainCf());
    Files.writeString(dir.resolve("etc/master.cf"), settings.masterCf());
    Files.writeString(root.outside(settings.log()), "");
    run(root, "chown", "postfix", settings.dir() + "/data");
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
    List<ProcessHandle> knowing = processes("smtp|qmgr");
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

  /// What `/` is for its smtp(8) processes that live now: in a chroot, the queue folder.
  public List<Path> rootsOfClients() throws IOException {
    List<Path> roots = new ArrayList<>();
    for (ProcessHandle process : processes("smtp")) {
      roots.add(Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/root")));
    }
    return roots;
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

  /// The processes of a service that have shown up in the log and still live.
  private List<ProcessHandle> processes(String services) {
    Pattern line = Pattern.compile("/(?:" + services + ")\\[(\\d{1,9})]: ");
    return log.since(0).stream()
        .map(line::matcher)
        .filter(Matcher::find)
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

  private static void run(PostfixRoot root, String... words) throws IOException {
    Ran ran = Program.run(STEP_MAX, root.command(words));
    if (!ran.succeeded()) {
      List<String> command = new ArrayList<>(List.of(words));
      throw new IOException(String.join(" ", command) + ": " + ran.complaint());
    }
  }
}
