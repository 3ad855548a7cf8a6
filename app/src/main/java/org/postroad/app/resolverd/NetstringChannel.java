package org.postroad.app.resolverd;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.protocol.socketmap.Netstring;

/// A connection of netstrings in both directions, blocking, with a bound on each and a deadline.
final class NetstringChannel implements Closeable {

  private final SocketChannel channel;
  private final Netstring.Decoder decoder;
  private final int max;
  private byte[] bytes = new byte[8_192];
  private int from;
  private int to;

  /// @param max the longest payload that is accepted
  NetstringChannel(SocketChannel channel, int max) {
    this.channel = channel;
    this.max = max;
    this.decoder = new Netstring.Decoder(max);
  }

  /// Connects to where a daemon listens.
  static NetstringChannel to(SocketmapEndpoint endpoint, int max, Duration within)
      throws IOException {
    SocketAddress address =
        switch (endpoint) {
          case SocketmapEndpoint.Inet(HostPort at) -> new InetSocketAddress(at.host(), at.port());
          case SocketmapEndpoint.Unix unix -> UnixDomainSocketAddress.of(unix.path());
        };
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try (Watchdog dog = Watchdog.over(channel, Deadline.after(within))) {
      channel.connect(address);
      return new NetstringChannel(channel, max);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void send(byte[] payload) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(Netstring.encode(payload));
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /// The next payload; empty at the end of the stream between two netstrings.
  ///
  /// @throws IOException if the stream ends within one, holds something else, or the time is over
  Optional<byte[]> receive(Duration within) throws IOException {
    try (Watchdog dog = Watchdog.over(channel, Deadline.after(within))) {
      return receive();
    } catch (AsynchronousCloseException e) {
      throw new IOException("no answer within " + within.toSeconds() + " s", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private Optional<byte[]> receive() throws IOException {
    while (true) {
      switch (decoder.decode(bytes, from, to)) {
        case COMPLETE -> {
          byte[] payload = Arrays.copyOfRange(bytes, decoder.start(), decoder.end());
          from = decoder.next();
          return Optional.of(payload);
        }
        case MALFORMED -> throw new IOException("not a netstring: " + decoder.fault());
        case INCOMPLETE -> {
          if (!fill()) {
            if (from == to) {
              return Optional.empty();
            }
            throw new IOException("the connection ended within a netstring");
          }
        }
      }
    }
  }

  private boolean fill() throws IOException {
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
    if (to == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, Netstring.framedLength(max) + 1));
    }
    int read = channel.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
    if (read < 0) {
      return false;
    }
    to += read;
    return true;
  }
}
