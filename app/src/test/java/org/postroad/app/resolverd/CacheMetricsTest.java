package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.store.CacheEvents;
import org.postroad.app.store.SqlitePolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.DomainState;

class CacheMetricsTest {

  @TempDir Path folder;

  @Test
  void aCacheThatCannotBeWrittenShowsInTheMetrics() throws Exception {
    Path file = folder.resolve("policies.db");
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    SqlitePolicyCache.Opening opening =
        SqlitePolicyCache.open(
            file,
            SqlitePolicyCache.Limits.DEFAULT,
            InstantSource.system(),
            CacheEvents.lines(log::add));
    try (SqlitePolicyCache cache = ((SqlitePolicyCache.Opening.Opened) opening).cache()) {
      Metrics metrics = ResolverRole.metrics(cache);
      assertThat(metrics.text())
          .contains("\npostroad_cache_unwritable 0\n", "\npostroad_cache_changes_waiting 0\n");
      try (Connection sql = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = sql.createStatement()) {
        statement.execute("pragma busy_timeout = 900"); // under the second between two attempts
        statement.execute(
            "create trigger full before insert on domain begin select raise(abort, 'full'); end");
        cache.put(DomainName.of("example.com"), DomainState.unknown(Instant.now()));
        assertThat(log.poll(20, TimeUnit.SECONDS)).contains("cannot be written");
        assertThat(metrics.text())
            .contains("\npostroad_cache_unwritable 1\n", "\npostroad_cache_changes_waiting 1\n");
        statement.execute("drop trigger full");
      }
      assertThat(log.poll(20, TimeUnit.SECONDS)).contains("is written again");
      assertThat(metrics.text()).contains("\npostroad_cache_unwritable 0\n");
    }
  }
}
