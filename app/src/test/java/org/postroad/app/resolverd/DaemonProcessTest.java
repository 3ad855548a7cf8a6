package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.cli.ExitCode;
import org.postroad.app.cli.Said;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.resolverd.SocketmapClient.Asked;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The daemon as a process of its own: what it needs, what it says, and how it ends.
class DaemonProcessTest {

  private static final int LONGEST_S = 90;

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
  void aFileThatIsNoCacheEndsWith74AndStays() throws Exception {
    Path file = Files.writeString(folder.resolve("keepme.txt"), "keep me\n");
    Process daemon = start(file);
    assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isEqualTo(74);
    assertThat(file).content().isEqualTo("keep me\n");
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
  void aBrokenConfigurationOnSighupChangesNothing() throws Exception {
    Path config = folder.resolve("postroad.toml");
    String sound =
        """
        [resolver]
        listen = ["inet:127.0.0.1:0"]
        [overrides."may.example"]
        level = "%s"
        """;
    Files.writeString(config, sound.formatted("may"));
    Process daemon =
        start(folder.resolve("e.db"), "--config", config.toString(), "--http", "127.0.0.1:0");
    try (BufferedReader err = daemon.errorReader(StandardCharsets.UTF_8)) {
      SocketmapEndpoint endpoint = ready(err);
      for (String broken :
          List.of(
              "[resolver",
              "[resolver]\nlisten = [\"unix:" + folder + "/missing/s\"]",
              "[tls]\nca_file = \"/no/such/file\"",
              "[dns]\ndnssec = \"off\"\n[resolver]\ndane = true",
              "[dns]\ndnssec_compare = true")) {
        Files.writeString(config, broken);
        hangUp(daemon);
        assertThat(line(err, "not reloaded")).as(broken).contains("stays in force");
        assertThat(reply(endpoint, "postfix", "may.example")).as(broken).isEqualTo("OK may");
      }
      Files.writeString(config, sound.formatted("encrypt"));
      hangUp(daemon);
      assertThat(line(err, "configuration reloaded")).contains("1 overrides");
      assertThat(reply(endpoint, "postfix", "may.example")).isEqualTo("OK encrypt");
    }
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

  @Test
  void attackerWhoKillsTheDaemonAndHidesThePolicyCannotStripIt() throws Exception {
    Path file = folder.resolve("e.db");
    String secure = "OK secure match=mx.example.org servername=hostname";
    try (LabInternet internet = LabInternet.start()) {
      internet.domain("example.org", PolicyMode.ENFORCE);
      Process daemon = start(file, internet);
      try (BufferedReader err = daemon.errorReader(StandardCharsets.UTF_8)) {
        assertThat(reply(ready(err), "postfix", "example.org")).isEqualTo(secure);
        Until.holds("it is on disk", () -> rows(file) == 1);
        daemon.toHandle().destroyForcibly(); // SIGKILL
        assertThat(daemon.waitFor()).isEqualTo(128 + 9);
      }
      try (Attack hidden = new RecordHider("example.org").mount(internet);
          Attack blocked = new PolicyHostBlocker("example.org").mount(internet);
          BufferedReader err = start(file, internet).errorReader(StandardCharsets.UTF_8)) {
        SocketmapEndpoint endpoint = ready(err);
        assertThat(reply(endpoint, "postfix", "example.org")).isEqualTo(secure);
        Said forgotten = Said.by("cache", "forget", "--cache", file.toString(), "example.org");
        assertThat(forgotten.code()).isEqualTo(ExitCode.OK);
        assertThat(reply(endpoint, "postfix", "example.org"))
            .as("what a daemon without its cache would say")
            .isEqualTo("NOTFOUND ");
      }
    }
  }

  private static long rows(Path cache) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + cache);
        Statement sql = connection.createStatement();
        ResultSet count = sql.executeQuery("select count(*) from domain")) {
      return count.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Process start(Path cache) throws IOException {
    return start(cache, "--listen", "inet:127.0.0.1:0", "--http", "127.0.0.1:0");
  }

  /// One that lives in the laboratory.
  private Process start(Path cache, LabInternet internet) throws IOException {
    Path root = folder.resolve("ca.pem");
    internet.ca().writeRoot(root);
    Path connect = Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    return start(
        cache,
        "127.0.0.1:" + internet.dns().address().getPort(),
        List.of(
            "--listen=inet:127.0.0.1:0",
            "--http=127.0.0.1:0",
            "--ca-file=" + root,
            "--connect=" + connect,
            "--allow-private"));
  }

  private Process start(Path cache, String... listening) throws IOException {
    return start(cache, "127.0.0.1:9", List.of(listening));
  }

  private Process start(Path cache, String dns, List<String> options) throws IOException {
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
                dns,
                "--timeout",
                "2s"));
    command.addAll(options);
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    CompletableFuture.delayedExecutor(LONGEST_S, TimeUnit.SECONDS)
        .execute(process::destroyForcibly); // who waits for its next line waits no longer
    return process;
  }

  private static boolean isOf(String path, String name) {
    String file = Path.of(path).getFileName().toString();
    return file.contains(name) || path.contains(File.separator + name + File.separator + "target");
  }

  private static void hangUp(Process daemon) throws Exception {
    assertThat(new ProcessBuilder("sh", "-c", "kill -HUP " + daemon.pid()).start().waitFor())
        .isZero();
  }

  private static SocketmapEndpoint ready(BufferedReader err) throws IOException {
    String line = line(err, "postroad: ready inet:");
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    return new SocketmapEndpoint.Inet(new HostPort("127.0.0.1", port));
  }

  /// The next line that contains the words.
  private static String line(BufferedReader err, String words) throws IOException {
    String line = err.readLine();
    while (line != null && !line.contains(words)) {
      line = err.readLine();
    }
    assertThat(line).as(words).isNotNull();
    return String.valueOf(line);
  }

  private static String reply(SocketmapEndpoint endpoint, String map, String key) {
    Asked asked =
        SocketmapClient.ask(endpoint, new SocketmapRequest(map, key), Duration.ofSeconds(20));
    assertThat(asked).isInstanceOf(Asked.Replied.class);
    SocketmapReply reply = ((Asked.Replied) asked).reply();
    return reply.text();
  }
}
