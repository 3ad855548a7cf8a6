package org.postroad.app.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.postroad.app.output.IoReason;

/// Keeps a cache file to one process: a lock on `FILE.lock`, which holds the process id for whoever
/// finds it taken. The kernel takes the lock back from a process that dies.
///
/// Not on the file itself: closing any descriptor of a file drops the process's locks on it, and
/// with them SQLite's own.
final class CacheLock implements AutoCloseable {

  private static final int PID_MAX = 32;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /// The lock, or why it is not to be had.
  sealed interface Taking {
    record Taken(CacheLock lock) implements Taking {}

    record Refused(String why) implements Taking {}
  }

  static Taking take(Path file) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    if (!Files.isDirectory(folder)) {
      return new Taking.Refused("there is no folder " + folder);
    }
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel;
    try {
      channel =
          OwnersFile.open(
              path,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      return new Taking.Refused("cannot write " + path + ": " + IoReason.of(e));
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return new Taking.Taken(new CacheLock(channel));
      }
      return refuse(channel, file + " is in use by process " + owner(channel));
    } catch (OverlappingFileLockException e) {
      return refuse(channel, file + " is in use by this process");
    } catch (IOException e) {
      return refuse(channel, "cannot lock " + path + ": " + IoReason.of(e));
    }
  }

  @Override
  public void close() throws IOException {
    channel
        .close(); // and the lock with it; the file stays, or a waiting process would lock a ghost
  }

  private static Taking refuse(FileChannel channel, String why) {
    try {
      channel.close();
    } catch (IOException e) {
      return new Taking.Refused(why + "; " + IoReason.of(e));
    }
    return new Taking.Refused(why);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(PID_MAX);
    channel.read(pid, 0);
    String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
    return text.matches("[0-9]+") ? text : "(unknown)";
  }
}
