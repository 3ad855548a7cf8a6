package org.postroad.app.resolverd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.postroad.app.output.IoReason;

/// Takes commands on the cache from whoever may open the admin socket: the user that the daemon
/// runs as, and root. Forgetting a policy strips its protection, so no other user of the host may.
final class AdminServer implements AutoCloseable {

  private static final int AT_A_TIME = 4;
  private static final int WORDS_MAX = AdminChannel.PIECE_MAX;

  /// What is done.
  interface Commands {
    /// Carries out the command and returns its exit code.
    int run(List<String> words, InputStream in, PrintWriter out, PrintWriter err)
        throws IOException;
  }

  private final ServerSocketChannel server;
  private final Path socket;
  private final Commands commands;
  private final DaemonLog log;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  private AdminServer(ServerSocketChannel server, Path socket, Commands commands, DaemonLog log) {
    this.server = server;
    this.socket = socket;
    this.commands = commands;
    this.log = log;
  }

  /// Listens beside the cache file, whose lock the caller holds: a socket that is there already is
  /// a dead daemon's.
  ///
  /// @throws IOException if that cannot be
  static AdminServer start(Path cacheFile, Commands commands, DaemonLog log) throws IOException {
    Path socket = AdminChannel.socketOf(cacheFile);
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // Nobody can connect before listen(2), which bind does last; the mode is set in between by
      // binding to a name in a folder that only we can enter, then moving it into place.
      Path hidden =
          Files.createTempDirectory(
              cacheFile.toAbsolutePath().getParent(),
              ".adm",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path bound = hidden.resolve("s");
      server.bind(UnixDomainSocketAddress.of(bound), 16);
      Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
      Files.move(bound, socket);
      Files.delete(hidden);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    AdminServer started = new AdminServer(server, socket, commands, log);
    Thread.ofVirtual().name("admin").start(started::accept);
    return started;
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      log.warning("admin socket " + socket + ": " + IoReason.of(e));
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        if (places.tryAcquire()) {
          Thread.ofVirtual().name("admin command").start(() -> serve(client));
        } else {
          client.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.warning("admin socket " + socket + ": " + IoReason.of(e));
      }
    }
  }

  private void serve(SocketChannel client) {
    try (NetstringChannel channel = new NetstringChannel(client, WORDS_MAX)) {
      Optional<byte[]> words = channel.receive(AdminChannel.PATIENCE);
      if (words.isPresent()) {
        int code = run(channel, AdminChannel.words(words.get()));
        channel.send(("x" + code).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      log.info("a command on the cache broke off: " + IoReason.of(e));
    } catch (RuntimeException bug) {
      log.bug("a command on the cache", bug);
    } finally {
      places.release();
    }
  }

  private int run(NetstringChannel channel, List<String> words) throws IOException {
    PrintWriter out = writer(channel, 'o');
    PrintWriter err = writer(channel, 'e');
    AdminChannel.In in = new AdminChannel.In(channel);
    int code = commands.run(words, in, out, err);
    long _ = in.transferTo(OutputStream.nullOutputStream()); // what the command did not read
    out.flush();
    err.flush();
    return code;
  }

  private static PrintWriter writer(NetstringChannel channel, char letter) {
    return new PrintWriter(
        new OutputStreamWriter(new AdminChannel.Out(channel, letter), StandardCharsets.UTF_8));
  }
}
