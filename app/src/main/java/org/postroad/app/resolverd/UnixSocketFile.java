package org.postroad.app.resolverd;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.output.IoReason;

/// The file of a Unix socket: `connect` needs write permission on it.
///
/// A new one gets mode, owner and group under another name and then takes its place in one step, so
/// that clients meet the old or the finished new one. What a dead daemon left is replaced; where
/// somebody still answers, or a file is no socket, nothing is touched.
final class UnixSocketFile {

  /// Where the endpoint names no mode: the owner and the group may ask.
  static final int MODE_DEFAULT = 0660;

  private static final int TYPE_BITS = 0170000; // inode(7)
  private static final int SOCKET = 0140000;

  private final Path path;
  private final Object identity;

  private UnixSocketFile(Path path, Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /// A socket that listens, and its file.
  record Bound(ServerSocketChannel channel, UnixSocketFile file) {}

  static Bound bind(SocketmapEndpoint.Unix unix, int backlog) throws IOException {
    Path path = unix.path();
    Path folder = Objects.requireNonNullElse(path.getParent(), path);
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "no such directory");
    }
    refuseIfTaken(path);
    Path first = firstName(path);
    refuseIfTaken(first);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      Files.deleteIfExists(first);
      channel.bind(UnixDomainSocketAddress.of(first), backlog);
      apply(unix, first);
      Files.move(first, path, StandardCopyOption.ATOMIC_MOVE);
      return new Bound(channel, new UnixSocketFile(path, identity(path)));
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(first);
      throw e;
    }
  }

  /// Gives the file the mode, owner and group that the endpoint names.
  static void apply(SocketmapEndpoint.Unix unix, Path file) throws IOException {
    UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    String name = unix.owner().orElse("");
    try {
      if (unix.owner().isPresent()) {
        view.setOwner(names.lookupPrincipalByName(name));
      }
      name = unix.group().orElse("");
      if (unix.group().isPresent()) {
        view.setGroup(names.lookupPrincipalByGroupName(name));
      }
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("no such user or group: " + name, e);
    }
    Files.setAttribute(file, "unix:mode", unix.mode().orElse(MODE_DEFAULT));
  }

  /// Whether the path still leads to the socket that was bound.
  boolean isThere() {
    try {
      return identity(path).equals(identity);
    } catch (IOException e) {
      return false;
    }
  }

  /// Deletes the file, unless it is not the one that was bound.
  void delete() throws IOException {
    try {
      if (identity(path).equals(identity)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // Somebody else took it away.
    }
  }

  private static void refuseIfTaken(Path path) throws IOException {
    int mode;
    try {
      mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if ((mode & TYPE_BITS) != SOCKET) {
      throw new FileSystemException(path.toString(), null, "exists, and is no socket");
    }
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.configureBlocking(false); // a daemon that is too busy to accept is alive too
      client.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      return; // nobody listens: what a dead daemon left
    } catch (IOException e) {
      throw new FileSystemException(
          path.toString(), null, "cannot see who listens: " + IoReason.of(e));
    }
    throw new FileSystemException(path.toString(), null, "another daemon answers there");
  }

  /// As long as the path at the most, for the length of a socket's path is limited.
  private static Path firstName(Path path) {
    String text = path.toString();
    String start = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    return Path.of(start + (text.endsWith("~") ? "_" : "~"));
  }

  private static Object identity(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
  }
}
