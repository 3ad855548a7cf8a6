package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;

/// A network and a process table of our own: the program runs itself again in there.
///
/// Inside, every address of 127.0.0.0/8 and every port is free to take and nothing leads outside;
/// when the first process in there ends, or the one that waits outside, the kernel ends all others
/// with it. Nothing is mounted but a `/proc`, so that it works in any chroot or container that has
/// the right to it. Needs root (CAP_SYS_ADMIN).
public final class Namespace {

  /// Carries the network namespace that the program came from; nobody else sets it.
  private static final String CAME_FROM = "POSTROAD_CAME_FROM";

  private static final List<String> UNSHARE =
      List.of(
          "unshare",
          "--net",
          "--pid",
          "--fork",
          "--mount-proc",
          "--propagation",
          "unchanged",
          "--kill-child");

  /// The lab's IPv6 addresses.
  private static final String IPV6 = "fd00:706f::/32";

  private static final Path NONLOCAL_BIND = Path.of("/proc/sys/net/ipv6/ip_nonlocal_bind");

  private static final Duration STEP_MAX = Duration.ofSeconds(20);

  private Namespace() {}

  /// What this machine or user lacks to make the namespaces.
  public static Optional<Missing> missing() {
    return missing(
        UNSHARE,
        "network namespaces of our own",
        "needs CAP_SYS_ADMIN and CAP_NET_ADMIN; in a container: --privileged");
  }

  /// What is lacking where something is to be mounted in there, too: another file over
  /// `/etc/resolv.conf`, which must not be seen outside.
  public static Optional<Missing> missingForMounts() {
    return missing()
        .or(
            () ->
                missing(
                    List.of("unshare", "--mount"),
                    "mounts of our own",
                    "a chroot has none: run it outside of it"));
  }

  private static Optional<Missing> missing(List<String> unshare, String what, String hint) {
    List<String> trial = new ArrayList<>(unshare);
    trial.add("true");
    Ran ran = Program.run(STEP_MAX, trial);
    if (ran.succeeded()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (ran) {
          case Ran.NotStarted _ -> new Missing("unshare: not found", "apt-get install util-linux");
          case Ran.Ended _, Ran.TimedOut _ when !root() ->
              new Missing(what + ": not root", "run it as root, with sudo");
          case Ran.Ended _, Ran.TimedOut _ -> new Missing(what + ": " + ran.complaint(), hint);
        });
  }

  /// Whether this process is the one that runs inside.
  public static boolean inside() {
    String cameFrom = System.getenv(CAME_FROM);
    return cameFrom != null && !cameFrom.equals(network());
  }

  /// Runs a class of this program inside, on the same terminal, and waits for it.
  ///
  /// @return its exit code
  public static int enter(Class<?> main, List<String> args)
      throws IOException, InterruptedException {
    Process process = process(main, args).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "namespace-end"));
    try {
      return process.waitFor();
    } finally {
      if (process.isAlive()) {
        end(process);
      }
    }
  }

  /// The process that runs a class of this program inside: by the same Java with the same class
  /// path and options.
  public static ProcessBuilder process(Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>(UNSHARE);
    // Java looks for IPv6 once, when it starts.
    command.addAll(List.of("sh", "-c", "ip link set lo up; exec \"$@\"", "sh"));
    command.addAll(java());
    command.add(main.getName());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(CAME_FROM, network());
    return builder;
  }

  /// Brings the network up and points a root's resolver at the lab's.
  ///
  /// @throws IllegalStateException outside, where it would change the network of all
  public static Optional<Missing> prepare(PostfixRoot root, String resolver) throws IOException {
    if (!inside()) {
      throw new IllegalStateException("not in a namespace of our own");
    }
    Files.writeString(
        root.outside("/etc/resolv.conf"), "nameserver " + resolver + "\noptions edns0 trust-ad\n");
    Files.writeString(root.outside("/etc/hosts"), "127.0.0.1 localhost\n::1 localhost\n");
    Ran up = Program.run(STEP_MAX, root.command("ip", "link", "set", "lo", "up"));
    if (!up.succeeded()) {
      return Optional.of(
          new Missing("the loopback interface: " + up.complaint(), "needs CAP_NET_ADMIN"));
    }
    routeIpv6(root.command("ip"));
    return Optional.empty();
  }

  /// Gives the lab its IPv6 addresses by the machine's own ip(8), which has brought the network up
  /// already.
  ///
  /// @throws IllegalStateException outside, where it would change the network of all
  public static void prepare() {
    if (!inside()) {
      throw new IllegalStateException("not in a namespace of our own");
    }
    routeIpv6(List.of("ip"));
  }

  /// Without IPv6 the lab has its IPv4 addresses still.
  private static void routeIpv6(List<String> ip) {
    List<String> route = new ArrayList<>(ip);
    route.addAll(List.of("-6", "route", "replace", "local", IPV6, "dev", "lo"));
    Ran ran = Program.run(STEP_MAX, route);
    try {
      if (ran.succeeded()) {
        Files.writeString(NONLOCAL_BIND, "1"); // addresses by a route belong to no interface
      }
    } catch (IOException _) {
      return;
    }
  }

  /// This Java with its options and class path, without the main class.
  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agentlib:jdwp") && !option.startsWith("-Djdk.module.main")) {
        command.add(option);
      }
    }
    command.add("-XX:-UsePerfData"); // a file by process number, and all in there are number 1
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  private static void end(Process process) {
    // The inner Java is a grandchild: unshare passes no signal on, but its death ends all inside.
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static boolean root() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException _) {
      return false;
    }
  }

  private static String network() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    } catch (IOException e) {
      return "unknown: " + e;
    }
  }
}
