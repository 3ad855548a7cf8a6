package org.postroad.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.labs.audit.Subject;
import org.postroad.app.labs.audit.reply.ReplySubject;
import org.postroad.app.labs.audit.senders.CommandSubject;
import org.postroad.app.labs.audit.senders.SenderName;
import org.postroad.app.labs.postfix.Namespace;
import org.postroad.app.resolverd.SocketmapClient;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.LabInternet;
import org.postroad.lab.net.Placing;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// Senders that others bring along for `postroad audit`, at real addresses: behind a socketmap, or
/// a command in a namespace.
final class ForeignSenders {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration END_MAX = Duration.ofSeconds(10);

  /// Runs a command with a file in the place of `/etc/resolv.conf`, which only it sees.
  private static final String WITH_RESOLVER =
      "mount --bind \"$1\" /etc/resolv.conf && exec sh -c \"$2\"";

  private ForeignSenders() {}

  /// The daemon behind a socketmap.
  ///
  /// @param start what starts it; without it somebody else does, who is told where the lab is
  static Subject socketmap(SenderName.Socketmap name, boolean slow, Optional<String> start)
      throws IOException, InterruptedException {
    LabInternet net = internet();
    try {
      Path folder = Files.createTempDirectory("postroad-audit");
      AutoCloseable started = begin(name, net, folder, start);
      SocketmapEndpoint endpoint =
          new SocketmapEndpoint.Inet(new HostPort(name.host(), name.port()));
      ReplySubject.Asks asks =
          key ->
              switch (SocketmapClient.ask(
                  endpoint, new SocketmapRequest(name.map(), key), ANSWER_MAX)) {
                case SocketmapClient.Asked.Replied(SocketmapReply reply) -> reply;
                case SocketmapClient.Asked.Unanswered(String why) -> throw new IOException(why);
              };
      return new ReplySubject(name.text(), asks, slow, net, started);
    } catch (IOException | InterruptedException | RuntimeException e) {
      net.close();
      throw e;
    }
  }

  /// A command that finds the hosts at their real ports.
  static Subject command(SenderName.Command name, boolean slow) throws IOException {
    LabInternet net = internet();
    try {
      return CommandSubject.inside(name.text(), inside(net, name.command()), slow, net);
    } catch (IOException | RuntimeException e) {
      net.close();
      throw e;
    }
  }

  private static LabInternet internet() throws IOException {
    try {
      return LabInternet.start(Placing.loopback());
    } catch (java.io.UncheckedIOException e) {
      throw new IOException(e.getMessage() + "; --netns runs it in a network of its own", e);
    }
  }

  private static AutoCloseable begin(
      SenderName.Socketmap name, LabInternet net, Path folder, Optional<String> start)
      throws IOException, InterruptedException {
    Path ca = folder.resolve("ca.pem");
    net.ca().writeRoot(ca);
    Path anchor = folder.resolve("root.ds");
    net.dns().anchor().write(anchor);
    Map<String, String> where =
        Map.of(
            "POSTROAD_DNS", Endpoint.text(net.dns().address()),
            "POSTROAD_CA_FILE", ca.toString(),
            "POSTROAD_DNSSEC_ANCHOR", anchor.toString());
    Optional<Process> process = Optional.empty();
    if (start.isPresent()) {
      List<String> words =
          Namespace.inside() ? inside(net, start.get()) : List.of("sh", "-c", start.get());
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(where);
      process = Optional.of(builder.start());
    } else {
      System.err.println("postroad: waiting for " + name.text() + ": " + where);
    }
    awaitAnswer(name, process);
    Optional<Process> started = process;
    return () -> {
      if (started.isPresent()) {
        end(started.get());
      }
      Files.deleteIfExists(ca);
      Files.deleteIfExists(anchor);
      Files.deleteIfExists(folder);
    };
  }

  private static void awaitAnswer(SenderName.Socketmap name, Optional<Process> process)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(START_MAX);
    while (!listens(name)) {
      boolean over = process.map(each -> !each.isAlive()).orElse(false);
      if (over || deadline.passed()) {
        process.ifPresent(ForeignSenders::end);
        throw new IOException(
            name.text() + (over ? ": --start ended before it answered" : ": nobody answers"));
      }
      boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean listens(SenderName.Socketmap name) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(name.host()), name.port()), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// In a namespace `/etc/resolv.conf` names the lab's resolver.
  private static List<String> inside(LabInternet net, String command) throws IOException {
    Path resolver = Files.createTempFile("postroad-audit", ".resolv");
    resolver.toFile().deleteOnExit();
    Files.writeString(
        resolver,
        "nameserver "
            + net.dns().address().getAddress().getHostAddress()
            + "\noptions edns0 trust-ad\n");
    return List.of(
        "unshare", "--mount", "sh", "-c", WITH_RESOLVER, "sh", resolver.toString(), command);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
