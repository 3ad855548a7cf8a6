package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.postroad.app.process.Program;

/// A folder inside a root for one run, so that several can run at once and the root stays as it was
/// unpacked. Closing deletes it; what a killed run left behind, the next one deletes.
public final class Scratch implements AutoCloseable {

  private static final String BASE = "/lab";
  private static final Duration DELETE_MAX = Duration.ofSeconds(30);

  private final PostfixRoot root;
  private final Path dir;
  private final FileChannel lock;

  private Scratch(PostfixRoot root, Path dir, FileChannel lock) {
    this.root = root;
    this.dir = dir;
    this.lock = lock;
  }

  /// Makes one.
  public static synchronized Scratch in(PostfixRoot root) throws IOException {
    Path base = root.outside(BASE);
    try (FileChannel channel = open(base.resolve(".lock"));
        FileLock alone = channel.lock()) {
      Objects.requireNonNull(alone);
      clean(base);
      Path dir = Files.createTempDirectory(base, "");
      // Postfix's own user goes through it.
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
      FileChannel lock = open(lockFile(dir));
      Objects.requireNonNull(lock.lock());
      return new Scratch(root, dir, lock);
    }
  }

  public PostfixRoot root() {
    return root;
  }

  /// Where it is, seen from outside.
  public Path folder() {
    return dir;
  }

  /// A path in it, as it is inside the root.
  public String inside(String name) {
    return BASE + "/" + dir.getFileName() + "/" + name;
  }

  @Override
  public void close() throws IOException {
    delete(dir);
    lock.close();
    Files.deleteIfExists(lockFile(dir));
  }

  /// Deletes the folders whose locks nobody holds.
  private static void clean(Path base) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(base, Files::isDirectory)) {
      for (Path old : all) {
        if (abandoned(old)) {
          delete(old);
          Files.deleteIfExists(lockFile(old));
        }
      }
    }
  }

  private static boolean abandoned(Path dir) throws IOException {
    try (FileChannel channel = open(lockFile(dir))) {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false; // held by this very process
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static Path lockFile(Path dir) {
    return dir.resolveSibling(dir.getFileName() + ".lock");
  }

  private static void delete(Path dir) throws IOException {
    var ran = Program.run(DELETE_MAX, "rm", "-rf", "--one-file-system", "--", dir.toString());
    if (!ran.succeeded()) {
      throw new IOException(ran.complaint());
    }
  }
}
