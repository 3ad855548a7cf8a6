package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.protocol.dns.Security.INSECURE;
import static org.postroad.protocol.dns.Security.SECURE;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.app.config.InForce;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// What Postfix is told where DANE is switched on, from the DNS to the reply. Which level belongs
/// to which case is the business of `Precedence`; here each level is reached once by the whole way.
class DaneRepliesTest {

  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Asker LOCAL = new Asker("unix:/test", true);
  private static final String RIGHT = "00".repeat(32);
  private static final String SECURE_REPLY =
      "OK secure match=mx1.example.com:mx2.example.com servername=hostname";

  private static final Answer SERVFAIL =
      new Answer.Failed(Answer.Why.SERVER_FAILED, "SERVFAIL from all servers");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Map<String, Answer> dns = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final ResolverDaemon daemon = daemon();

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void everyHostWithRecordsMeansDaneOnly() {
    mx(SECURE);
    tlsa("mx1.example.com");
    tlsa("mx2.example.com");
    assertThat(ask("postfix")).isEqualTo("OK dane-only");
    policy("enforce");
    daemon.forgetWarm(DomainName.of("example.com"));
    assertThat(ask("postfix")).isEqualTo("OK dane-only");
    assertThat(ask("postfix-3.10")).isEqualTo("OK dane-only");
  }

  @Test
  void someHostsWithRecordsMeanDaneUnlessAPolicyDemandsMore() {
    mx(SECURE);
    tlsa("mx2.example.com");
    assertThat(ask("postfix")).isEqualTo("OK dane");
    policy("enforce");
    daemon.forgetWarm(DomainName.of("example.com"));
    assertThat(ask("postfix")).isEqualTo("OK dane-only");
    assertThat(ask("explain-text"))
        .contains("precedence   dane-only")
        .contains("passed over, even if no other is up: mx1.example.com")
        .contains("3 1 1 " + RIGHT);
  }

  @Test
  void forgerOfMxWithTlsaOfHisOwnIsNeverAnsweredWithDane() {
    mx(INSECURE);
    tlsa("mx1.example.com");
    tlsa("mx2.example.com");
    policy("enforce");
    assertThat(ask("postfix")).isEqualTo(SECURE_REPLY);
    policy("testing");
    now.set(START.plus(Duration.ofMinutes(10)));
    assertThat(ask("postfix")).startsWith("OK secure"); // the policy that is in force still
  }

  @Test
  void withoutRecordsThePolicyDecides() {
    mx(SECURE);
    assertThat(ask("postfix")).isEqualTo("NOTFOUND ");
    policy("enforce");
    daemon.forgetWarm(DomainName.of("example.com"));
    assertThat(ask("postfix")).isEqualTo(SECURE_REPLY);
    assertThat(ask("postfix-3.10")).contains("policy_type=sts");
  }

  @Test
  void whatIsUnknownDelays() {
    for (String question : List.of("example.com MX", "_25._tcp.mx1.example.com TLSA")) {
      dns.clear();
      mx(SECURE);
      policy("enforce");
      dns.put(question, new Answer.Failed(Answer.Why.BOGUS, "signature expired"));
      assertThat(ask("postfix")).as(question).startsWith("TEMP ").contains("signature expired");
    }
    dns.clear();
    mx(SECURE);
    assertThat(ask("postfix")).as("nothing of a failure is kept").isNotEqualTo("TEMP");
  }

  @Test
  void policyThatIsUnknownDelaysOnlyWhereDaneDoesNotDecide() {
    mx(SECURE);
    tlsa("mx1.example.com");
    dns.put("_mta-sts.example.com TXT", new Answer.Failed(Answer.Why.TIMED_OUT, "silence"));
    assertThat(ask("postfix")).isEqualTo("OK dane-only");
    dns.remove("_25._tcp.mx1.example.com TLSA");
    daemon.forgetWarm(DomainName.of("example.com"));
    assertThat(ask("postfix")).startsWith("TEMP ");
  }

  @Test
  void repliesAreWarmForAsLongAsAllAnswersHold() {
    mx(SECURE);
    tlsa("mx1.example.com");
    tlsa("mx2.example.com");
    assertThat(ask("postfix")).isEqualTo("OK dane-only");
    asked.clear();
    assertThat(ask("postfix")).isEqualTo("OK dane-only");
    assertThat(asked).isEmpty();
    dns.remove("_25._tcp.mx1.example.com TLSA");
    now.set(START.plus(TTL).plusSeconds(1));
    assertThat(ask("postfix")).isEqualTo("OK dane");
  }

  @Test
  void sendmailHearsOfThePolicyAlone() {
    mx(SECURE);
    tlsa("mx1.example.com");
    tlsa("mx2.example.com");
    policy("enforce");
    assertThat(ask("sts")).startsWith("OK secure match=mx1.example.com");
  }

  /// RFC 7672 §2.2.3: the owner name has the port that the client connects to.
  @ParameterizedTest
  @CsvSource({
    "[mx1.example.com]:587, 587, OK dane-only",
    "[mx1.example.com]:submission, 587, OK dane-only",
    "[mx1.example.com]:submissions, 465, OK dane-only",
    "[mx1.example.com]:smtp, 25, OK dane-only",
    "[mx1.example.com], 25, OK dane-only",
    "[mx1.example.com], 587, 'NOTFOUND '",
    "[mx1.example.com]:587, 25, 'NOTFOUND '",
    "example.com:587, 587, OK dane",
    "example.com:587, 25, 'NOTFOUND '",
    "example.com:25, 25, OK dane",
    "example.com, 587, 'NOTFOUND '",
  })
  void recordsAreThoseOfThePortOfTheNextHop(String nextHop, int port, String reply) {
    mx(SECURE);
    tlsa("mx1.example.com", port);
    assertThat(ask("postfix", nextHop)).isEqualTo(reply);
    assertThat(ask("postfix", nextHop)).as("asked again").isEqualTo(reply);
    assertThat(ask("explain-text", nextHop)).contains("  postfix      " + reply);
  }

  @Test
  void policyDoesNotOverrideTheRecordsOfAnotherPort() { // RFC 8461 §2
    mx(SECURE);
    tlsa("mx1.example.com", 587);
    tlsa("mx2.example.com", 587);
    policy("enforce");
    for (int i = 0; i < 2; i++) {
      assertThat(ask("postfix", "example.com:587")).isEqualTo("OK dane-only");
      assertThat(ask("postfix", "example.com")).isEqualTo(SECURE_REPLY);
    }
    asked.clear();
    assertThat(ask("postfix", "example.com:587")).isEqualTo("OK dane-only");
    assertThat(asked).as("warm").isEmpty();
    dns.remove("_587._tcp.mx1.example.com TLSA");
    dns.remove("_587._tcp.mx2.example.com TLSA");
    daemon.forgetWarm(DomainName.of("example.com"));
    assertThat(ask("postfix", "example.com:587")).isEqualTo(SECURE_REPLY);
  }

  @Test
  void unknownRecordsOfThePortDelay() { // RFC 7672 §2.1.2
    mx(SECURE);
    tlsa("mx1.example.com");
    dns.put("_587._tcp.mx1.example.com TLSA", SERVFAIL);
    assertThat(ask("postfix", "[mx1.example.com]:587")).startsWith("TEMP ").contains("_587._tcp");
    assertThat(ask("postfix", "[mx1.example.com]")).isEqualTo("OK dane-only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[mx1.example.com]:relay", "[mx1.example.com]:0", "example.com:70000"})
  void portThatIsNotKnownDelaysAndSaysWhatToWrite(String nextHop) {
    mx(SECURE);
    tlsa("mx1.example.com");
    assertThat(ask("postfix", nextHop)).startsWith("TEMP ").contains("write its number");
    assertThat(ask("sts", nextHop)).isEqualTo("NOTFOUND ");
  }

  @Test
  void hostInBracketsIsItsOwnRoadThoughItHasMxRecords() { // RFC 7672 §2.2.2
    mx(SECURE);
    InetAddress address = InetAddress.ofLiteral("192.0.2.9");
    DomainName host = DomainName.of("example.com");
    dns.put(
        "example.com A", new Answer.Found(List.of(new AddressRecord(address)), host, SECURE, TTL));
    tlsa("mx1.example.com");
    tlsa("mx2.example.com");
    assertThat(ask("postfix", "[example.com]")).isEqualTo("NOTFOUND ");
    assertThat(ask("postfix", "example.com")).isEqualTo("OK dane-only");
    assertThat(ask("postfix", "[example.com]")).isEqualTo("NOTFOUND ");
  }

  /// RFC 7672 has no rule about the characters of a name; RFC 8461 §3.4 has, for policy domains.
  @ParameterizedTest
  @ValueSource(strings = {"_x.example.com", "-a.example.com", "a-.example.com"})
  void nameThatCanHaveNoPolicyHasDaneAllTheSame(String name) {
    mx(SECURE);
    assertThat(ask("postfix", name)).isEqualTo("NOTFOUND ");
    now.set(now.get().plus(TTL).plusSeconds(1));
    MxRecord record = new MxRecord(10, DomainName.of("mx1.example.com"));
    dns.put(name + " MX", new Answer.Found(List.of(record), DomainName.of(name), SECURE, TTL));
    tlsa("mx1.example.com");
    assertThat(ask("postfix", name)).isEqualTo("OK dane-only");
    assertThat(ask("sts", name)).isEqualTo("NOTFOUND ");
    assertThat(ask("explain-text", name))
        .contains("not a host name")
        .contains("  postfix      OK dane-only");
    now.set(now.get().plus(TTL).plusSeconds(1));
    dns.put("_25._tcp.mx1.example.com TLSA", SERVFAIL);
    assertThat(ask("postfix", name)).startsWith("TEMP ");
    assertThat(asked).noneMatch(question -> question.contains("_mta-sts"));
  }

  @Test
  void explanationPromisesNothingToAHostThatGetsNothing() {
    mx(SECURE);
    tlsa("mx2.example.com");
    policy("enforce");
    assertThat(ask("explain-text"))
        .contains("  mx host      skip        10 mx1.example.com: passed over: dane-only")
        .contains("  mx host      deliver     20 mx2.example.com: TLS with a certificate that")
        .contains("  postfix      OK dane-only");
    assertThat(would("mx1.example.com")).isEqualTo("skip");
    assertThat(would("mx2.example.com")).isEqualTo("deliver");
    dns.put("_25._tcp.mx2.example.com TLSA", SERVFAIL);
    assertThat(ask("explain-text"))
        .contains("  mx host      delay       10 mx1.example.com: TLSA records at _25._tcp.mx2")
        .contains("  postfix      TEMP ");
    assertThat(would("mx1.example.com")).isEqualTo("delay");
    dns.remove("_25._tcp.mx2.example.com TLSA");
    assertThat(would("mx1.example.com")).as("by the policy").isEqualTo("deliver");
  }

  @Test
  void underAnOverrideTheExplanationSaysThatItDecides() {
    mx(SECURE);
    policy("enforce");
    override(PolicyOverride.Level.MAY);
    assertThat(ask("explain-text"))
        .contains("  precedence   may         the override decides")
        .doesNotContain("the policy in enforce")
        .contains("  postfix      OK may");
    tlsa("mx2.example.com");
    override(PolicyOverride.Level.DANE_ONLY);
    assertThat(ask("explain-text"))
        .contains("  precedence   dane-only   the override decides")
        .contains("; passed over: mx1.example.com")
        .contains("  mx host      skip        10 mx1.example.com: DANE is required")
        .contains("  mx host      deliver     20 mx2.example.com:")
        .contains("  postfix      OK dane-only");
    override(PolicyOverride.Level.POLICY);
    assertThat(ask("explain-text")).doesNotContain("the override decides");
  }

  private void override(PolicyOverride.Level level) {
    PolicyOverride decree = new PolicyOverride(level, List.of(), Optional.empty(), "test");
    daemon.overrides(Map.of(DomainName.of("example.com"), decree));
  }

  /// Of a host in the JSON of `explain`.
  private String would(String host) {
    String json = ask("explain");
    Matcher found =
        Pattern.compile("\"host\": ?\"" + Pattern.quote(host) + "\"[^}]*\"would\": ?\"(\\w+)\"")
            .matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return found.group(1);
  }

  private void mx(Security security) {
    DomainName domain = DomainName.of("example.com");
    List<DnsRecord> records = new ArrayList<>();
    for (int n = 1; n <= 2; n++) {
      DomainName host = DomainName.of("mx" + n + ".example.com");
      records.add(new MxRecord(10 * n, host));
      InetAddress address = InetAddress.ofLiteral("192.0.2." + n);
      dns.put(
          host + " A", new Answer.Found(List.of(new AddressRecord(address)), host, SECURE, TTL));
    }
    dns.put("example.com MX", new Answer.Found(records, domain, security, TTL));
  }

  private void tlsa(String host) {
    tlsa(host, 25);
  }

  private void tlsa(String host, int port) {
    DomainName owner = DomainName.of("_" + port + "._tcp." + host);
    dns.put(
        owner + " TLSA",
        new Answer.Found(List.of(new TlsaRecord(3, 1, 1, RIGHT)), owner, SECURE, TTL));
  }

  private void policy(String mode) {
    DomainName owner = DomainName.of("_mta-sts.example.com");
    dns.put(
        owner + " TXT",
        new Answer.Found(
            List.of(new TxtRecord(List.of("v=STSv1; id=" + mode + ";"))), owner, INSECURE, TTL));
  }

  private String ask(String map) {
    return ask(map, "example.com");
  }

  private String ask(String map, String nextHop) {
    SocketmapRequest request = new SocketmapRequest(map, nextHop);
    byte[] bytes = request.text().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(200_000);
    daemon.replies().tick();
    if (!daemon.replies().ready(bytes, 0, bytes.length, out)) {
      return daemon.replies().answer(request, LOCAL).text();
    }
    String reply = new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    return reply.substring(reply.indexOf(':') + 1, reply.length() - 1);
  }

  private PolicyFetch fetched() {
    String id =
        ((Answer.Found) dns.getOrDefault("_mta-sts.example.com TXT", none()))
            .only(TxtRecord.class)
            .getFirst()
            .joined();
    String mode = id.contains("testing") ? "testing" : "enforce";
    String text = "version: STSv1\nmode: " + mode + "\nmx: *.example.com\nmax_age: 604800\n";
    return new PolicyFetch.Fetched(
        ((Policy.Parsed.Valid) Policy.parse(text.getBytes(StandardCharsets.UTF_8))).policy());
  }

  private static Answer none() {
    return new Answer.NoData(SECURE, Duration.ZERO);
  }

  private ResolverDaemon daemon() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    ResolverDaemon.World world =
        new ResolverDaemon.World(
            (name, type) -> {
              synchronized (asked) {
                asked.add(name + " " + type);
              }
              return dns.getOrDefault(name + " " + type, new Answer.NoData(SECURE, TTL));
            },
            true,
            Optional.empty(),
            domain -> fetched(),
            new MemoryPolicyCache(100),
            now::get);
    return new ResolverDaemon(
        InForce.defaults().configuration(),
        world,
        new DaemonLog(nowhere, now::get, false),
        new Metrics());
  }
}
