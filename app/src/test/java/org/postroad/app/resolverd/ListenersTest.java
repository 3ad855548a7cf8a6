package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ListenersTest {

  @TempDir private Path folder;

  @Test
  void aUnixSocketIsAskedLikeAPort() {
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s"));
        TestClient client = at.connect()) {
      assertThat(at.server.listening()).containsExactly("unix:" + folder.resolve("s"));
      assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
      assertThat(client.ask("postfix cold-1")).isEqualTo("OK asked cold-1");
      assertThat(at.replies.askers).containsExactly(new Asker("unix:" + folder.resolve("s"), true));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', rw-rw----", "?mode=0666, rw-rw-rw-", "?mode=0600, rw-------"})
  void aUnixSocketHasTheModeThatWasAskedFor(String settings, String permissions)
      throws IOException {
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s") + settings)) {
      assertThat(at.server.isServing()).isTrue();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s"))))
          .isEqualTo(permissions);
      try (var files = Files.list(folder)) {
        assertThat(files).as("nothing else is left").containsExactly(folder.resolve("s"));
      }
    }
  }

  @Test
  void aUnixSocketIsGivenToTheOwnerAndGroupThatWereAskedFor() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("only root may give files away")
        .isEqualTo("root");
    try (TestServer at =
        new TestServer(TestServer.LIMITS, unix("s") + "?owner=daemon&group=mail&mode=0660")) {
      assertThat(at.server.isServing()).isTrue();
      PosixFileAttributes file =
          Files.readAttributes(folder.resolve("s"), PosixFileAttributes.class);
      assertThat(file.owner().getName()).isEqualTo("daemon");
      assertThat(file.group().getName()).isEqualTo("mail");
      assertThat(PosixFilePermissions.toString(file.permissions())).isEqualTo("rw-rw----");
    }
  }

  @Test
  void anUnknownGroupIsRefusedByName() {
    try (TestServer at = TestServer.tcp()) {
      assertThat(at.listen(unix("s") + "?group=no-such-group"))
          .containsExactly(
              new SocketmapServer.Refused(
                  TestServer.endpoint(unix("s") + "?group=no-such-group"),
                  "no such user or group: no-such-group"));
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void theSocketOfADeadDaemonIsReplaced() throws IOException {
    Path path = folder.resolve("s");
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(path));
    dead.close();
    assertThat(path).exists();
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s"));
        TestClient client = at.connect()) {
      assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
    }
  }

  @Test
  void theSocketOfALiveDaemonIsLeftAlone() {
    try (TestServer first = new TestServer(TestServer.LIMITS, unix("s"));
        TestServer second = TestServer.tcp()) {
      assertThat(second.listen(unix("s")))
          .singleElement()
          .extracting(SocketmapServer.Refused::why)
          .isEqualTo(folder.resolve("s") + ": another daemon answers there");
      try (TestClient client = first.connect()) {
        assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
      }
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("s"), "precious");
    try (TestServer at = TestServer.tcp()) {
      assertThat(at.listen(unix("s")))
          .singleElement()
          .extracting(SocketmapServer.Refused::why)
          .isEqualTo(folder.resolve("s") + ": exists, and is no socket");
      assertThat(at.listen(unix("missing/s")))
          .singleElement()
          .extracting(SocketmapServer.Refused::why)
          .isEqualTo(folder.resolve("missing") + ": no such directory");
    }
    assertThat(folder.resolve("s")).hasContent("precious");
  }

  @Test
  void theSocketFileGoesWithItsServerUnlessItIsAnothersByThen() throws IOException {
    Path path = folder.resolve("s");
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s"))) {
      assertThat(path).exists();
      at.close();
      assertThat(path).doesNotExist();
    }
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s"))) {
      Files.delete(path);
      Files.writeString(path, "another's");
      at.close();
      assertThat(path).hasContent("another's");
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    try (TestServer first = TestServer.tcp();
        TestServer second = new TestServer(TestServer.LIMITS)) {
      assertThat(second.listen(first.server.listening().getFirst()))
          .singleElement()
          .extracting(SocketmapServer.Refused::why)
          .asString()
          .contains("in use");
      assertThat(second.server.listening()).isEmpty();
    }
  }

  @Test
  void aReloadDropsNoConnection() {
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("a"), unix("b"));
        TestClient before = TestClient.connect("unix:" + folder.resolve("a"))) {
      before.send("postfix held-1");
      Until.holds("it is asked", () -> at.replies.open.get() == 1);
      assertThat(at.listen(unix("b"), unix("c"))).isEmpty();
      assertThat(at.server.listening())
          .containsExactly("unix:" + folder.resolve("b"), "unix:" + folder.resolve("c"));
      at.replies.release("held-1");
      assertThat(before.reply()).isEqualTo("OK asked held-1");
      assertThat(before.ask("postfix warm-1")).isEqualTo("OK warm-1");
      for (String name : new String[] {"b", "c"}) {
        try (TestClient after = TestClient.connect("unix:" + folder.resolve(name))) {
          assertThat(after.ask("postfix warm-1")).isEqualTo("OK warm-1");
        }
      }
      assertThatThrownBy(() -> TestClient.connect("unix:" + folder.resolve("a")))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(folder.resolve("a")).doesNotExist();
    }
  }

  @Test
  void aReloadMayChangeTheModeOfASocketInPlace() throws IOException {
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s") + "?mode=0600");
        TestClient before = at.connect()) {
      Object file = Files.getAttribute(folder.resolve("s"), "unix:ino");
      assertThat(at.listen(unix("s") + "?mode=0666")).isEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s"))))
          .isEqualTo("rw-rw-rw-");
      assertThat(Files.getAttribute(folder.resolve("s"), "unix:ino")).isEqualTo(file);
      assertThat(before.ask("postfix warm-1")).isEqualTo("OK warm-1");
      try (TestClient after = at.connect()) {
        assertThat(after.ask("postfix warm-1")).isEqualTo("OK warm-1");
      }
    }
  }

  @Test
  void aReloadMayWidenAnAddressAtItsPort() {
    try (TestServer at = TestServer.tcp()) {
      String narrow = at.server.listening().getFirst();
      String wide = narrow.replace("127.0.0.1", "0.0.0.0");
      assertThat(at.listen(narrow)).as("by its number, the port is another endpoint").isEmpty();
      assertThat(at.listen(wide)).isEmpty();
      assertThat(at.server.listening()).containsExactly(wide);
      try (TestClient client = at.connect()) {
        assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
      }
    }
  }

  /// A typing error, then SIGHUP.
  @Test
  void aReloadThatCannotListenSomewhereLeavesEverythingAsItWas() throws IOException {
    try (TestServer other = TestServer.tcp();
        TestServer at =
            new TestServer(TestServer.LIMITS, "inet:127.0.0.1:0", unix("s") + "?mode=0600")) {
      List<String> before = at.server.listening();
      String taken = other.server.listening().getFirst();
      for (List<String> slip :
          List.of(
              List.of(taken, unix("s") + "?mode=0666"),
              List.of("inet:127.0.0.1:0", unix("s") + "?mode=0666&group=no-such-group"),
              List.of(unix("missing/s")),
              List.of(unix("new"), taken))) {
        assertThat(at.listen(slip.toArray(String[]::new))).as("%s", slip).hasSize(1);
        assertThat(at.server.listening()).as("%s", slip).isEqualTo(before);
        for (String endpoint : before) {
          try (TestClient client = TestClient.connect(endpoint)) {
            assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
          }
        }
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s"))))
            .as("%s", slip)
            .isEqualTo("rw-------");
        assertThat(folder.resolve("new")).doesNotExist();
      }
    }
  }

  @Test
  void aReloadThatFailsGivesAPortBackThatHadToGoFirst() throws IOException {
    try (TestServer at = new TestServer(TestServer.LIMITS)) {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      String narrow = "inet:127.0.0.1:" + port;
      assertThat(at.listen(narrow)).isEmpty();
      assertThat(at.listen("inet:0.0.0.0:" + port, unix("missing/s"))).hasSize(1);
      assertThat(at.server.listening()).containsExactly(narrow);
      try (TestClient client = TestClient.connect(narrow)) {
        assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
      }
    }
  }

  @Test
  void aReloadMakesASocketFileAnewThatSomebodyTookAway() throws IOException {
    try (TestServer at = new TestServer(TestServer.LIMITS, unix("s"))) {
      Files.delete(folder.resolve("s"));
      assertThat(at.listen(unix("s"))).isEmpty();
      assertThat(at.server.listening()).containsExactly(unix("s"));
      try (TestClient client = at.connect()) {
        assertThat(client.ask("postfix warm-1")).isEqualTo("OK warm-1");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  private String unix(String name) {
    return "unix:" + folder.resolve(name);
  }
}
