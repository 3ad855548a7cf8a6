package org.postroad.app.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that name the domains that mail goes to: nobody but their owner reads them, whatever the
/// process's umask is. SQLite gives `-wal` and `-shm` the mode of the file that they belong to.
final class OwnersFile {

  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OwnersFile() {}

  /// Begins an empty file, unless there is one already: its mode stays as its owner made it.
  static void begin(Path path) throws IOException {
    try {
      Files.createFile(path, MODE);
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  /// Opens a file, which is begun so where there is none.
  static FileChannel open(Path path, Set<OpenOption> how) throws IOException {
    return FileChannel.open(path, how, MODE);
  }
}
