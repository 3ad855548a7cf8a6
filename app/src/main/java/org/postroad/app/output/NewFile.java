package org.postroad.app.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that a command is to write at its end: whether it can be is better known before a run of
/// many minutes.
public final class NewFile {

  private NewFile() {}

  /// Why the file cannot be written; empty if it can. What it holds stays, and where there was none
  /// there is none.
  public static Optional<String> fault(Path file) {
    boolean there = Files.exists(file);
    try {
      // Appending nothing is the only question to which the system gives the true answer.
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (!there) {
        Files.delete(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot write " + file + ": " + IoReason.of(e));
    }
  }
}
