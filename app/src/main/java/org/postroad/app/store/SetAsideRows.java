package org.postroad.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import org.postroad.app.output.IoReason;
import org.postroad.app.store.CacheFile.Row;
import org.postroad.protocol.text.Printable;

/// Rows that could not be read, as lines of `FILE.unreadable`: time, name, reason, bytes in base64.
final class SetAsideRows {

  private static final long FILE_MAX = 1 << 20; // evidence, not an archive

  private SetAsideRows() {}

  /// @return the reason, with what became of the bytes
  static String append(Path cache, Row row, String why, Instant now) {
    Path file = cache.resolveSibling(cache.getFileName() + ".unreadable");
    String name = row.name().isEmpty() ? "-" : Printable.of(row.name(), 300);
    String bytes = Base64.getEncoder().encodeToString(row.bytes().bytes());
    String line = now + "\t" + name + "\t" + why + "\t" + bytes + "\n";
    try {
      if (Files.exists(file) && Files.size(file) + line.length() > FILE_MAX) {
        return why + "; not kept, " + file + " is full";
      }
      OwnersFile.begin(file);
      Files.writeString(file, line, StandardOpenOption.APPEND);
      return why + "; kept in " + file;
    } catch (IOException e) {
      return why + "; not kept: " + IoReason.of(e);
    }
  }
}
