package org.postroad.app.store;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.postroad.app.store.CacheFile.Change;
import org.postroad.app.store.CacheFile.Named;
import org.postroad.protocol.dns.DomainName;

/// Tells most domains that are certainly not in the file from those that may be, without reading
/// it: a Bloom filter. Most questions are about domains of which nothing is known, and reading the
/// file to learn that costs as much as all the rest.
///
/// It errs on one side only. Until all names have been read, aside after the start, every domain
/// may be there; names that were deleted stay in it; and when it has grown too full to be of use,
/// it is begun anew. That happens on the thread that writes the file, between two transactions, so
/// that no name goes to the file and into a filter that is given up.
final class KnownNames {

  private static final int NAMES_MIN = 1 << 16;
  private static final int NAMES_MAX = 1 << 24;
  private static final int BITS_PER_NAME = 16; // with four probes, one answer in 400 is in vain
  private static final int PROBES = 4;
  private static final int PAGE = 2_000;

  private final LiveFile file;
  private final long secret = new SecureRandom().nextLong() | 1;
  private volatile Bits bits = new Bits(NAMES_MIN);

  KnownNames(LiveFile file) {
    this.file = file;
  }

  /// One generation.
  private static final class Bits {
    final int names;
    final AtomicLongArray words;
    final AtomicInteger added = new AtomicInteger();
    volatile boolean complete;

    Bits(int names) {
      this.names = names;
      this.words =
          new AtomicLongArray(Integer.highestOneBit(names) * 2 / Long.SIZE * BITS_PER_NAME);
    }
  }

  /// False if the domain is certainly not in the file.
  boolean mayContain(DomainName domain) {
    Bits now = bits;
    return !now.complete || contains(now, hash(domain.text()));
  }

  /// To be called by the thread that writes, before these go to the file.
  void add(Collection<Change> changes) {
    if (bits.complete && bits.added.get() > bits.names) {
      load();
    }
    changes.forEach(change -> add(bits, change.domain().text()));
  }

  /// Begins anew with the names that are in the file, which are read aside.
  void load() {
    Bits fresh = new Bits(Math.clamp(2 * file.rows(), NAMES_MIN, NAMES_MAX));
    bits = fresh;
    Thread.ofPlatform().name("cache-names").daemon().start(() -> read(fresh));
  }

  private void read(Bits into) {
    try {
      while (!readAll(into)) {
        // The file was replaced meanwhile, and its rows are numbered otherwise.
      }
      into.complete = true;
    } catch (SQLException e) {
      // Closed meanwhile, or unreadable: every domain may be there, and asking says what is wrong.
    }
  }

  private boolean readAll(Bits into) throws SQLException {
    CacheFile first = file.use(from -> from);
    long last = 0;
    while (true) {
      long after = last;
      Optional<List<Named>> page =
          file.use(from -> from == first ? Optional.of(from.names(after, PAGE)) : Optional.empty());
      if (page.isEmpty() || page.get().isEmpty()) {
        return page.isPresent();
      }
      page.get().forEach(named -> add(into, named.name()));
      last = page.get().getLast().id();
    }
  }

  private void add(Bits to, String name) {
    long hash = hash(name);
    if (!contains(to, hash)) {
      to.added.incrementAndGet();
      for (int i = 0; i < PROBES; i++) {
        int bit = bit(to, hash, i);
        to.words.accumulateAndGet(bit >>> 6, 1L << bit, (word, mask) -> word | mask);
      }
    }
  }

  private static boolean contains(Bits bits, long hash) {
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(bits, hash, i);
      if ((bits.words.get(bit >>> 6) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(Bits bits, long hash, int probe) {
    int mask = bits.words.length() * Long.SIZE - 1;
    return ((int) hash + probe * ((int) (hash >>> 32) | 1)) & mask;
  }

  /// With a secret, so that nobody can choose names that fill the filter unevenly.
  private long hash(String name) {
    long hash = secret;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (hash * secret) ^ Math.unsignedMultiplyHigh(hash, secret);
  }
}
