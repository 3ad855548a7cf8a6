package org.postroad.app.labs.audit.postfix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postroad.app.labs.postfix.PostfixRoot;
import org.postroad.app.labs.postfix.Scratch;
import org.postroad.engine.net.Deadline;

/// Debian's postfix-mta-sts-resolver, by chroot in an unpacked root, with the configuration that it
/// is shipped with; only its cache lies elsewhere, so that each run begins without one.
final class Peer implements AutoCloseable {

  private static final String PACKAGE = "postfix_mta_sts_resolver";
  private static final int PORT = 8461;
  private static final Duration START_MAX = Duration.ofSeconds(30);
  private static final Duration END_MAX = Duration.ofSeconds(5);

  private final Process process;

  private Peer(Process process) {
    this.process = process;
  }

  /// Starts it; it answers when this returns.
  ///
  /// @param ca the trust anchors in PEM, inside the root
  static Peer start(Scratch scratch, String ca) throws IOException, InterruptedException {
    Path config = scratch.folder().resolve("mta-sts-daemon.yml");
    Files.writeString(
        config,
        """
        cache:
          type: sqlite
          options:
            filename: "%s"
        """
            .formatted(scratch.inside("peer.db")));
    Path log = scratch.folder().resolve("peer.log");
    Process process =
        new ProcessBuilder(
                scratch
                    .root()
                    .command(
                        "SSL_CERT_FILE=" + ca,
                        "mta-sts-daemon",
                        "-c",
                        scratch.inside("mta-sts-daemon.yml")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Peer peer = new Peer(process);
    Deadline deadline = Deadline.after(START_MAX);
    while (!answers()) {
      if (deadline.passed() || !process.isAlive()) {
        peer.close();
        throw new IOException("mta-sts-daemon does not start: " + Files.readString(log));
      }
      boolean _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
    return peer;
  }

  /// Its version, by what its package put beside it: `1.5.0`; empty if that is not to be found.
  static String version(PostfixRoot root) {
    Path folder = root.outside("/usr/lib/python3/dist-packages");
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PACKAGE + "-*.*-info")) {
      for (Path each : found) {
        String name = String.valueOf(each.getFileName());
        return name.substring(PACKAGE.length() + 1, name.lastIndexOf('.'));
      }
      return "";
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
  }

  private static boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 1000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
