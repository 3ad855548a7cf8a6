package org.postroad.app.resolverd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a command and the daemon say to each other over the admin socket, all of it in netstrings.
///
/// The command sends its words, separated by NUL, then its input in pieces and an empty netstring.
/// The daemon answers with pieces, each with a letter in front: `o` for the result, `e` for an
/// error line, and at last `x` with the exit code.
final class AdminChannel {

  /// Beside the cache file, so that whoever knows the one finds the other.
  static Path socketOf(Path cacheFile) {
    return cacheFile.resolveSibling(cacheFile.getFileName() + ".sock");
  }

  static final int PIECE_MAX = 64 * 1024;
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private AdminChannel() {}

  static byte[] words(List<String> words) {
    return String.join("\0", words).getBytes(StandardCharsets.UTF_8);
  }

  static List<String> words(byte[] payload) {
    return List.of(new String(payload, StandardCharsets.UTF_8).split("\0", -1));
  }

  /// The input that the other side sends in pieces, until the empty one.
  static final class In extends InputStream {
    private final NetstringChannel channel;
    private byte[] piece = new byte[0];
    private int at;
    private boolean over;

    In(NetstringChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (at == piece.length) {
        if (over) {
          return -1;
        }
        Optional<byte[]> next = channel.receive(PATIENCE);
        if (next.isEmpty()) {
          throw new IOException("the input broke off");
        }
        piece = next.get();
        at = 0;
        over = piece.length == 0;
      }
      int n = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, offset, n);
      at += n;
      return n;
    }
  }

  /// Sends what is written in pieces with a letter in front; without a letter if it is 0.
  static final class Out extends OutputStream {
    private final NetstringChannel channel;
    private final byte[] piece = new byte[PIECE_MAX];
    private final int start;
    private int at;

    Out(NetstringChannel channel, char letter) {
      this.channel = channel;
      if (letter != 0) {
        piece[at++] = (byte) letter;
      }
      start = at;
    }

    @Override
    public void write(int octet) throws IOException {
      if (at == piece.length) {
        flush();
      }
      piece[at++] = (byte) octet;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        if (at == piece.length) {
          flush();
        }
        int n = Math.min(length - done, piece.length - at);
        System.arraycopy(octets, offset + done, piece, at, n);
        at += n;
        done += n;
      }
    }

    @Override
    public void flush() throws IOException {
      if (at > start) {
        channel.send(Arrays.copyOf(piece, at));
        at = start;
      }
    }
  }
}
