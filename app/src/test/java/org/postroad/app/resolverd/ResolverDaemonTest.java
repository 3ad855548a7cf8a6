package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.InForce;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The daemon's answers from question to reply, with a DNS and a policy host written as literals.
class ResolverDaemonTest {

  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final Asker LOCAL = new Asker("unix:/test", true);
  private static final long SOON = 10;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final World world = new World();
  private final MemoryPolicyCache cache = new MemoryPolicyCache(100);
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Metrics metrics = new Metrics();
  private ResolverDaemon daemon = daemon(Map.of());

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void coldDomainGetsTheExactHostsAndIsWarmThen() {
    assertThat(ask("postfix", "example.com"))
        .isEqualTo("OK secure match=mx1.example.com servername=hostname");
    assertThat(warm("postfix example.com"))
        .contains("OK secure match=mx1.example.com servername=hostname");
    assertThat(ask("postfix-3.10", "example.com"))
        .startsWith("OK secure match=mx1.example.com servername=hostname policy_type=sts ");
    assertThat(world.fetches.get()).isEqualTo(1);
  }

  @Test
  void keysThatAreWrittenOtherwiseAreTheSameDomain() {
    String reply = ask("postfix", "example.com");
    for (String key : List.of("EXAMPLE.com", "example.com:587", "example.com:x", "example.com.")) {
      assertThat(ask("postfix", key)).as(key).isEqualTo(reply);
    }
    assertThat(ask("QUERY", "example.com")).isEqualTo(reply);
    assertThat(world.fetches.get()).isEqualTo(1);
  }

  /// The policy domain is the same (RFC 8461 §3.4), but a host in brackets has no MX to look up.
  @Test
  void hostInBracketsIsHeldAgainstThePolicyItself() {
    world.policy = policy("enforce", "example.com");
    for (String key : List.of("[example.com]", "[example.com]:587")) {
      String reply = "OK secure match=example.com servername=hostname";
      assertThat(ask("postfix", key)).as(key).isEqualTo(reply);
      assertThat(warm("postfix " + key)).as(key).contains(reply);
      assertThat(ask("explain-text", key)).as(key).contains("  postfix      " + reply);
    }
    assertThat(world.fetches.get()).isEqualTo(1);
    daemon.forgetWarm(DomainName.of("example.com"));
    assertThat(warm("postfix [example.com]:587")).isEmpty();
  }

  @Test
  void mxThatDoesNotAnswerInTimeMeansThePolicysOwnPatternsUntilItDoes() {
    CountDownLatch gate = world.holdMx();
    assertThat(ask("postfix", "example.com"))
        .isEqualTo("OK secure match=.example.com servername=hostname");
    gate.countDown();
    Until.holds("in time", () -> warm("postfix example.com").orElse("").contains("mx1."));
  }

  @Test
  void newMxThatThePolicyCoversGetsItsMail() {
    assertThat(ask("postfix", "example.com")).contains("match=mx1.example.com ");
    world.mx = List.of("mx9.example.com");
    now.set(START.plus(Duration.ofMinutes(6)));
    assertThat(warm("postfix example.com")).isEmpty();
    assertThat(ask("postfix", "example.com")).contains("match=mx9.example.com ");
    assertThat(world.fetches.get()).isEqualTo(1);
  }

  @Test
  void mxThatThePolicyDoesNotCoverFetchesAnewThoughTheIdIsUnchanged() {
    assertThat(ask("postfix", "example.com")).contains("match=mx1.example.com ");
    world.mx = List.of("mx.example.net");
    world.policy = policy("enforce", "mx.example.net");
    now.set(START.plus(Duration.ofMinutes(6)));
    assertThat(ask("postfix", "example.com"))
        .isEqualTo("OK secure match=.example.com servername=hostname");
    Until.holds("in time", () -> world.fetches.get() == 2);
    Until.holds("in time", () -> ask("postfix", "example.com").contains("match=mx.example.net "));
  }

  @Test
  void testingAndNoneLeaveTheOperatorsOwnLevel() {
    for (String mode : List.of("testing", "none")) {
      world.policy = policy(mode, "mx1.example.com");
      assertThat(ask("postfix", mode + ".example.com")).isEqualTo("NOTFOUND ");
    }
  }

  @Test
  void fetchedPolicyTakesThePlaceOfWarmReplies() {
    assertThat(ask("postfix", "example.com")).startsWith("OK ");
    world.id = "2";
    world.policy = policy("none", "mx1.example.com");
    now.set(START.plus(Duration.ofMinutes(6)));
    assertThat(ask("postfix", "example.com")).startsWith("OK ");
    Until.holds("in time", () -> ask("postfix", "example.com").equals("NOTFOUND "));
  }

  @Test
  void overrideStandsUntilItsEndAndIsAWarningInTheMetrics() {
    assertThat(ask("postfix", "example.com")).startsWith("OK secure ");
    daemon.overrides(Map.of(DOMAIN, override(PolicyOverride.Level.MAY)));
    assertThat(warm("postfix example.com")).isEmpty();
    assertThat(ask("postfix", "example.com")).isEqualTo("OK may");
    assertThat(metrics.text()).contains("postroad_overrides_weaker_than_policy 1");
    now.set(START.plus(Duration.ofDays(1)));
    assertThat(warm("postfix example.com")).isEmpty();
    assertThat(ask("postfix", "example.com")).startsWith("OK secure ");
    assertThat(metrics.text()).contains("postroad_overrides_weaker_than_policy 0");
  }

  @Test
  void anOverrideOverAPolicyThatWasNeverFetchedIsNotCountedAsWeakerAndTheHelpSaysSo() {
    daemon.overrides(Map.of(DOMAIN, override(PolicyOverride.Level.MAY)));
    assertThat(ask("postfix", "example.com")).isEqualTo("OK may");
    assertThat(metrics.text())
        .contains("not those over a policy that was never fetched.")
        .contains("postroad_overrides_weaker_than_policy 0");
  }

  @Test
  void unansweredRecordIsTempThenAfterTheDelayNoPolicyWithOneWarning() {
    world.record = new Answer.Failed(Answer.Why.TIMED_OUT, "no server answered");
    for (int hour = 0; hour < 4; hour++) {
      now.set(START.plus(Duration.ofHours(hour)));
      assertThat(ask("postfix", "example.com"))
          .isEqualTo("TEMP policy of example.com: no server answered");
    }
    for (int minute = 0; minute < 3; minute++) {
      now.set(START.plus(Duration.ofHours(4).plusMinutes(minute)));
      assertThat(ask("postfix", "example.com")).isEqualTo("NOTFOUND ");
    }
    String log = logged.toString(StandardCharsets.UTF_8);
    assertThat(log.lines().filter(line -> line.contains("longer than defer_unanswered")))
        .hasSize(1);
    assertThat(metrics.text()).contains("postroad_deferrals_ended_total 3");
  }

  @Test
  void failedRefreshIsNamedOnceAndChangesNothing() {
    assertThat(ask("postfix", "example.com")).startsWith("OK ");
    world.fetch = Optional.of(new PolicyFetch.WebPkiInvalid("certificate expired"));
    now.set(START.plus(Duration.ofDays(1)));
    assertThat(daemon.resolver().refresh(DOMAIN)).isTrue();
    Until.holds("in time", () -> world.fetches.get() == 2);
    Until.holds("in time", () -> log().contains("fetch failed, the cached policy"));
    assertThat(ask("postfix", "example.com")).startsWith("OK ");
  }

  @Test
  void explanationsAreForLocalClientsOnly() {
    assertThat(ask("explain", "example.com"))
        .startsWith("OK {\"schema\":\"postroad.explain/1\",\"domain\":\"example.com\"");
    SocketmapReply far =
        daemon
            .replies()
            .answer(new SocketmapRequest("explain", "example.com"), new Asker("inet:", false));
    assertThat(far).isInstanceOf(SocketmapReply.Perm.class);
  }

  @Test
  void whatIsNoDomainIsNotFoundWithoutAnyLookup() {
    for (String key : List.of(".example.com", "[192.0.2.1]", "2001:db8::1", "a b", "")) {
      assertThat(ask("postfix", key)).as(key).isEqualTo("NOTFOUND ");
    }
    assertThat(world.lookups.get()).isZero();
  }

  private String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  private String ask(String map, String key) {
    SocketmapRequest request = new SocketmapRequest(map, key);
    return warm(request.text()).orElseGet(() -> daemon.replies().answer(request, LOCAL).text());
  }

  /// What is at hand, without the netstring around it.
  private Optional<String> warm(String request) {
    byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(200_000);
    daemon.replies().tick();
    if (!daemon.replies().ready(bytes, 0, bytes.length, out)) {
      return Optional.empty();
    }
    String reply = new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    return Optional.of(reply.substring(reply.indexOf(':') + 1, reply.length() - 1));
  }

  private ResolverDaemon daemon(Map<DomainName, PolicyOverride> overrides) {
    Configuration configuration = InForce.defaults().configuration();
    DaemonLog log =
        new DaemonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), now::get, false);
    ResolverDaemon made =
        new ResolverDaemon(
            configuration,
            new ResolverDaemon.World(world, false, Optional.empty(), world, cache, now::get),
            log,
            metrics);
    made.overrides(overrides);
    return made;
  }

  private static PolicyOverride override(PolicyOverride.Level level) {
    return new PolicyOverride(
        level, List.of(), Optional.of(START.plus(Duration.ofHours(12))), "a broken certificate");
  }

  private static Policy policy(String mode, String mx) {
    String text = "version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: 604800\n";
    return ((Policy.Parsed.Valid) Policy.parse(text.getBytes(StandardCharsets.UTF_8))).policy();
  }

  private static final class World implements Dns, PolicySource {
    final AtomicInteger fetches = new AtomicInteger();
    final AtomicInteger lookups = new AtomicInteger();
    volatile String id = "1";
    volatile Policy policy = policy("enforce", "*.example.com");
    volatile List<String> mx = List.of("mx1.example.com");
    volatile Optional<PolicyFetch> fetch = Optional.empty();
    volatile Answer record = new Answer.NoData(Security.INSECURE, Duration.ZERO);
    private volatile CountDownLatch mxGate = new CountDownLatch(0);

    @Override
    public Answer lookup(DomainName name, RecordType type) {
      lookups.incrementAndGet();
      return type == RecordType.MX ? mxAnswer(name) : recordAnswer(name);
    }

    @Override
    public PolicyFetch fetch(DomainName policyDomain) {
      fetches.incrementAndGet();
      return fetch.orElseGet(() -> new PolicyFetch.Fetched(policy));
    }

    CountDownLatch holdMx() {
      mxGate = new CountDownLatch(1);
      return mxGate;
    }

    private Answer mxAnswer(DomainName name) {
      try {
        boolean open = mxGate.await(SOON, TimeUnit.SECONDS);
        assertThat(open).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      List<DnsRecord> records = new ArrayList<>();
      mx.forEach(host -> records.add(new MxRecord(10, DomainName.of(host))));
      return new Answer.Found(records, name, Security.INSECURE, Duration.ofMinutes(5));
    }

    private Answer recordAnswer(DomainName name) {
      return record instanceof Answer.Failed
          ? record
          : new Answer.Found(
              List.of(new DnsRecord.TxtRecord(List.of("v=STSv1; id=" + id + ";"))),
              name,
              Security.INSECURE,
              Duration.ofMinutes(5));
    }
  }
}
