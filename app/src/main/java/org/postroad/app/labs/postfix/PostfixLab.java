package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postroad.lab.dns.Unbound;

/// The real Postfixes of `postroad lab --postfix`: of each suite one that asks us, one that asks
/// nobody, and one that asks nobody and does DANE by itself.
///
/// Outside, [#roots] says what this machine lacks; [Namespace#enter] runs the program again inside,
/// where [#open] prepares everything but starts nothing yet, so that the resolver can be given the
/// [#endpoints] to listen on before [#start].
public final class PostfixLab implements AutoCloseable {

  /// Where Postfix looks for its resolver of DNS.
  public static final String DNS = "127.0.0.53";

  /// Where the lab's own DNS listens, if a resolver that validates stands before it.
  static final String DNS_BEHIND = "127.0.0.54";

  /// Where the Postfix that asks us by TCP does so.
  public static final String TCP = "127.0.0.1:8461";

  private static final String DNSSEC = "smtp_dns_support_level = dnssec";
  private static final String SOCKET = "postroad/sock";
  private static final int FIRST_PORT = 10025;

  private final List<Scratch> scratches;
  private final List<PostfixInstance> running = new ArrayList<>();

  private PostfixLab(List<Scratch> scratches) {
    this.scratches = List.copyOf(scratches);
  }

  /// The roots of all suites, unpacked where they are not there yet, or what is missing.
  public sealed interface Roots {
    record Ready(List<PostfixRoot> roots) implements Roots {}

    record Unavailable(Missing missing) implements Roots {}
  }

  /// Looks for all that is needed; may take minutes, once.
  public static Roots roots(Consumer<String> progress) {
    Optional<Missing> missing = Namespace.inside() ? Optional.empty() : Namespace.missing();
    if (missing.isPresent()) {
      return new Roots.Unavailable(missing.get());
    }
    PostfixRoots all = new PostfixRoots(PostfixRoots.defaultCache(System.getenv()), progress);
    List<PostfixRoot> roots = new ArrayList<>();
    for (PostfixSuite suite : PostfixSuite.values()) {
      // Their resolver is the unbound of this machine, or else that of the suite.
      switch (Unbound.isInstalled() ? all.root(suite) : all.rootWithUnbound(suite)) {
        case PostfixRoots.Outcome.Ready(PostfixRoot root) -> roots.add(root);
        case PostfixRoots.Outcome.Unavailable(Missing what) -> {
          return new Roots.Unavailable(what);
        }
      }
    }
    return new Roots.Ready(roots);
  }

  /// Brings the network of the namespace up and makes the folders.
  ///
  /// @throws IOException if something is missing after all; the message says what and the hint
  public static PostfixLab open(List<PostfixRoot> roots) throws IOException {
    List<Scratch> scratches = new ArrayList<>();
    for (PostfixRoot root : roots) {
      Optional<Missing> missing = Namespace.prepare(root, DNS);
      if (missing.isPresent()) {
        throw new IOException(missing.get().what() + "; " + missing.get().hint());
      }
      scratches.add(Scratch.in(root));
    }
    return new PostfixLab(scratches);
  }

  /// Where unbound has to listen.
  static InetSocketAddress resolver() {
    return new InetSocketAddress(DNS, 53);
  }

  /// A folder for files of this run.
  public Path folder() {
    return scratches.getFirst().folder();
  }

  /// Where the resolver has to listen: at TCP, and at Unix sockets inside Postfix's chroots.
  public List<String> endpoints() throws IOException {
    List<String> endpoints = new ArrayList<>(List.of("inet:" + TCP));
    for (Scratch scratch : scratches) {
      if (byUnixSocket(scratch.root().suite())) {
        Path queue = PostfixInstance.furnish(scratch, with(scratch));
        endpoints.add("unix:" + queue.resolve(SOCKET) + "?mode=0666");
      }
    }
    return endpoints;
  }

  /// Starts them: for each suite `postfix`, `postfix-alone` and `postfix-dane`.
  ///
  /// @param ca the trust anchors in PEM
  public List<PostfixSender> start(Path ca) throws IOException, InterruptedException {
    List<PostfixSender> senders = new ArrayList<>();
    for (Scratch scratch : scratches) {
      senders.add(start("postfix", scratch, with(scratch), ca));
      senders.add(start("postfix-alone", scratch, alone(scratch), ca));
      senders.add(start("postfix-dane", scratch, withDane(scratch), ca));
    }
    return senders;
  }

  @Override
  public void close() throws IOException {
    running.forEach(PostfixInstance::close);
    for (Scratch scratch : scratches) {
      scratch.close();
    }
  }

  private PostfixSender start(String name, Scratch scratch, PostfixSettings settings, Path ca)
      throws IOException, InterruptedException {
    PostfixInstance postfix = PostfixInstance.start(scratch, settings, ca);
    running.add(postfix);
    return new PostfixSender(name, postfix);
  }

  /// The newer one asks by a Unix socket in its chroot, the older one by TCP: both ways are tried.
  private static boolean byUnixSocket(PostfixSuite suite) {
    return suite != PostfixSuite.BOOKWORM;
  }

  private PostfixSettings with(Scratch scratch) {
    PostfixSuite suite = scratch.root().suite();
    String place = byUnixSocket(suite) ? "unix:" + SOCKET : "inet:" + TCP;
    Optional<String> map = Optional.of("socketmap:" + place + ":" + suite.map());
    return new PostfixSettings(scratch.inside("with"), port(scratch), map, true, List.of(DNSSEC));
  }

  private PostfixSettings alone(Scratch scratch) {
    return new PostfixSettings(scratch.inside("alone"), port(scratch) + 1, Optional.empty(), true);
  }

  private PostfixSettings withDane(Scratch scratch) {
    return new PostfixSettings(
        scratch.inside("dane"),
        port(scratch) + 2,
        Optional.empty(),
        true,
        List.of(DNSSEC, "smtp_tls_security_level = dane"));
  }

  private int port(Scratch scratch) {
    return FIRST_PORT + 3 * scratches.indexOf(scratch);
  }
}
