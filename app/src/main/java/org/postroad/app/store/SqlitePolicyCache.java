package org.postroad.app.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.postroad.app.store.CacheFile.Row;
import org.postroad.app.store.CacheWriter.Patience;
import org.postroad.app.store.StateMemory.Held;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

/// The policy cache of a daemon: one SQLite file that survives `kill -9` and power failure, with
/// the latest changes and the states used last in memory.
///
/// A change is seen by every reader at once and is on disk within 100 ms and the time of one
/// commit; [#flush] waits for it. States that are not in memory are read from the file, in about 10
/// µs, so that a million policies cost disk and not heap.
///
/// A damaged file is moved aside, and a new one begun with every domain that could still be read
/// from it; [CacheEvents] says so loudly, since the others are exposed as at first contact again.
/// What cannot be read for another reason is an exception and never "not known": a cold domain's
/// mail waits then, instead of going out unprotected.
public final class SqlitePolicyCache implements PolicyCache, AutoCloseable {

  /// The bounds of the cache.
  ///
  /// @param domains how many are remembered on disk; in use, a domain takes about 400 bytes there
  /// @param memoryEntries how many of them are kept ready in memory, at about 1.4 KB each
  public record Limits(int domains, int memoryEntries) {
    public static final Limits DEFAULT = new Limits(1_000_000, 4_000);
  }

  /// An open cache, or why there is none: the daemon ends with 74 then.
  public sealed interface Opening {
    record Opened(SqlitePolicyCache cache) implements Opening {}

    /// The file is in use by another daemon, of a later version, another program's, or out of
    /// reach. Nothing was changed.
    record Unusable(String why) implements Opening {}
  }

  private static final Duration FLUSH_MOST = Duration.ofSeconds(10);

  /// How long a look at the whole file waits for the latest changes; it goes on without them.
  private static final Duration CATCH_UP_MOST = Duration.ofSeconds(1);

  private static final int PAGE = 500;
  private static final int STRIPES = 64;

  private final Path path;
  private final Limits limits;
  private final InstantSource clock;
  private final CacheEvents events;
  private final CacheLock lock;
  private final StateMemory memory;
  private final CacheWriter writer;
  private final LiveFile file;
  private final KnownNames names;

  /// The changes of one domain come one after the other.
  private final ReentrantLock[] stripes =
      IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  private SqlitePolicyCache(
      Path path,
      Limits limits,
      InstantSource clock,
      CacheEvents events,
      CacheLock lock,
      LiveFile file,
      Duration retry) {
    this.path = path;
    this.limits = limits;
    this.clock = clock;
    this.events = events;
    this.lock = lock;
    this.file = file;
    memory = new StateMemory(limits.memoryEntries());
    writer = new CacheWriter(memory, this::write, retry, events);
    names = new KnownNames(file);
  }

  /// Opens the cache file, or begins it where there is none; its folder must exist. One process at
  /// a time: `FILE.lock` is held until [#close].
  public static Opening open(Path path, Limits limits, InstantSource clock, CacheEvents events) {
    return open(path, limits, Patience.DEFAULT, clock, events);
  }

  static Opening open(
      Path path, Limits limits, Patience patience, InstantSource clock, CacheEvents events) {
    return switch (CacheLock.take(path)) {
      case CacheLock.Taking.Refused(String why) -> new Opening.Unusable(why);
      case CacheLock.Taking.Taken(CacheLock lock) -> {
        Opening opening = openLocked(path, limits, patience, clock, events, lock);
        if (opening instanceof Opening.Unusable) {
          release(lock);
        }
        yield opening;
      }
    };
  }

  private static Opening openLocked(
      Path path,
      Limits limits,
      Patience patience,
      InstantSource clock,
      CacheEvents events,
      CacheLock lock) {
    return switch (LiveFile.open(path, limits.domains(), patience.busy(), clock, events)) {
      case LiveFile.Opening.Unusable(String why) -> new Opening.Unusable(why);
      case LiveFile.Opening.Opened(LiveFile file) -> {
        SqlitePolicyCache cache =
            new SqlitePolicyCache(path, limits, clock, events, lock, file, patience.retry());
        cache.names.load();
        cache.writer.start();
        yield new Opening.Opened(cache);
      }
    };
  }

  @Override
  public Optional<DomainState> get(DomainName domain) {
    return switch (memory.get(domain)) {
      case Held.Known(DomainState state) -> Optional.of(state);
      case Held.Forgotten forgotten -> Optional.empty();
      case Held.Encoded(EncodedState bytes) -> decoded(new Row(0, domain.text(), bytes));
      case Held.Elsewhere elsewhere when !names.mayContain(domain) -> Optional.empty();
      case Held.Elsewhere(long stamp) -> {
        Optional<EncodedState> bytes = reading(from -> from.read(domain));
        Optional<DomainState> state = bytes.flatMap(b -> decoded(new Row(0, domain.text(), b)));
        state.ifPresent(read -> memory.fill(domain, read, bytes.get().length(), stamp));
        yield state;
      }
    };
  }

  @Override
  public boolean mayKnow(DomainName domain) {
    return switch (memory.get(domain)) {
      case Held.Known known -> true;
      case Held.Encoded encoded -> true;
      case Held.Forgotten forgotten -> false;
      case Held.Elsewhere elsewhere -> names.mayContain(domain);
    };
  }

  @Override
  public void put(DomainName domain, DomainState state) {
    ReentrantLock stripe = stripe(domain);
    stripe.lock();
    try {
      report(memory.put(domain, state));
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public boolean forget(DomainName domain) {
    return update(domain, before -> new Change<>(Optional.empty(), before.isPresent()));
  }

  @Override
  public <T> T update(DomainName domain, Function<Optional<DomainState>, Change<T>> rule) {
    ReentrantLock stripe = stripe(domain);
    stripe.lock();
    try {
      Optional<DomainState> before = get(domain);
      Change<T> change = rule.apply(before);
      if (!change.state().equals(before)) {
        report(
            change
                .state()
                .map(state -> memory.put(domain, state))
                .orElseGet(() -> memory.forget(domain)));
      }
      return change.outcome();
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public List<DomainName> dueForRefresh(Instant now, Instant askedSince, int most) {
    flush(CATCH_UP_MOST);
    return names(reading(from -> from.due(now, askedSince, most)));
  }

  @Override
  public void forEach(BiConsumer<DomainName, DomainState> visitor) {
    flush(CATCH_UP_MOST);
    long last = 0;
    List<Row> rows = rowsAfter(last);
    while (!rows.isEmpty()) {
      for (Row row : rows) {
        if (DomainName.parse(row.name()) instanceof DomainName.Parsed.Valid(DomainName name)) {
          decoded(row).ifPresent(state -> visitor.accept(name, state));
        } else {
          setAside(row, "the name is none");
        }
      }
      last = rows.getLast().id();
      rows = rowsAfter(last);
    }
  }

  /// How many domains were on disk after the last commit: changes of the last 100 ms may be
  /// missing.
  @Override
  public long size() {
    return file.rows();
  }

  /// Whether it can be written, as far as the last attempt showed.
  public boolean isWritten() {
    return !memory.isFailing();
  }

  /// How many changes wait to be written.
  public int waiting() {
    return memory.waiting();
  }

  /// Waits until every change made before is on disk.
  ///
  /// @return false if it was not within ten seconds, because writing fails
  public boolean flush() {
    return flush(FLUSH_MOST);
  }

  /// Writes what is left, for ten seconds at the most, and lets go of the file. Changes that come
  /// later are lost: who makes them is closed first.
  @Override
  public void close() {
    try {
      writer.close(FLUSH_MOST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      file.close();
    } catch (SQLException e) {
      events.writingFails("on closing: " + e.getMessage());
    } finally {
      release(lock);
    }
  }

  private ReentrantLock stripe(DomainName domain) {
    return stripes[Math.floorMod(domain.hashCode(), STRIPES)];
  }

  private boolean flush(Duration most) {
    try {
      return memory.flush(most.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<Row> rowsAfter(long id) {
    return reading(from -> from.rows(id, PAGE));
  }

  private Optional<DomainState> decoded(Row row) {
    return switch (DomainStateCodec.decode(row.bytes())) {
      case DomainStateCodec.Decoded.State(DomainState state) -> Optional.of(state);
      case DomainStateCodec.Decoded.Garbage(String why) -> {
        setAside(row, why);
        yield Optional.empty();
      }
    };
  }

  /// A row that cannot be read goes to a text file, so that it can be looked into, and is reported
  /// once.
  private void setAside(Row row, String why) {
    reading(
        from -> {
          from.delete(row);
          return true;
        });
    events.rowSetAside(row.name(), SetAsideRows.append(path, row, why, clock.instant()));
  }

  private void report(int lost) {
    if (lost > 0) {
      events.lost(lost);
    }
  }

  private List<DomainName> write(List<CacheFile.Change> changes) throws SQLException {
    names.add(changes);
    return names(file.use(to -> to.write(changes, limits.domains(), clock.instant())));
  }

  /// Names as they stand in the file; what is none is found and set aside by [#forEach].
  private static List<DomainName> names(List<String> texts) {
    return texts.stream()
        .map(DomainName::parse)
        .filter(DomainName.Parsed.Valid.class::isInstance)
        .map(parsed -> ((DomainName.Parsed.Valid) parsed).name())
        .toList();
  }

  private <T> T reading(LiveFile.Use<T> use) {
    try {
      return file.use(use);
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new IOException("the policy cache " + path + " cannot be read: " + e.getMessage(), e));
    }
  }

  private static void release(CacheLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      return; // the process ends soon, and the lock with it
    }
  }
}
