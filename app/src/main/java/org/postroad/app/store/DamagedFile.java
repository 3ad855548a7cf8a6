package org.postroad.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.store.CacheFile.Change;
import org.postroad.app.store.CacheFile.Columns;
import org.postroad.app.store.CacheFile.Row;
import org.postroad.protocol.dns.DomainName;

/// A cache file that SQLite no longer reads as a whole: moved out of the way under a new name, and
/// searched for the rows that can still be read.
///
/// Damage is mostly a few bad pages. Rows are read from the front up to the first bad page, and
/// from the back down to the last. Each carries a checksum, so what is taken over is what was
/// written.
final class DamagedFile {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int NAMES_MAX = 100;
  private static final int PAGE = 500;

  private final Path path;

  private DamagedFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /// Moves the file, and its log with it: `FILE.damaged-20261101T120000Z`.
  static DamagedFile setAside(Path file, Instant now) throws IOException {
    Path free = free(file, now);
    Files.move(file, free);
    // Under the new name SQLite finds the log again; the index of the log is made anew.
    Path log = sibling(file, "-wal");
    if (Files.exists(log)) {
      Files.move(log, sibling(free, "-wal"));
    }
    Files.deleteIfExists(sibling(file, "-shm"));
    return new DamagedFile(free);
  }

  /// Takes over the states that can still be read.
  void salvageInto(CacheFile fresh, int most, Instant now) throws SQLException {
    Optional<Connection> open = connect();
    if (open.isEmpty()) {
      return;
    }
    try (Connection damaged = open.get()) {
      long low = 0;
      long high = Long.MAX_VALUE;
      boolean forward = true;
      int step = PAGE;
      while (true) {
        Optional<List<Row>> read = page(damaged, forward, low, high, step);
        if (read.isPresent()) {
          List<Row> rows = read.get();
          if (rows.isEmpty()) {
            return;
          }
          fresh.write(readable(rows), most, now);
          low = forward ? rows.getLast().id() : low;
          high = forward ? high : rows.getLast().id();
        } else if (step > 1) {
          step = 1; // up to the very row before the bad page
        } else if (forward) {
          forward = false;
          step = PAGE;
        } else {
          return;
        }
      }
    }
  }

  private Optional<Connection> connect() {
    try {
      return Optional.of(CacheFile.connect(path, true));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /// Rows between two numbers, from one end of them; empty if they cannot be read.
  private static Optional<List<Row>> page(
      Connection damaged, boolean forward, long low, long high, int most) {
    String sql =
        "select rowid, name, state from domain not indexed where rowid > ? and rowid < ?"
            + " order by rowid "
            + (forward ? "asc" : "desc")
            + " limit ?";
    try (PreparedStatement query = damaged.prepareStatement(sql)) {
      query.setLong(1, low);
      query.setLong(2, high);
      query.setInt(3, most);
      return Optional.of(CacheFile.rows(query));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static List<Change> readable(List<Row> rows) {
    List<Change> readable = new ArrayList<>();
    for (Row row : rows) {
      if (DomainName.parse(row.name()) instanceof DomainName.Parsed.Valid(DomainName name)
          && DomainStateCodec.decode(row.bytes())
              instanceof DomainStateCodec.Decoded.State(var s)) {
        readable.add(new Change(name, Optional.of(Columns.of(s))));
      }
    }
    return readable;
  }

  private static Path free(Path file, Instant now) throws IOException {
    String stamp = ".damaged-" + STAMP.format(now);
    for (int i = 1; i <= NAMES_MAX; i++) {
      Path path = sibling(file, i == 1 ? stamp : stamp + "-" + i);
      if (!Files.exists(path)) {
        return path;
      }
    }
    throw new IOException("no free name for " + file + stamp);
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
