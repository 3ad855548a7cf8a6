package org.postroad.lab.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// A real unbound as a validating resolver before the lab's DNS, with the private root for its
/// trust anchor: a judge that knows nothing of how the lab is built.
///
/// It caches, as resolvers do; [#forget()] begins anew.
public final class Unbound implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  /// How one is set up: `Options.usual()` is as it should be; each of the other methods returns a
  /// copy with one thing changed.
  ///
  /// @param address where it listens; empty for a free port of the loopback interface
  /// @param clock what it takes the time from whenever it begins anew, after which its time stands;
  ///   empty for the machine's
  /// @param anchored whether it trusts the private root, and so validates
  /// @param root a folder with an unpacked system in which it is run by chroot(8); empty for the
  ///   machine's own
  public record Options(
      Optional<InetSocketAddress> address,
      Optional<InstantSource> clock,
      boolean anchored,
      Optional<Path> root) {

    public static Options usual() {
      return new Options(Optional.empty(), Optional.empty(), true, Optional.empty());
    }

    public Options at(InetSocketAddress place) {
      return new Options(Optional.of(place), clock, anchored, root);
    }

    public Options by(InstantSource time) {
      return new Options(address, Optional.of(time), anchored, root);
    }

    public Options in(Path system) {
      return new Options(address, clock, anchored, Optional.of(system));
    }

    /// One that was given no trust anchor: it passes signatures on, and finds nothing secure.
    public Options withoutAnchor() {
      return new Options(address, clock, false, root);
    }
  }

  private static final Path ROOT = Path.of("/");

  private final LabDns dns;
  private final Path folder;
  private Options options;
  private final InetSocketAddress address;
  private Process process;

  private Unbound(LabDns dns, Path folder, Options options) throws IOException {
    this.dns = dns;
    this.folder = folder;
    this.options = options;
    this.address = options.address().orElseGet(Unbound::anyPort);
    this.process = launch();
  }

  /// Whether this machine has it (`apt-get install unbound`).
  public static boolean isInstalled() {
    return programIn(ROOT).isPresent();
  }

  /// Starts it; it answers when this returns.
  ///
  /// @throws IllegalStateException if it is not installed
  /// @throws UncheckedIOException if it does not start
  public static Unbound start(LabDns dns, Options options) {
    String name = "lab-unbound";
    try {
      return new Unbound(
          dns,
          options.root().isPresent()
              ? Files.createTempDirectory(options.root().get().resolve("tmp"), name)
              : Files.createTempDirectory(name),
          options);
    } catch (IOException e) {
      throw new UncheckedIOException("unbound does not start", e);
    }
  }

  private static InetSocketAddress anyPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InetSocketAddress address() {
    return address;
  }

  /// Its version, as it says it itself: `1.17.1`.
  public String version() {
    try {
      Process asked = new ProcessBuilder(command("-V")).redirectErrorStream(true).start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines()
          .filter(line -> line.startsWith("Version "))
          .map(line -> line.substring("Version ".length()).strip())
          .findFirst()
          .orElse("of unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What it logged since it was started last.
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives it the private root's key to trust, or takes it away, and starts it anew.
  public void anchored(boolean anchored) {
    options = new Options(options.address(), options.clock(), anchored, options.root());
    forget();
  }

  /// Starts it anew, with nothing in its cache, and by the clock of now.
  public void forget() {
    stop();
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException("unbound does not start", e);
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() throws IOException {
    dns.anchor().write(folder.resolve("anchor"));
    Path config = folder.resolve("unbound.conf");
    Files.writeString(config, config());
    Process started =
        new ProcessBuilder(command("-d", "-p", "-c", seen(config)))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    awaitAnswer(started);
    return started;
  }

  private String config() {
    InetSocketAddress lab = dns.address();
    return """
        server:
          interface: %s@%d
          port: %d
          access-control: 127.0.0.0/8 allow
          access-control: ::1 allow
          do-daemonize: no
          use-syslog: no
          username: ""
          chroot: ""
          directory: "%s"
          num-threads: 1
          outgoing-range: 64
          so-rcvbuf: 0
          so-sndbuf: 0
          do-not-query-localhost: no
          module-config: "validator iterator"
          %s
          unblock-lan-zones: yes
          insecure-lan-zones: no
          local-zone: "test." nodefault
          local-zone: "invalid." nodefault
          qname-minimisation: no
          aggressive-nsec: no
          val-log-level: 2
          val-bogus-ttl: 0
          cache-max-negative-ttl: 1
          infra-cache-max-rtt: 2000
          infra-keep-probing: yes
          %s
        remote-control:
          control-enable: no
        forward-zone:
          name: "."
          forward-addr: %s@%d
          forward-no-cache: no
        """
        .formatted(
            address.getAddress().getHostAddress(),
            address.getPort(),
            address.getPort(),
            seen(folder),
            options.anchored()
                ? "trust-anchor-file: \"" + seen(folder.resolve("anchor")) + "\""
                : "",
            options
                .clock()
                .map(c -> "val-override-date: \"" + TIME.format(c.instant()) + "\"")
                .orElse(""),
            lab.getAddress().getHostAddress(),
            lab.getPort());
  }

  private List<String> command(String... arguments) {
    Path root = options.root().orElse(ROOT);
    Path program =
        programIn(root).orElseThrow(() -> new IllegalStateException("unbound is not installed"));
    List<String> command = new ArrayList<>();
    if (options.root().isPresent()) {
      command.addAll(List.of("chroot", root.toString()));
    }
    command.add(seen(program));
    command.addAll(List.of(arguments));
    return command;
  }

  /// A path as it is for the program.
  private String seen(Path path) {
    return options.root().map(root -> "/" + root.relativize(path)).orElse(path.toString());
  }

  private static Optional<Path> programIn(Path root) {
    return Stream.of("usr/sbin/unbound", "usr/local/sbin/unbound", "usr/bin/unbound")
        .map(root::resolve)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void awaitAnswer(Process started) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() - end < 0 && !started.waitFor(10, TimeUnit.MILLISECONDS)) {
        if (answers()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.destroyForcibly();
    throw new IOException("unbound: " + log());
  }

  private boolean answers() {
    SimpleResolver resolver = new SimpleResolver(address);
    resolver.setTimeout(Duration.ofMillis(500));
    try {
      Message reply =
          resolver.send(Message.newQuery(Record.newRecord(Name.root, Type.SOA, DClass.IN)));
      return reply.getHeader().getRcode() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
