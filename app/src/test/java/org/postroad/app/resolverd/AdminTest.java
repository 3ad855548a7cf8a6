package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.cli.ExitCode;
import org.postroad.app.cli.Said;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.RecordLookup;

/// The commands on the cache, through the real socket.
class AdminTest {

  @TempDir Path folder;

  /// The command line reads another program's cache by the clock on the wall, so the daemon goes by
  /// it too.
  private final Instant now = Instant.now();

  private final MemoryPolicyCache cache = new MemoryPolicyCache(1_000);
  private final List<DomainName> changed = new ArrayList<>();
  private final PolicyResolver resolver =
      new PolicyResolver(
          (name, type) ->
              new Answer.Found(
                  List.of(new DnsRecord.TxtRecord(List.of("v=STSv1; id=1;"))),
                  name,
                  Security.INSECURE,
                  Duration.ofMinutes(5)),
          fetching(),
          cache,
          new PolicyRules(Optional.empty()),
          () -> now,
          PolicyResolver.Limits.DEFAULT,
          ResolverEvents.NONE);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private AdminServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        AdminServer.start(
            file(),
            new CacheCommands(cache, resolver, () -> now, changed::add),
            new DaemonLog(new PrintStream(err, true, StandardCharsets.UTF_8), () -> now, false));
  }

  @AfterEach
  void stop() {
    server.close();
    resolver.close();
  }

  @Test
  void onlyTheOwnerMayOpenTheSocket() throws Exception {
    Path socket = AdminChannel.socketOf(file());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(socket);
    }
  }

  @Test
  void warmedDomainsAreListedShownExportedForgottenAndImported() {
    assertThat(run("# partners\nexample.com\nexample.net\n", "warm", "text")).isZero();
    assertThat(said()).isEqualTo("2 with a policy, 0 without, 0 undetermined\n");
    assertThat(run("", "list", "text")).isZero();
    assertThat(said().lines()).hasSize(2);
    assertThat(run("", "show", "json", "example.com")).isZero();
    assertThat(said())
        .startsWith("{\"schema\":\"postroad.cache-show/1\",\"domain\":\"example.com\"");
    assertThat(run("", "export", "text")).isZero();
    String exported = said();
    assertThat(exported.lines()).hasSize(2);
    assertThat(run("", "forget", "text", "example.com")).isZero();
    assertThat(run("", "forget", "text", "example.com")).isEqualTo(1);
    assertThat(run("", "show", "text", "example.com")).isEqualTo(1);
    assertThat(said()).contains("example.com: forgotten");
    assertThat(run("", "show", "json", "example.com")).isEqualTo(1);
    assertThat(said())
        .isEqualTo(
            "{\"schema\":\"postroad.cache-show/1\",\"domain\":\"example.com\",\"valid\":false,"
                + "\"reason\":\"nothing is cached of example.com\"}\n");
    assertThat(run(exported, "import", "text")).isZero();
    assertThat(said()).isEqualTo("1 taken, 1 not newer than the cached, 0 expired, 0 faulty\n");
    assertThat(changed).contains(DomainName.of("example.com"));
  }

  @Test
  void faultyLinesAreNamedAndTheOthersTaken() {
    assertThat(run("example.com\nfoo bar\n", "warm", "text")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("line 2: ");
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void ofAKeyThatIsImportedByMistakeNothingIsSaid() throws Exception {
    Path key = folder.resolve("key.pem");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\nsecret\n");
    Said said = cli("import", key.toString());
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(said.err())
        .contains("postroad: line 1: not JSON at column 2: ", "postroad: line 3: ")
        .doesNotContainIgnoringCase("private", "MC4C", "secret");
  }

  @Test
  void aDomainWhoseRecordWasNeverAnsweredIsNotSaidToHaveNoPolicy() {
    Instant asked = now.minusSeconds(60);
    DomainState unknown = DomainState.unknown(asked);
    cache.put(DomainName.of("never.example"), unknown);
    cache.put(
        DomainName.of("silent.example"),
        looked(unknown, new RecordLookup.Unanswered(Answer.Why.TIMED_OUT, "no answer")));
    cache.put(
        DomainName.of("none.example"),
        looked(
            unknown,
            new RecordLookup.Absent(
                RecordLookup.Reason.NO_RECORD, "no such name", Duration.ofMinutes(5))));
    assertThat(run("", "list", "text")).isZero();
    assertThat(said().lines())
        .containsExactlyInAnyOrder(
            "never.example\tunanswered", "silent.example\tunanswered", "none.example\tno policy");
    assertThat(run("", "show", "json", "silent.example")).isZero();
    assertThat(said()).contains("\"record\":\"unanswered\"");
  }

  private DomainState looked(DomainState state, RecordLookup lookup) {
    return new DomainState(
        state.policy(),
        Optional.of(new DomainState.Look(now, lookup)),
        state.attempts(),
        Optional.empty(),
        state.asked());
  }

  @Test
  void theCommandLineSaysTheSame() throws Exception {
    Path list = Files.writeString(folder.resolve("list"), "example.com\nexample.net\n");
    assertThat(cli("warm", list.toString()))
        .isEqualTo(new Said(ExitCode.OK, "2 with a policy, 0 without, 0 undetermined\n", ""));
    Said exported = cli("export");
    assertThat(exported.err()).isEqualTo("postroad: 2 policies\n");
    assertThat(cli("forget", "example.com").out()).isEqualTo("example.com: forgotten\n");
    assertThat(cli("show", "example.com").code()).isEqualTo(ExitCode.BAD);
    Path export = Files.writeString(folder.resolve("export"), exported.out() + "{}\n");
    Said imported = cli("import", export.toString());
    assertThat(imported.code()).isEqualTo(ExitCode.BAD);
    assertThat(imported.out()).startsWith("1 taken, 1 not newer ");
    assertThat(imported.err()).startsWith("postroad: line 3: schema: ");
    assertThat(cli("show", "example.com").out()).startsWith("example.com\tenforce\tuntil ");
    assertThat(cli("list", "--json").out()).startsWith("[{\"schema\":\"postroad.cache-list/1\"");
    Said missing = cli("import", folder.resolve("none").toString());
    assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err())
        .isEqualTo(
            "postroad: cannot read " + folder.resolve("none") + ": no such file or directory\n");
  }

  @Test
  void anotherProgramsCacheIsReadOnTheSpot() throws Exception {
    Path peer = folder.resolve("peer.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + peer);
        Statement sql = connection.createStatement()) {
      sql.execute(
          "create table sts_policy_cache (domain text, ts integer, pol_id text, pol_body text)");
      long ts = now.getEpochSecond() - 60;
      String body = "{\"version\":\"STSv1\",\"mode\":\"none\",\"mx\":[],\"max_age\":31557600}";
      for (String row : List.of("'example.com', " + ts, "'192.0.2.1', " + ts)) {
        sql.execute("insert into sts_policy_cache values (" + row + ", '1', '" + body + "')");
      }
    }
    Said said = cli("import", peer.toString());
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(said.out()).startsWith("1 taken, 0 not newer ");
    assertThat(said.err()).isEqualTo("postroad: row 192.0.2.1: not a policy domain\n");
  }

  @Test
  void inputThatACommandDoesNotReadIsNoHindrance() {
    assertThat(run("x".repeat(1_000_000), "list", "text")).isZero();
  }

  @Test
  void withoutADaemonItSaysSo() {
    server.close();
    assertThat(
            AdminClient.run(
                file(), List.of("list", "text"), InputStream.nullInputStream(), print(), print()))
        .isInstanceOf(AdminClient.Done.Unreachable.class);
  }

  private Path file() {
    return folder.resolve("policies.db");
  }

  private int run(String input, String... words) {
    AdminClient.Done done =
        AdminClient.run(
            file(),
            List.of(words),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            print(),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(done).isInstanceOf(AdminClient.Done.Ended.class);
    return ((AdminClient.Done.Ended) done).code();
  }

  private Said cli(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of("cache", command));
    words.addAll(List.of("--cache", file().toString()));
    words.addAll(List.of(arguments));
    return Said.by(words.toArray(String[]::new));
  }

  private PrintStream print() {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /// What was said on standard output since this was asked last.
  private String said() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }

  private static PolicySource fetching() {
    String text = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 86400\n";
    Policy policy =
        ((Policy.Parsed.Valid) Policy.parse(text.getBytes(StandardCharsets.UTF_8))).policy();
    return domain -> new PolicyFetch.Fetched(policy);
  }
}
