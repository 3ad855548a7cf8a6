package org.postroad.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postroad.app.output.IoReason;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyRules;

/// The SQLite file itself, and all the SQL there is: one table, a row per domain.
///
/// Write-ahead log, so that readers never wait for the writer and a process killed at any moment
/// leaves whole transactions. `synchronous=FULL`: a transaction is on the disk when its commit
/// returns, so that not even a power failure brings back first contact. That costs one fsync per
/// transaction, and [CacheWriter] makes at most ten a second of them, on a thread nobody waits for;
/// with `NORMAL` a quiet host could lose what it learned since the last checkpoint, which may be
/// hours ago.
///
/// One connection writes, another reads, each under its lock: a read takes about 3 µs. Whatever
/// breaks comes out as an [SQLException]; [SqlitePolicyCache] is where it ends.
final class CacheFile implements AutoCloseable {

  /// A change to one row.
  ///
  /// @param state the new bytes and what the columns beside them say; empty to delete the row
  record Change(DomainName domain, Optional<Columns> state) {}

  /// What a row holds beside the name.
  ///
  /// @param refreshAt [Long#MAX_VALUE] for never
  record Columns(EncodedState bytes, long expires, long refreshAt, long asked) {
    static Columns of(DomainState state) {
      return new Columns(
          DomainStateCodec.encode(state),
          state.policy().map(CachedPolicy::expires).map(Instant::toEpochMilli).orElse(0L),
          PolicyRules.refreshAt(state).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
          state.asked().toEpochMilli());
    }
  }

  /// A row as it is read in passing.
  record Row(long id, String name, EncodedState bytes) {}

  /// An open file, or why there is none.
  sealed interface Opening {
    record Opened(CacheFile file) implements Opening {}

    /// It was a cache once: not to be used, and nothing is lost by moving it.
    record Damaged(String why) implements Opening {}

    /// It is good for something else, or cannot be reached: not to be touched.
    record Refused(String why) implements Opening {}
  }

  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private final Path path;
  private final Duration busy;
  private final Connection reader;
  private final PreparedStatement select;
  private RowWriter writer; // guarded by writing
  private boolean failed; // guarded by writing: the writer is of no use any more
  private volatile long rows;

  private CacheFile(Path path, Duration busy, Connection writer, Connection reader)
      throws SQLException {
    this.path = path;
    this.busy = busy;
    this.reader = reader;
    this.writer = new RowWriter(writer);
    select = reader.prepareStatement("select state from domain where name = ?");
    try (Statement count = reader.createStatement();
        ResultSet result = count.executeQuery("select count(*) from domain")) {
      rows = result.getLong(1);
    }
  }

  /// Opens the file, or begins it where there is none.
  ///
  /// @param busy how long it waits for others who use the file
  static Opening open(Path path, Duration busy) {
    if (Files.isDirectory(path)) {
      return new Opening.Refused(path + " is a folder");
    }
    try {
      OwnersFile.begin(path);
    } catch (IOException e) {
      return new Opening.Refused(path + ": " + IoReason.of(e));
    }
    try {
      Connection writer = CacheLayout.connect(path, busy);
      try {
        Optional<String> foreign = CacheLayout.layOut(writer);
        if (foreign.isPresent()) {
          writer.close();
          return new Opening.Refused(path + " " + foreign.get());
        }
        Connection reader = CacheLayout.connect(path, busy);
        try (Statement pragma = reader.createStatement()) {
          pragma.execute("pragma query_only = on");
          return new Opening.Opened(new CacheFile(path, busy, writer, reader));
        } catch (SQLException e) {
          reader.close();
          throw e;
        }
      } catch (SQLException e) {
        writer.close();
        throw e;
      }
    } catch (SQLException e) {
      return CacheLayout.isDamage(e)
          ? damaged(path, String.valueOf(e.getMessage()))
          : new Opening.Refused(path + ": " + e.getMessage());
    }
  }

  private static Opening damaged(Path path, String why) {
    try {
      return DamagedFile.wasCache(path)
          ? new Opening.Damaged(why)
          : new Opening.Refused(
              path + " is no cache, and nothing says that it was one; it is left as it is");
    } catch (IOException e) {
      return new Opening.Refused(path + ": " + IoReason.of(e));
    }
  }

  /// How many rows there are after the last commit.
  long rows() {
    return rows;
  }

  /// The state of a domain as it was written.
  Optional<EncodedState> read(DomainName domain) throws SQLException {
    reading.lock();
    try {
      select.setString(1, domain.text());
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? Optional.of(new EncodedState(result.getBytes(1))) : Optional.empty();
      }
    } finally {
      reading.unlock();
    }
  }

  /// Up to `most` rows behind the one of number `after`.
  List<Row> rows(long after, int most) throws SQLException {
    return page("rowid, name, state", after, most, CacheFile::row);
  }

  /// A name as it is read in passing.
  record Named(long id, String name) {}

  /// Up to `most` names behind the one of number `after`.
  List<Named> names(long after, int most) throws SQLException {
    return page("rowid, name", after, most, row -> new Named(row.getLong(1), name(row)));
  }

  /// What of a row is wanted.
  private interface Taking<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> List<T> page(String columns, long after, int most, Taking<T> taking)
      throws SQLException {
    reading.lock();
    try (PreparedStatement page =
        reader.prepareStatement(
            "select " + columns + " from domain where rowid > ? order by rowid limit ?")) {
      page.setLong(1, after);
      page.setInt(2, most);
      List<T> found = new ArrayList<>();
      try (ResultSet result = page.executeQuery()) {
        while (result.next()) {
          found.add(taking.from(result));
        }
      }
      return found;
    } finally {
      reading.unlock();
    }
  }

  /// The row a query for rowid, name and state stands at.
  static Row row(ResultSet result) throws SQLException {
    byte[] bytes = Objects.requireNonNullElse(result.getBytes(3), new byte[0]);
    return new Row(result.getLong(1), name(result), new EncodedState(bytes));
  }

  /// Only a damaged file has a null in a column, whatever the layout promises.
  private static String name(ResultSet result) throws SQLException {
    return Objects.requireNonNullElse(result.getString(2), "");
  }

  /// Names of domains due before `now` that were asked for after `askedSince`, the most overdue
  /// first.
  List<String> due(Instant now, Instant askedSince, int most) throws SQLException {
    reading.lock();
    try (PreparedStatement query =
        reader.prepareStatement(
            "select name from domain where refresh_at < ? and asked > ?"
                + " order by refresh_at limit ?")) {
      query.setLong(1, now.toEpochMilli());
      query.setLong(2, askedSince.toEpochMilli());
      query.setInt(3, most);
      return names(query);
    } finally {
      reading.unlock();
    }
  }

  /// Makes the changes in one transaction, and room for them where there are more than `most` rows
  /// then.
  ///
  /// @return the names that had to go
  List<String> write(List<Change> changes, int most, Instant now) throws SQLException {
    writing.lock();
    try {
      RowWriter to = writer();
      long after = rows;
      for (Change change : changes) {
        String name = change.domain().text();
        after += change.state().isPresent() ? to.put(name, change.state().get()) : -to.delete(name);
      }
      List<String> gone = after > most ? evict(to, after - most + most / 16, now) : List.of();
      to.commit();
      rows = after - gone.size();
      return gone;
    } catch (SQLException e) {
      giveUpWriter();
      throw e;
    } finally {
      writing.unlock();
    }
  }

  /// Deletes a row, if it still holds these bytes.
  void delete(Row row) throws SQLException {
    writing.lock();
    try {
      RowWriter to = writer();
      long after;
      try (PreparedStatement exactly =
          to.prepare("delete from domain where name = ? and state = ?")) {
        exactly.setString(1, row.name());
        exactly.setBytes(2, row.bytes().bytes());
        after = rows - exactly.executeUpdate();
      }
      to.commit();
      rows = after;
    } catch (SQLException e) {
      giveUpWriter();
      throw e;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    reading.lock();
    writing.lock();
    try {
      reader.close();
    } finally {
      try {
        writer.close(); // the last connection: the log is merged into the file
      } finally {
        writing.unlock();
        reading.unlock();
      }
    }
  }

  /// The one that writes; a new one after a failure.
  private RowWriter writer() throws SQLException {
    if (failed) {
      writer = RowWriter.open(path, busy);
      failed = false;
    }
    return writer;
  }

  /// At once, not with the next attempt: it may hold the lock that others wait for.
  private void giveUpWriter() {
    failed = true;
    try {
      writer.close(); // what was not committed is rolled back
    } catch (SQLException e) {
      return; // it is being given up because of such failures
    }
  }

  /// Domains without a valid policy go first, then those that were asked for longest ago.
  private static List<String> evict(RowWriter writer, long surplus, Instant now)
      throws SQLException {
    List<String> gone = new ArrayList<>();
    for (String which : List.of("expires <= ?", "expires > ?")) {
      try (PreparedStatement oldest =
          writer.prepare("select name from domain where " + which + " order by asked limit ?")) {
        oldest.setLong(1, now.toEpochMilli());
        oldest.setLong(2, surplus - gone.size());
        gone.addAll(names(oldest));
      }
    }
    for (String name : gone) {
      writer.delete(name);
    }
    return gone;
  }

  private static List<String> names(PreparedStatement query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet result = query.executeQuery()) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }
}
