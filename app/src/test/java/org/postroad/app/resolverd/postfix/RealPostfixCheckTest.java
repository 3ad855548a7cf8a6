package org.postroad.app.resolverd.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postroad.app.labs.postfix.PostfixRoot;
import org.postroad.app.labs.postfix.PostfixSuite;
import org.postroad.app.labs.postfix.RealRoots;
import org.postroad.app.output.Terminal;

/// The check against postconf(1) of the real Postfix 3.7, 3.10 and 3.11, on configurations as
/// operators write them.
class RealPostfixCheckTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @EnumSource(PostfixSuite.class)
  void aFreshDebianPostfixAsksNobody(PostfixSuite suite) throws IOException {
    PostfixRoot root = RealRoots.root(suite);
    String dir = configuration(root, "compatibility_level = 3.6\n");
    assertThat(check(root, dir)).isEqualTo(PostfixAdvice.Result.WRONG);
    assertThat(printed())
        .contains("Postfix " + root.version())
        .contains("smtp_tls_policy_maps is empty: nobody asks us")
        .contains("cure: smtp_tls_policy_maps = socketmap:inet:127.0.0.1:8461:" + suite.map());
  }

  @ParameterizedTest
  @EnumSource(PostfixSuite.class)
  void followingTheCuresEndsWithNothingToCure(PostfixSuite suite) throws IOException {
    PostfixRoot root = RealRoots.root(suite);
    try (ServerSocket daemon = new ServerSocket(0)) {
      String dir =
          configuration(
              root,
              """
              compatibility_level = 3.6
              smtp_tls_policy_maps = socketmap:inet:127.0.0.1:%d:%s
              smtp_tls_CAfile = ${config_directory}/ca.pem
              smtp_tls_security_level = may
              smtp_tls_mandatory_protocols = >=TLSv1.2
              smtp_tls_loglevel = 1
              """
                  .formatted(daemon.getLocalPort(), suite.map()));
      assertThat(check(root, dir)).as(printed()).isEqualTo(PostfixAdvice.Result.FINE);
      assertThat(printed()).contains("fine").doesNotContain("cure:");
    }
  }

  @ParameterizedTest
  @EnumSource(PostfixSuite.class)
  void aSocketInTheQueueFolderServesAChrootedClient(PostfixSuite suite) throws IOException {
    PostfixRoot root = RealRoots.root(suite);
    Path queue = Files.createTempDirectory(root.dir().resolve("tmp"), "q");
    Files.setPosixFilePermissions(
        queue, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Path socket = queue.resolve("resolver.sock");
    String inside = "/tmp/" + queue.getFileName();
    try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      daemon.bind(UnixDomainSocketAddress.of(socket));
      String main =
          """
          compatibility_level = 3.6
          queue_directory = %s
          smtp_tls_CAfile = ${config_directory}/ca.pem
          smtp_tls_policy_maps = socketmap:unix:%s:%s
          """;
      Files.setPosixFilePermissions(
          socket, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      check(root, configuration(root, main.formatted(inside, "resolver.sock", suite.map())));
      assertThat(printed())
          .contains("is closed to Postfix's user")
          .contains("--listen 'unix:" + inside + "/resolver.sock?mode=0660&group=postfix'");

      Files.setPosixFilePermissions(
          socket, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
      check(root, configuration(root, main.formatted(inside, "resolver.sock", suite.map())));
      assertThat(printed()).doesNotContain("error");

      String outside = inside + "/resolver.sock";
      check(root, configuration(root, main.formatted(inside, outside, suite.map())));
      assertThat(printed())
          .contains("runs in a chroot of " + inside)
          .contains("cure: socketmap:unix:resolver.sock:" + suite.map());
    }
    Files.delete(socket);
    Files.delete(queue);
  }

  @ParameterizedTest
  @EnumSource(PostfixSuite.class)
  void aBrokenFileIsNamedWithItsLine(PostfixSuite suite) throws IOException {
    PostfixRoot root = RealRoots.root(suite);
    String dir = configuration(root, "smtp_tls_policy_maps\n");
    assertThat(check(root, dir)).isEqualTo(PostfixAdvice.Result.WRONG);
    assertThat(printed()).contains("main.cf, line 1: missing '='");
  }

  private static final DaneSide NO_DANE =
      new DaneSide(false, new DaneSide.Resolver.Untrusted("not asked"));

  private PostfixAdvice.Result check(PostfixRoot root, String dir) {
    out.reset();
    Terminal terminal =
        new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, false, false);
    PostfixReader reader = PostfixReader.of(root.command(), root.dir());
    PostfixAdvice.Result text =
        PostfixAdvice.run(reader, Optional.of(dir), NO_DANE, false, terminal);
    out.write('\n');
    PostfixAdvice.Result json =
        PostfixAdvice.run(reader, Optional.of(dir), NO_DANE, true, terminal);
    assertThat(json).isEqualTo(text);
    return text;
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /// A configuration folder inside the root, as it is called in there.
  private static String configuration(PostfixRoot root, String mainCf) throws IOException {
    Path dir = Files.createTempDirectory(root.dir().resolve("tmp"), "etc");
    dir.toFile().deleteOnExit();
    for (String name : List.of("main.cf", "master.cf", "ca.pem")) {
      dir.resolve(name).toFile().deleteOnExit();
    }
    Files.writeString(dir.resolve("main.cf"), mainCf);
    // Debian's smtp(8) ran in a chroot until 3.10; here it does for all, as its owner may want.
    String master = Files.readString(root.dir().resolve("usr/share/postfix/master.cf.dist"));
    Files.writeString(
        dir.resolve("master.cf"),
        master.replaceAll(
            "(?m)^(smtp\\s+unix\\s+\\S+\\s+\\S+\\s+)\\S+(\\s+\\S+\\s+\\S+\\s+smtp)$", "$1y$2"));
    Files.writeString(dir.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
    return "/tmp/" + dir.getFileName();
  }
}
