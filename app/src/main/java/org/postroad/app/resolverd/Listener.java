package org.postroad.app.resolverd;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.output.IoReason;
import org.postroad.engine.net.Endpoint;

/// A socket at which clients come in.
final class Listener {

  private static final int BACKLOG = 4_096; // as much of it as the kernel allows

  /// A listener, or why there is none.
  sealed interface Opened {
    record Open(Listener listener) implements Opened {}

    record Refused(SocketmapEndpoint endpoint, String why) implements Opened {}
  }

  private final SocketmapEndpoint endpoint;
  private final ServerSocketChannel channel;
  private final Optional<UnixSocketFile> file;
  private final String text;
  private final Asker local;
  private final Asker remote;

  private Listener(
      SocketmapEndpoint endpoint,
      ServerSocketChannel channel,
      Optional<UnixSocketFile> file,
      String text) {
    this.endpoint = endpoint;
    this.channel = channel;
    this.file = file;
    this.text = text;
    this.local = new Asker(text, true);
    this.remote = new Asker(text, false);
  }

  /// Binds and listens, ready for a selector.
  static Opened open(SocketmapEndpoint endpoint) {
    try {
      Listener listener =
          switch (endpoint) {
            case SocketmapEndpoint.Inet inet -> inet(inet);
            case SocketmapEndpoint.Unix unix -> unix(unix);
          };
      listener.channel.configureBlocking(false);
      return new Opened.Open(listener);
    } catch (IOException e) {
      return new Opened.Refused(endpoint, IoReason.withFile(e));
    }
  }

  private static Listener inet(SocketmapEndpoint.Inet inet) throws IOException {
    InetAddress address;
    try {
      address = InetAddress.getByName(inet.at().host());
    } catch (UnknownHostException e) {
      throw new IOException("no such host: " + inet.at().host(), e);
    }
    ServerSocketChannel channel = open(address);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, inet.at().port()), BACKLOG);
      InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
      return new Listener(inet, channel, Optional.empty(), "inet:" + Endpoint.text(bound));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Of the family of its address: a common socket would take 0.0.0.0 for all of IPv6 too.
  private static ServerSocketChannel open(InetAddress address) throws IOException {
    boolean v4 = address instanceof Inet4Address;
    try {
      return ServerSocketChannel.open(
          v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system has no " + (v4 ? "IPv4" : "IPv6"), e);
    }
  }

  private static Listener unix(SocketmapEndpoint.Unix unix) throws IOException {
    UnixSocketFile.Bound bound = UnixSocketFile.bind(unix, BACKLOG);
    return new Listener(unix, bound.channel(), Optional.of(bound.file()), "unix:" + unix.path());
  }

  SocketmapEndpoint endpoint() {
    return endpoint;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /// As it is announced: with the real port, without the settings of a Unix socket.
  String text() {
    return text;
  }

  Asker asker(boolean isLocal) {
    return isLocal ? local : remote;
  }

  /// Whether this one serves the other endpoint as well, perhaps with other settings.
  boolean isAt(SocketmapEndpoint other) {
    return endpoint.equals(other)
        || (endpoint instanceof SocketmapEndpoint.Unix mine
            && other instanceof SocketmapEndpoint.Unix theirs
            && mine.path().equals(theirs.path()));
  }

  /// Whether both are one socket, perhaps with other settings.
  boolean isSameSocket(Listener other) {
    return channel.equals(other.channel);
  }

  /// Whether the other endpoint cannot be opened before this one is closed, though it is elsewhere.
  boolean isInTheWayOf(SocketmapEndpoint other) {
    return endpoint instanceof SocketmapEndpoint.Inet
        && other instanceof SocketmapEndpoint.Inet inet
        && channel.socket().getLocalPort() == inet.at().port();
  }

  /// Whether clients find it: not if somebody took the file of its Unix socket away.
  boolean canBeReached() {
    return file.map(UnixSocketFile::isThere).orElse(true);
  }

  /// Itself, with the settings of the other endpoint, at which it is.
  Opened with(SocketmapEndpoint other) {
    if (endpoint.equals(other) || !(other instanceof SocketmapEndpoint.Unix unix)) {
      return new Opened.Open(this);
    }
    try {
      UnixSocketFile.apply(unix, unix.path());
      return new Opened.Open(new Listener(unix, channel, file, text));
    } catch (IOException e) {
      return new Opened.Refused(other, IoReason.withFile(e));
    }
  }

  /// Lets nobody in any more; takes its socket file away, unless that is another's by now.
  void close() throws IOException {
    if (file.isPresent()) {
      file.get().delete();
    }
    channel.close();
  }
}
