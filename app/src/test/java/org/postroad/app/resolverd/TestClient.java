package org.postroad.app.resolverd;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.postroad.protocol.socketmap.Netstring;

/// A client over a real socket that can also misbehave. Reads block; a test bounds them.
final class TestClient implements AutoCloseable {

  private final SocketChannel channel;

  private TestClient(SocketChannel channel) {
    this.channel = channel;
  }

  /// Connects to what `listening` shows.
  static TestClient connect(String text) {
    try {
      return new TestClient(SocketChannel.open(address(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SocketAddress address(String text) {
    if (text.startsWith("unix:")) {
      return UnixDomainSocketAddress.of(text.substring("unix:".length()));
    }
    int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static byte[] request(String text) {
    return Netstring.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Asks and waits: `ask("postfix example.com")`.
  String ask(String text) {
    send(text);
    return reply();
  }

  void send(String text) {
    sendBytes(request(text));
  }

  void sendBytes(byte... bytes) {
    try {
      ByteBuffer out = ByteBuffer.wrap(bytes);
      while (out.hasRemaining()) {
        channel.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The payload of the next reply.
  String reply() {
    try {
      int length = 0;
      for (int c = read(); c != ':'; c = read()) {
        length = length * 10 + c - '0';
      }
      ByteBuffer payload = ByteBuffer.allocate(length + 1);
      while (payload.hasRemaining()) {
        if (channel.read(payload) < 0) {
          throw new EOFException("within a reply");
        }
      }
      if (payload.get(length) != ',') {
        throw new IOException("no comma");
      }
      return StandardCharsets.UTF_8.decode(payload.flip().limit(length)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All that comes until the server closes.
  String rest() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    try {
      while (channel.read(buffer.clear()) >= 0) {
        byte[] read = new byte[buffer.position()];
        buffer.get(0, read);
        all.writeBytes(read);
      }
    } catch (IOException e) {
      all.writeBytes("<reset>".getBytes(StandardCharsets.UTF_8));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  void endOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int read() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    if (channel.read(one) < 0) {
      throw new EOFException("instead of a reply");
    }
    return one.get(0);
  }
}
