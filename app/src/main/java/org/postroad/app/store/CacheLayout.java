package org.postroad.app.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/// What a cache file looks like inside, and how it is connected to.
final class CacheLayout {

  /// Marks the file as ours (`PRAGMA application_id`), so that another program's file is refused.
  static final int APPLICATION_ID = 0x50726361; // "Prca"

  /// The layout below (`PRAGMA user_version`).
  static final int VERSION = 1;

  /// How long a connection waits for another: somebody else's sqlite3 shell may hold the file.
  static final Duration BUSY = Duration.ofSeconds(3);

  private static final int LOG_BYTES = 8 << 20; // what a burst made of the log is given back

  private static final List<String> STATEMENTS =
      List.of(
          // Times are epoch milliseconds; expires is 0 without a policy, refresh_at null if never.
          "create table domain (name text not null unique, state blob not null,"
              + " expires integer not null, refresh_at integer, asked integer not null)",
          "create index domain_due on domain (refresh_at, asked) where refresh_at is not null",
          "create index domain_old on domain (asked, expires)");

  private CacheLayout() {}

  /// Whether the failure says that the file itself is broken.
  static boolean isDamage(SQLException e) {
    // The low byte is the kind, what is above it the detail: SQLite, "Result and Error Codes".
    return e instanceof SQLiteException known
        && ((known.getResultCode().code & 0xff) == 11 // SQLITE_CORRUPT
            || (known.getResultCode().code & 0xff) == 26); // SQLITE_NOTADB
  }

  static Connection connect(Path path, boolean readOnly) throws SQLException {
    return connect(path.toString(), readOnly);
  }

  /// One that may write.
  ///
  /// @param busy how long it waits for another connection
  static Connection connect(Path path, Duration busy) throws SQLException {
    return connect(path.toString(), false, busy);
  }

  /// @param file a path or a URI with parameters
  static Connection connect(String file, boolean readOnly) throws SQLException {
    return connect(file, readOnly, BUSY);
  }

  private static Connection connect(String file, boolean readOnly, Duration busy)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout((int) busy.toMillis());
    if (!readOnly) {
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setJournalSizeLimit(LOG_BYTES);
    }
    // Not by DriverManager: looking for drivers on the whole class path costs start-up time.
    return JDBC.createConnection(JDBC.PREFIX + file, config.toProperties());
  }

  /// Lays a new file out; says what is wrong with one that is not ours or of a later version.
  static Optional<String> layOut(Connection writer) throws SQLException {
    try (Statement sql = writer.createStatement()) {
      int version = number(sql, "pragma user_version");
      int application = number(sql, "pragma application_id");
      int tables = number(sql, "select count(*) from sqlite_schema");
      if (tables > 0 && application != APPLICATION_ID) {
        return Optional.of("is the database of another program");
      }
      if (version > VERSION) {
        return Optional.of(
            "was written by a later version: its layout is " + version + ", known is " + VERSION);
      }
      sql.execute("pragma journal_mode = wal");
      if (tables == 0) {
        sql.execute("begin immediate");
        for (String statement : STATEMENTS) {
          sql.execute(statement);
        }
        sql.execute("pragma application_id = " + APPLICATION_ID);
        sql.execute("pragma user_version = " + VERSION);
        sql.execute("commit");
      }
      return Optional.empty();
    }
  }

  private static int number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      return result.getInt(1);
    }
  }
}
