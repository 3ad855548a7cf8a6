package org.postroad.app.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import org.postroad.app.store.CacheFile.Columns;

/// The connection that writes, with its statements, in one transaction after another.
///
/// Good until something fails: after a full disk or a failed write SQLite has rolled back by
/// itself, and neither the driver's transaction nor its statements can be used again. Then a new
/// one takes its place.
final class RowWriter implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement update;
  private final PreparedStatement insert;
  private final PreparedStatement delete;

  /// @param connection becomes its own
  RowWriter(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    update =
        connection.prepareStatement(
            "update domain set state = ?, expires = ?, refresh_at = ?, asked = ? where name = ?");
    insert =
        connection.prepareStatement(
            "insert into domain (state, expires, refresh_at, asked, name) values (?, ?, ?, ?, ?)");
    delete = connection.prepareStatement("delete from domain where name = ?");
  }

  /// One more for a file that is laid out.
  static RowWriter open(Path path, Duration busy) throws SQLException {
    Connection connection = CacheLayout.connect(path, busy);
    try {
      return new RowWriter(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// @return 1 if the domain is new
  int put(String name, Columns state) throws SQLException {
    return run(update, name, state) == 1 ? 0 : run(insert, name, state);
  }

  /// @return 1 if there was one
  int delete(String name) throws SQLException {
    delete.setString(1, name);
    return delete.executeUpdate();
  }

  /// For the seldom ones; within the transaction.
  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static int run(PreparedStatement statement, String name, Columns state)
      throws SQLException {
    statement.setBytes(1, state.bytes().bytes());
    statement.setLong(2, state.expires());
    if (state.refreshAt() == Long.MAX_VALUE) {
      statement.setNull(3, Types.INTEGER);
    } else {
      statement.setLong(3, state.refreshAt());
    }
    statement.setLong(4, state.asked());
    statement.setString(5, name);
    return statement.executeUpdate();
  }
}
