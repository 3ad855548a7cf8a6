package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyRules;

/// Files as postfix-mta-sts-resolver 0.x to 1.x lays them out.
class PeerCacheTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final long TS = NOW.minus(Duration.ofHours(1)).getEpochSecond();
  private static final String BODY =
      "{\"mx\": [\"mail.example.com\", \"*.example.net\"], \"version\": \"STSv1\","
          + " \"mode\": \"enforce\", \"max_age\": 604800}";

  @TempDir Path folder;
  private final PolicyCache cache = new MemoryPolicyCache(100);
  private final CacheImport into = new CacheImport(cache, () -> NOW, domain -> {});

  @Test
  void aPolicyComesOverWithItsIdAndItsTime() throws SQLException {
    Path file = peer();
    insert(file, "example.com", TS, "20240101T000000", BODY);
    assertThat(PeerCache.read(file, NOW, into)).isEqualTo(new PeerCache.Outcome.Done(1));
    DomainState state = cache.get(DomainName.of("example.com")).orElseThrow();
    CachedPolicy policy = state.policy().orElseThrow();
    assertThat(policy.id()).isEqualTo("20240101T000000");
    assertThat(policy.fetched()).isEqualTo(Instant.ofEpochSecond(TS));
    assertThat(policy.policy().lines())
        .containsExactly(
            "version: STSv1",
            "mode: enforce",
            "mx: mail.example.com",
            "mx: *.example.net",
            "max_age: 604800");
    assertThat(state.asked()).isEqualTo(NOW);
  }

  /// The time says when the id was seen last, so nobody knows how old the policy is.
  @Test
  void aPolicyForAYearEndsAfterAWeekWithoutAFetchOfOurOwnWhichIsDueAtOnce() throws SQLException {
    Path file = peer();
    insert(file, "example.com", TS, "1", BODY.replace("604800", "31557600"));
    insert(file, "skewed.example", NOW.getEpochSecond() + 60, "1", BODY);
    assertThat(PeerCache.read(file, NOW, into)).isEqualTo(new PeerCache.Outcome.Done(2));
    DomainState state = cache.get(DomainName.of("example.com")).orElseThrow();
    assertThat(state.policy().orElseThrow().expires()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    assertThat(PolicyRules.refreshAt(state).orElseThrow()).isBefore(NOW);
    state = cache.get(DomainName.of("skewed.example")).orElseThrow();
    assertThat(state.policy().orElseThrow().expires()).isEqualTo(NOW.plus(Duration.ofDays(7)));
  }

  @Test
  void rowsThatAreNoneCostOnlyThemselvesAndSayWhy() throws SQLException {
    Path file = peer();
    insert(file, "expired.example", TS - 604_800, "1", BODY);
    insert(
        file,
        "none.example",
        TS,
        "1",
        "{\"mx\":[],\"version\":\"STSv1\",\"mode\":\"none\",\"max_age\":9999}");
    insert(file, "odd-id.example", TS, "not an id", BODY);
    insert(file, "192.0.2.1", TS, "1", BODY);
    insert(file, "json.example", TS, "1", "{\"mx\": [");
    insert(file, "list.example", TS, "1", BODY.replace("\"*.example.net\"", "7"));
    insert(file, "mx.example", TS, "1", BODY.replace("*.example.net", "no_mx!"));
    insert(file, "lines.example", TS, "1", BODY.replace("enforce", "none\\nmx: a.b"));
    insert(file, "never.example", 0, "1", BODY);
    insert(file, "later.example", TS + 86_400, "1", BODY.replace("604800", "31557600"));
    assertThat(PeerCache.read(file, NOW, into)).isEqualTo(new PeerCache.Outcome.Done(10));
    CacheImport.Report report = into.report();
    assertThat(report.taken()).isEqualTo(2);
    assertThat(report.expired()).isEqualTo(1);
    assertThat(
            report.faults().stream()
                .map(fault -> fault.where() + ": " + fault.why())
                .collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            row 192.0.2.1: not a policy domain
            row json.example: policy: not JSON at column 9: Unexpected end-of-input
            row list.example: policy: mx is not a list of texts
            row mx.example: policy: line 4: mx is not a domain: "no_mx!"
            row lines.example: policy: control character in a value
            row never.example: no time: 0
            row later.example: later.example was fetched in the future, at 2026-11-02T11:00:00Z""");
    assertThat(cache.get(DomainName.of("odd-id.example")).orElseThrow().policy())
        .map(CachedPolicy::id)
        .contains("");
  }

  @Test
  void aFileInUseIsRead() throws SQLException {
    Path file = peer();
    try (Connection theirs = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = theirs.createStatement()) {
      insert(file, "example.com", TS, "1", BODY);
      sql.execute("begin immediate");
      assertThat(PeerCache.read(file, NOW, into)).isEqualTo(new PeerCache.Outcome.Done(1));
    }
  }

  /// As where the folder belongs to somebody else: nothing can be created beside the file.
  @Test
  void aFileWhoseLogCannotBeBegunIsRead() throws SQLException, IOException {
    Path file = peer();
    insert(file, "example.com", TS, "1", BODY);
    Files.createDirectory(folder.resolve("peer.db-shm"));
    assertThat(PeerCache.read(file, NOW, into)).isEqualTo(new PeerCache.Outcome.Done(1));
  }

  @Test
  void earlyVersionsHadNoLogAndNoSecondTable() throws SQLException {
    Path file = folder.resolve("early.db");
    sql(
        file,
        "create table sts_policy_cache (domain text, ts integer, pol_id text, pol_body text)",
        "create unique index sts_policy_domain on sts_policy_cache (domain)");
    insert(file, "example.com", TS, "20190101000000", BODY);
    assertThat(PeerCache.read(file, NOW, into)).isEqualTo(new PeerCache.Outcome.Done(1));
    assertThat(into.report().taken()).isEqualTo(1);
  }

  @Test
  void otherFilesAreNamedForWhatTheyAre() throws SQLException, IOException {
    assertThat(broken(folder.resolve("none"))).isEqualTo("there is no file " + folder + "/none");
    Path text = Files.writeString(folder.resolve("text"), "host: 127.0.0.1\n".repeat(100));
    assertThat(broken(text)).startsWith("cannot read " + text + ": [SQLITE_NOTADB]");
    Path other = folder.resolve("other.db");
    sql(other, "create table sts_policy_cache (domain text, when_seen integer)");
    assertThat(broken(other)).isEqualTo(other + " is no cache of postfix-mta-sts-resolver");
    Path ours = folder.resolve("ours");
    Caches.open(ours, SqlitePolicyCache.Limits.DEFAULT, () -> NOW).close();
    assertThat(broken(ours)).isEqualTo(ours + " is a cache of postroad: export it from there");
  }

  private String broken(Path file) {
    return PeerCache.read(file, NOW, into) instanceof PeerCache.Outcome.Broken(String why, long n)
        ? why
        : "";
  }

  private Path peer() throws SQLException {
    Path file = folder.resolve("peer.db");
    sql(
        file,
        "pragma journal_mode=wal",
        "create table proactive_fetch_ts (id integer primary key, last_fetch_ts integer)",
        "create table sts_policy_cache (domain text, ts integer, pol_id text, pol_body text)",
        "create unique index sts_policy_domain on sts_policy_cache (domain)",
        "create index sts_policy_domain_ts on sts_policy_cache (domain, ts)");
    return file;
  }

  private static void sql(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      for (String statement : List.of(statements)) {
        sql.execute(statement);
      }
    }
  }

  private static void insert(Path file, String domain, long ts, String id, String body)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement sql =
            connection.prepareStatement("insert into sts_policy_cache values (?, ?, ?, ?)")) {
      sql.setString(1, domain);
      sql.setLong(2, ts);
      sql.setString(3, id);
      sql.setString(4, body);
      sql.executeUpdate();
    }
  }
}
