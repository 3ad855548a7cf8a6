package org.postroad.app.resolverd.postfix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postroad.app.output.IoReason;
import org.postroad.app.resolverd.postfix.PostfixSetup.Reach;
import org.postroad.app.resolverd.postfix.PostfixSetup.TrustFile;

/// Looks at the files and sockets of a machine whose `/` lies in some folder.
record Places(Path root) {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final int TRUST_BYTES_MAX = 16 * 1024 * 1024;
  private static final int SOCKET_BIT = 0140000;
  private static final int TYPE_BITS = 0170000;
  private static final Pattern HASHED = Pattern.compile("[0-9a-f]{8}\\.\\d{1,3}");

  /// A bundle of certificates, or a folder of them by hash.
  TrustFile trust(String value) {
    Path path = here(value);
    try {
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.list(path)) {
          return files.anyMatch(file -> HASHED.matcher(file.getFileName().toString()).matches())
              ? TrustFile.HOLDS_CERTIFICATES
              : TrustFile.HOLDS_NONE;
        }
      }
      if (!Files.exists(path)) {
        return TrustFile.MISSING;
      }
      String text = new String(head(path), java.nio.charset.StandardCharsets.ISO_8859_1);
      return text.contains("-----BEGIN CERTIFICATE-----")
              || text.contains("-----BEGIN TRUSTED CERTIFICATE-----")
          ? TrustFile.HOLDS_CERTIFICATES
          : TrustFile.HOLDS_NONE;
    } catch (AccessDeniedException _) {
      return TrustFile.HOLDS_CERTIFICATES; // Postfix reads it as root; we are somebody else.
    } catch (IOException _) {
      return TrustFile.HOLDS_NONE;
    }
  }

  Reach reach(MapAddress.Inet inet) {
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getByName(inet.host());
      socket.connect(
          new InetSocketAddress(address, inet.port()), Math.toIntExact(CONNECT_MAX.toMillis()));
      return new Reach.Open();
    } catch (UnknownHostException _) {
      return new Reach.Refused("no address for " + inet.host());
    } catch (IOException e) {
      return new Reach.Refused(IoReason.withFile(e));
    }
  }

  /// @param from the folder that the way to the socket begins in
  Reach reach(String place, String from, Optional<SocketAccess> user) {
    Path path = here(place);
    try {
      List<SocketAccess.Node> way = new ArrayList<>();
      Path start = here(from);
      if (!path.normalize().startsWith(start)) {
        return new Reach.Absent("outside " + from);
      }
      Path node = start;
      way.add(node(start));
      for (Path name : start.relativize(path.normalize())) {
        node = node.resolve(name);
        if (Files.isSymbolicLink(node) && !from.equals("/")) {
          return new Reach.Absent("where " + shown(node) + " is a symbolic link");
        }
        way.add(node(node));
      }
      if ((way.getLast().mode() & TYPE_BITS) != SOCKET_BIT) {
        return new Reach.Absent("which is no socket");
      }
      Optional<String> denied = user.flatMap(access -> access.denied(way));
      return denied.isPresent() ? new Reach.Denied(denied.get()) : connect(path);
    } catch (NoSuchFileException _) {
      return new Reach.Absent("which is not there");
    } catch (AccessDeniedException e) {
      return new Reach.Unseen("no permission for " + e.getFile());
    } catch (IOException e) {
      return new Reach.Unseen(IoReason.withFile(e));
    }
  }

  private static Reach connect(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected() ? new Reach.Open() : new Reach.Refused("not connected");
    } catch (ConnectException e) {
      return new Reach.Refused(IoReason.withFile(e));
    }
  }

  private SocketAccess.Node node(Path path) throws IOException {
    Map<String, Object> stat = Files.readAttributes(path, "unix:uid,gid,mode");
    return new SocketAccess.Node(
        shown(path), number(stat, "uid"), number(stat, "gid"), number(stat, "mode"));
  }

  private static int number(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof Number number ? number.intValue() : 0;
  }

  private static byte[] head(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(TRUST_BYTES_MAX);
    }
  }

  private Path here(String absolute) {
    return root.resolve(absolute.startsWith("/") ? absolute.substring(1) : absolute).normalize();
  }

  private String shown(Path path) {
    return "/" + root.relativize(path);
  }
}
