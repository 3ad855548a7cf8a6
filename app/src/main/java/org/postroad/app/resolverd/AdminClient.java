package org.postroad.app.resolverd;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.output.IoReason;

/// Has the running daemon carry out a command on its cache.
public final class AdminClient {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private AdminClient() {}

  /// What came of it.
  public sealed interface Done {
    /// The daemon carried it out; `code` is what the process should end with.
    record Ended(int code) implements Done {}

    /// No daemon, or it went away.
    record Unreachable(String why) implements Done {}
  }

  /// @param cacheFile of the daemon
  /// @param words the command
  /// @param input what it reads; empty for most
  public static Done run(
      Path cacheFile, List<String> words, InputStream input, PrintStream out, PrintStream err) {
    Path socket = AdminChannel.socketOf(cacheFile);
    if (!Files.exists(socket)) {
      return new Done.Unreachable("no daemon has the cache " + cacheFile + ": no socket " + socket);
    }
    SocketmapEndpoint endpoint =
        new SocketmapEndpoint.Unix(socket, Optional.empty(), Optional.empty(), Optional.empty());
    try (NetstringChannel channel =
        NetstringChannel.to(endpoint, AdminChannel.PIECE_MAX, CONNECT_WITHIN)) {
      channel.send(AdminChannel.words(words));
      AdminChannel.Out to = new AdminChannel.Out(channel, (char) 0);
      input.transferTo(to);
      to.flush();
      channel.send(new byte[0]);
      return replies(channel, out, err);
    } catch (IOException e) {
      return new Done.Unreachable(socket + ": " + IoReason.of(e));
    }
  }

  private static Done replies(NetstringChannel channel, PrintStream out, PrintStream err)
      throws IOException {
    while (true) {
      Optional<byte[]> piece = channel.receive(AdminChannel.PATIENCE);
      if (piece.isEmpty() || piece.get().length == 0) {
        return new Done.Unreachable("the daemon went away");
      }
      byte[] bytes = piece.get();
      switch (bytes[0]) {
        case 'o' -> out.write(bytes, 1, bytes.length - 1);
        case 'e' -> err.write(bytes, 1, bytes.length - 1);
        case 'x' -> {
          String code = new String(bytes, 1, bytes.length - 1, StandardCharsets.US_ASCII);
          return new Done.Ended(Integer.parseInt(code));
        }
        default -> throw new IOException("not an answer of a daemon");
      }
    }
  }
}
