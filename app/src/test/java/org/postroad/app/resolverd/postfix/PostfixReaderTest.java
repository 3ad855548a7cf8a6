package org.postroad.app.resolverd.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.app.resolverd.postfix.PostfixSetup.Reach;
import org.postroad.app.resolverd.postfix.PostfixSetup.TrustFile;
import org.postroad.app.resolverd.postfix.SocketAccess.Node;

class PostfixReaderTest {

  @TempDir Path dir;

  @Test
  void aHostWithoutPostfixIsSaidToHaveNone() {
    PostfixReader reader = PostfixReader.of(List.of("no-such-prefix"), Path.of("/"));
    assertThat(reader.read(Optional.empty())).isInstanceOf(PostfixReader.Outcome.NoPostfix.class);
  }

  @ParameterizedTest
  @CsvSource({
    "3.7.11,          3.7.11",
    "3.10.13,         3.10.13",
    "3.11-20250829,   3.11.0",
    "3.11.0-RC1,      3.11.0",
    "20010228,        ''",
    "3,               ''",
    "'',              ''",
    "99999999999.1.1, ''"
  })
  void versionsAreReadInAllTheirForms(String text, String expected) {
    assertThat(PostfixVersion.parse(text).map(PostfixVersion::toString).orElse(""))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "inet:127.0.0.1:8461:postfix,         127.0.0.1:8461",
    "inet:[::1]:8461:postfix-3.10,        [::1]:8461",
    "inet:localhost:8461:a:b,             localhost:8461",
    "unix:run/x.sock:postfix,             /q/run/x.sock",
    "unix:/run/x.sock:postfix,            /q/run/x.sock",
    "inet:127.0.0.1:99999:postfix,        ''",
    "inet:127.0.0.1:8461,                 ''",
    "inet:127.0.0.1:postfix,              ''",
    "unix:/run/x.sock,                    ''",
    "tcp:127.0.0.1:8461:postfix,          ''"
  })
  void addressesAreReadAsPostfixDoes(String text, String place) {
    String read =
        MapAddress.parse(text)
            .map(
                address ->
                    switch (address) {
                      case MapAddress.Inet inet -> inet.place();
                      case MapAddress.Unix unix -> unix.place("/q", true);
                    })
            .orElse("");
    assertThat(read).isEqualTo(place);
  }

  @Test
  void aMapWithBracesIsOneMap() {
    PolicyMaps maps = PolicyMaps.parse("inline:{ {a=b c}, {d=e} }, proxy:hash:/x\tstatic:may");
    assertThat(maps.entries())
        .extracting(PolicyMaps.Entry::text)
        .containsExactly("inline:{ {a=b c}, {d=e} }", "proxy:hash:/x", "static:may");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "open to all,                     0,   0,   0755, 0666, true",
    "by the user,                     101, 0,   0755, 0600, true",
    "by the group,                    0,   102, 0755, 0660, true",
    "another group,                   0,   103, 0755, 0660, false",
    "writing is what counts,          0,   0,   0755, 0664, false",
    "the folder is closed,            0,   102, 0750, 0666, false",
    "the owner's bits win,            101, 102, 0755, 0066, false"
  })
  void whoMayConnectIsSeenInOwnerGroupAndMode(
      String why, int owner, int group, String folder, String mode, boolean allowed) {
    SocketAccess postfix = new SocketAccess(101, 102);
    List<Node> way =
        List.of(
            new Node("/q", 0, 0, Integer.parseInt(folder, 8)),
            new Node("/q/s", owner, group, Integer.parseInt(mode, 8)));
    assertThat(postfix.denied(way).isEmpty()).as(why).isEqualTo(allowed);
  }

  @Test
  void aSocketIsTriedAndAStaleFileIsNotTakenForOne() throws IOException {
    Places places = new Places(dir);
    Files.createDirectories(dir.resolve("q/postroad"));
    Path socket = dir.resolve("q/postroad/s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      assertThat(places.reach("/q/postroad/s", "/q", Optional.empty())).isEqualTo(new Reach.Open());
      assertThat(places.reach("/q/postroad/s", "/q", Optional.of(new SocketAccess(1, 1))))
          .isInstanceOf(Reach.Denied.class);
      Files.createSymbolicLink(dir.resolve("q/link"), socket);
      assertThat(places.reach("/q/link", "/q", Optional.empty()))
          .as("a chroot does not lead out")
          .isInstanceOf(Reach.Absent.class);
    }
    assertThat(places.reach("/q/postroad/s", "/q", Optional.empty()))
        .isInstanceOf(Reach.Refused.class);
    assertThat(places.reach("/q/none", "/q", Optional.empty())).isInstanceOf(Reach.Absent.class);
    assertThat(places.reach("/q/postroad", "/q", Optional.empty()))
        .isInstanceOf(Reach.Absent.class);
    assertThat(places.reach("/q/../etc", "/q", Optional.empty())).isInstanceOf(Reach.Absent.class);
  }

  @Test
  void aTrustFileIsLookedInto() throws IOException {
    Places places = new Places(dir);
    Files.writeString(dir.resolve("ca.pem"), "x\n-----BEGIN CERTIFICATE-----\n");
    Files.writeString(dir.resolve("empty.pem"), "");
    Files.createDirectories(dir.resolve("certs"));
    assertThat(places.trust("/ca.pem")).isEqualTo(TrustFile.HOLDS_CERTIFICATES);
    assertThat(places.trust("/empty.pem")).isEqualTo(TrustFile.HOLDS_NONE);
    assertThat(places.trust("/certs")).isEqualTo(TrustFile.HOLDS_NONE);
    assertThat(places.trust("/none.pem")).isEqualTo(TrustFile.MISSING);
    Files.writeString(dir.resolve("certs/0a1b2c3d.0"), "");
    assertThat(places.trust("/certs")).isEqualTo(TrustFile.HOLDS_CERTIFICATES);
  }
}
