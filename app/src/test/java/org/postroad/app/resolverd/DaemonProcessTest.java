package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.resolverd.SocketmapClient.Asked;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The daemon as a process of its own: what it needs, what it says, and how it ends.
class DaemonProcessTest {

  /// What a mail host's daemon has no use for.
  private static final List<String> NOT_NEEDED =
      List.of("lab", "bcpkix", "bcprov", "bcutil", "icu4j", "junit", "assertj", "archunit");

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void itRunsWithTheJarsThatItMayNeedAnswersAndEndsWithZero() throws Exception {
    Process daemon = start(folder.resolve("a.db"));
    try (BufferedReader err = daemon.errorReader(StandardCharsets.UTF_8)) {
      SocketmapEndpoint endpoint = ready(err);
      assertThat(reply(endpoint, "postfix", ".example.com")).isEqualTo("NOTFOUND ");
      assertThat(reply(endpoint, "postfix", "[192.0.2.1]")).isEqualTo("NOTFOUND ");
      assertThat(reply(endpoint, "postfix", "example.com"))
          .startsWith("TEMP policy of example.com: ");
      assertThat(reply(endpoint, "nonsense", "example.com")).startsWith("PERM ");
      assertThat(AdminChannel.socketOf(folder.resolve("a.db"))).exists();
      daemon.destroy(); // SIGTERM
      assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.exitValue()).isZero();
    }
    assertThat(AdminChannel.socketOf(folder.resolve("a.db"))).doesNotExist();
  }

  @Test
  void aSecondDaemonOnTheSameCacheEndsWith74() throws Exception {
    Path file = folder.resolve("b.db");
    Process first = start(file);
    try (BufferedReader err = first.errorReader(StandardCharsets.UTF_8)) {
      assertThat(ready(err)).isNotNull();
      Process second = start(file);
      assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(74);
    }
  }

  @Test
  void anAddressThatIsTakenEndsWith69() throws Exception {
    Path blocked = folder.resolve("socket");
    Files.writeString(blocked, "a file that is no socket");
    Process daemon =
        start(folder.resolve("c.db"), "--listen", "unix:" + blocked, "--http", "127.0.0.1:0");
    assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isEqualTo(69);
    assertThat(Files.readString(blocked)).startsWith("a file");
  }

  @Test
  void killedDaemonIsFollowedByOneThatStartsAsIfNothingHadHappened() throws Exception {
    Path file = folder.resolve("d.db");
    for (int i = 0; i < 3; i++) {
      Process daemon = start(file);
      try (BufferedReader err = daemon.errorReader(StandardCharsets.UTF_8)) {
        SocketmapEndpoint endpoint = ready(err);
        // Each of these is a state to be written: the record went unanswered.
        for (int n = 0; n < 20; n++) {
          assertThat(reply(endpoint, "postfix", "d" + n + ".example")).startsWith("TEMP ");
        }
        daemon.destroyForcibly();
        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private Process start(Path cache) throws IOException {
    return start(cache, "--listen", "inet:127.0.0.1:0", "--http", "127.0.0.1:0");
  }

  private Process start(Path cache, String... listening) throws IOException {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(path -> !path.contains("test-classes"))
            .filter(path -> NOT_NEEDED.stream().noneMatch(name -> isOf(path, name)))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jars,
                "org.postroad.app.cli.Main",
                "resolver",
                "--cache",
                cache.toString(),
                "--dns",
                "127.0.0.1:9",
                "--timeout",
                "2s"));
    command.addAll(List.of(listening));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private static boolean isOf(String path, String name) {
    String file = Path.of(path).getFileName().toString();
    return file.contains(name) || path.contains(File.separator + name + File.separator + "target");
  }

  private static SocketmapEndpoint ready(BufferedReader err) throws IOException {
    String line = err.readLine();
    while (line != null && !line.startsWith("postroad: ready inet:")) {
      line = err.readLine();
    }
    assertThat(line).as("the ready line").isNotNull();
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    return new SocketmapEndpoint.Inet(new HostPort("127.0.0.1", port));
  }

  private static String reply(SocketmapEndpoint endpoint, String map, String key) {
    Asked asked =
        SocketmapClient.ask(endpoint, new SocketmapRequest(map, key), Duration.ofSeconds(20));
    assertThat(asked).isInstanceOf(Asked.Replied.class);
    SocketmapReply reply = ((Asked.Replied) asked).reply();
    return reply.text();
  }
}
