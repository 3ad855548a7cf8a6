package org.postroad.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
///
/// Only what shows that it was a cache is moved: whoever names a file of theirs by mistake keeps it
/// where it is.
final class DamagedFile {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int NAMES_MAX = 100;
  private static final int PORTION = 500;

  // SQLite, "Database File Format": the header, and the one of a page of a tree.
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int APPLICATION_ID_AT = 68;
  private static final int PAGE = 4096;
  private static final Set<Byte> TREE_PAGES = Set.of((byte) 2, (byte) 5, (byte) 10, (byte) 13);

  private final Path path;

  private DamagedFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /// Whether a file that SQLite cannot read was a cache once: it is marked as ours; or its header
  /// is zeros, as a disk leaves it; or that is lost and pages follow as SQLite writes them.
  static boolean wasCache(Path file) throws IOException {
    byte[] begin;
    try (InputStream in = Files.newInputStream(file)) {
      begin = in.readNBytes(PAGE + 8);
    }
    if (begin.length < HEADER) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(begin);
    if (Arrays.equals(begin, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return bytes.getInt(APPLICATION_ID_AT) == CacheLayout.APPLICATION_ID;
    }
    if (Arrays.equals(begin, 0, HEADER, new byte[HEADER], 0, HEADER)) {
      return true;
    }
    return begin.length == PAGE + 8 && Files.size(file) % PAGE == 0 && isTree(bytes, PAGE);
  }

  /// The list of cells must fit before where they begin, and all into the page: no text does.
  private static boolean isTree(ByteBuffer bytes, int at) {
    int cells = Short.toUnsignedInt(bytes.getShort(at + 3));
    int content = Short.toUnsignedInt(bytes.getShort(at + 5));
    return TREE_PAGES.contains(bytes.get(at)) && 8 + 2 * cells <= content && content <= PAGE;
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
    if (open.isPresent()) {
      try (Connection damaged = open.get()) {
        long last = salvage(damaged, 0, "asc", changes -> fresh.write(changes, most, now));
        salvage(damaged, last, "desc", changes -> fresh.write(changes, most, now));
      }
    }
  }

  private interface Sink {
    void write(List<Change> changes) throws SQLException;
  }

  /// Takes rows in that order until there is none left, or none that can be read.
  ///
  /// @return the number of the last one
  private static long salvage(Connection damaged, long after, String order, Sink into)
      throws SQLException {
    long last = after;
    List<Change> portion = new ArrayList<>();
    try (PreparedStatement query =
        damaged.prepareStatement(
            "select rowid, name, state from domain not indexed where rowid > "
                + after
                + " order by rowid "
                + order)) {
      Optional<ResultSet> result = begin(query);
      for (Optional<Row> row = result.flatMap(DamagedFile::next);
          row.isPresent();
          row = result.flatMap(DamagedFile::next)) {
        last = row.get().id();
        readable(row.get()).ifPresent(portion::add);
        if (portion.size() == PORTION) {
          into.write(portion);
          portion.clear();
        }
      }
    }
    into.write(portion);
    return last;
  }

  private static Optional<ResultSet> begin(PreparedStatement query) {
    try {
      return Optional.of(query.executeQuery());
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static Optional<Row> next(ResultSet result) {
    try {
      return result.next() ? Optional.of(CacheFile.row(result)) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static Optional<Change> readable(Row row) {
    return DomainName.parse(row.name()) instanceof DomainName.Parsed.Valid(DomainName name)
            && DomainStateCodec.decode(row.bytes()) instanceof DomainStateCodec.Decoded.State(var s)
        ? Optional.of(new Change(name, Optional.of(Columns.of(s))))
        : Optional.empty();
  }

  private Optional<Connection> connect() {
    try {
      Connection damaged = CacheLayout.connect(path, true);
      try (Statement pragma = damaged.createStatement()) {
        pragma.execute("pragma writable_schema = on"); // else a cut file is not read at all
        pragma.executeQuery("select rowid, name, state from domain limit 0").close();
        return Optional.of(damaged);
      } catch (SQLException e) {
        damaged.close();
        throw e;
      }
    } catch (SQLException e) {
      return Optional.empty();
    }
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
