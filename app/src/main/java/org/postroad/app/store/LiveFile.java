package org.postroad.app.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.postroad.app.output.IoReason;

/// The cache file in use: when it turns out to be damaged, at the start or at any later moment, a
/// new one with all that could be saved takes its place.
final class LiveFile implements AutoCloseable {

  private final Path path;
  private final int most;
  private final Duration busy;
  private final InstantSource clock;
  private final CacheEvents events;
  private final ReentrantReadWriteLock swapping = new ReentrantReadWriteLock();
  private CacheFile file;

  private LiveFile(
      Path path, int most, Duration busy, InstantSource clock, CacheEvents events, CacheFile file) {
    this.path = path;
    this.most = most;
    this.busy = busy;
    this.clock = clock;
    this.events = events;
    this.file = file;
  }

  /// A file in use, or why there is none.
  sealed interface Opening {
    record Opened(LiveFile file) implements Opening {}

    record Unusable(String why) implements Opening {}
  }

  /// Something that is done with the file.
  interface Use<T> {
    T of(CacheFile file) throws SQLException;
  }

  /// @param most how many rows it may hold
  /// @param busy how long it waits for others who use the file
  static Opening open(Path path, int most, Duration busy, InstantSource clock, CacheEvents events) {
    return switch (CacheFile.open(path, busy)) {
      case CacheFile.Opening.Opened(CacheFile file) ->
          new Opening.Opened(new LiveFile(path, most, busy, clock, events, file));
      case CacheFile.Opening.Refused(String why) -> new Opening.Unusable(why);
      case CacheFile.Opening.Damaged(String why) -> {
        try {
          CacheFile fresh = beginAnew(path, most, busy, clock, events, why);
          yield new Opening.Opened(new LiveFile(path, most, busy, clock, events, fresh));
        } catch (IOException | SQLException e) {
          yield new Opening.Unusable(path + " is damaged (" + why + "), and " + e.getMessage());
        }
      }
    };
  }

  /// Uses the file; if that shows that it is damaged, begins a new one and uses that.
  <T> T use(Use<T> use) throws SQLException {
    CacheFile used = current();
    try {
      return shared(use);
    } catch (SQLException e) {
      if (!CacheLayout.isDamage(e)) {
        throw e;
      }
      replace(used, String.valueOf(e.getMessage()));
      return shared(use);
    }
  }

  /// How many rows there were after the last commit.
  long rows() {
    return current().rows();
  }

  @Override
  public void close() throws SQLException {
    swapping.writeLock().lock();
    try {
      file.close();
    } finally {
      swapping.writeLock().unlock();
    }
  }

  private <T> T shared(Use<T> use) throws SQLException {
    swapping.readLock().lock();
    try {
      return use.of(file);
    } finally {
      swapping.readLock().unlock();
    }
  }

  private CacheFile current() {
    swapping.readLock().lock();
    try {
      return file;
    } finally {
      swapping.readLock().unlock();
    }
  }

  /// Begins a new file in place of a damaged one, unless another thread has done so.
  private void replace(CacheFile damaged, String why) throws SQLException {
    swapping.writeLock().lock();
    try {
      if (file == damaged) {
        closeDamaged(damaged);
        file = beginAnew(path, most, busy, clock, events, why);
      }
    } catch (IOException e) {
      throw new SQLException(IoReason.withFile(e), e);
    } finally {
      swapping.writeLock().unlock();
    }
  }

  private static void closeDamaged(CacheFile file) {
    try {
      file.close();
    } catch (SQLException e) {
      return; // it is being given up because of such failures
    }
  }

  private static CacheFile beginAnew(
      Path path, int most, Duration busy, InstantSource clock, CacheEvents events, String why)
      throws IOException, SQLException {
    DamagedFile damaged = DamagedFile.setAside(path, clock.instant());
    if (!(CacheFile.open(path, busy) instanceof CacheFile.Opening.Opened(CacheFile fresh))) {
      throw new IOException("no new file could be begun");
    }
    try {
      damaged.salvageInto(fresh, most, clock.instant());
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
    events.begunAnew(damaged.path(), why, fresh.rows());
    return fresh;
  }
}
