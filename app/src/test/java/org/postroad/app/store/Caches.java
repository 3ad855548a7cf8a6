package org.postroad.app.store;

import java.nio.file.Path;
import java.time.InstantSource;
import org.postroad.app.store.SqlitePolicyCache.Limits;

/// Opens caches that must open.
final class Caches {

  private Caches() {}

  static SqlitePolicyCache open(Path file, Limits limits, InstantSource clock) {
    return open(file, limits, clock, CacheEvents.NONE);
  }

  static SqlitePolicyCache open(Path file, Limits limits, InstantSource clock, CacheEvents events) {
    return opened(SqlitePolicyCache.open(file, limits, clock, events));
  }

  static SqlitePolicyCache opened(SqlitePolicyCache.Opening opening) {
    return switch (opening) {
      case SqlitePolicyCache.Opening.Opened(SqlitePolicyCache cache) -> cache;
      case SqlitePolicyCache.Opening.Unusable(String why) -> throw new AssertionError(why);
    };
  }

  /// Why a file does not open.
  static String refused(Path file) {
    return switch (SqlitePolicyCache.open(
        file, Limits.DEFAULT, InstantSource.system(), CacheEvents.NONE)) {
      case SqlitePolicyCache.Opening.Opened(SqlitePolicyCache cache) -> {
        cache.close();
        throw new AssertionError("it opened");
      }
      case SqlitePolicyCache.Opening.Unusable(String why) -> why;
    };
  }
}
