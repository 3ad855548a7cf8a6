package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;

class CacheTextTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String GOOD =
      "{\"schema\":\"postroad.cache-export/1\",\"domain\":\"example.com\",\"id\":\"a1\","
          + "\"fetched\":\"2026-11-01T06:00:00Z\",\"asked\":\"2026-11-01T11:00:00Z\","
          + "\"policy\":\"version: STSv1\\r\\nmode: enforce\\r\\nmx: mail.example.com\\r\\n"
          + "mx: *.mx.example.net\\r\\nmax_age: 604800\\r\\n\"}";

  @Test
  void anEntryIsThisLine() {
    DomainState state = RandomStates.ordinary("a1", Instant.parse("2026-11-01T06:00:00Z"), WEEK);
    PolicyEntry entry =
        new PolicyEntry(
            DomainName.of("example.com"),
            state.policy().orElseThrow(),
            Instant.parse("2026-11-01T11:00:00Z"));
    assertThat(CacheText.line(entry)).isEqualTo(GOOD);
    assertThat(CacheText.parse(GOOD, NOW)).isEqualTo(new CacheText.Parsed.Valid(entry));
  }

  @Test
  void everyValidPolicyComesBackFromAnExport() throws IOException {
    Random random = seeded();
    RandomStates states = new RandomStates(random);
    PolicyCache from = new MemoryPolicyCache(5_000);
    for (int i = 0; i < 2_000; i++) {
      from.put(DomainName.of("d" + i + ".example"), states.state(NOW));
    }
    StringBuilder text = new StringBuilder();
    long exported = CacheText.export(from, NOW, text);
    PolicyCache to = new MemoryPolicyCache(5_000);
    CacheImport.Report report = imported(to, text.toString());
    assertThat(report).isEqualTo(new CacheImport.Report(exported, 0, 0, 0, List.of()));
    assertThat(policies(to)).isEqualTo(policies(from)).hasSize((int) exported);
    assertThat(imported(to, text.toString()).older()).isEqualTo(exported);
  }

  @Test
  void aBadLineCostsOnlyItself() {
    String other = GOOD.replace("example.com", "other.example");
    String text =
        "# a comment\r\n" + GOOD + "\n\n" + GOOD.replace("enforce", "Enforce") + "\r\n" + other;
    List<DomainName> changed = new ArrayList<>();
    PolicyCache cache = new MemoryPolicyCache(10);
    assertThat(imported(cache, text, changed))
        .isEqualTo(
            new CacheImport.Report(
                2,
                0,
                0,
                1,
                List.of(
                    new CacheImport.Fault(
                        "line 4",
                        "policy: line 2: mode: expected enforce, testing or none, not"
                            + " \"Enforce\""))));
    assertThat(changed)
        .containsExactly(DomainName.of("example.com"), DomainName.of("other.example"));
  }

  /// Lines, and how the reason begins.
  static List<Arguments> badLines() {
    return List.of(
        arguments("", "not a JSON object"),
        arguments("[]", "not a JSON object"),
        arguments("{", "not JSON at column 2: Unexpected end-of-input"),
        arguments("example.com enforce", "not JSON at column 1: Unrecognized token"),
        arguments("{}", "schema: expected postroad.cache-export/1"),
        arguments(GOOD + GOOD, "more than one JSON object"),
        arguments(GOOD.replace("export/1", "export/2"), "schema: expected"),
        arguments(GOOD.replace("{", "{\"id\":\"b\","), "not JSON at column "),
        arguments(GOOD.replace("\"a1\"", "7"), "id is not a text"),
        arguments(GOOD.replace("\"a1\"", "\"a 1\""), "id: not up to 32 letters and digits"),
        arguments(GOOD.replace("\"a1\"", "\"" + "a".repeat(33) + "\""), "id: not up to 32"),
        arguments(GOOD.replace("example.com\",\"id", "192.0.2.1\",\"id"), "domain: not a policy"),
        arguments(GOOD.replace("example.com\",\"id", "[a.b]\",\"id"), "domain: not a policy"),
        arguments(GOOD.replace("example.com\",\"id", "\",\"id"), "domain: not a policy"),
        arguments(GOOD.replace("T06:00:00Z", ""), "fetched: not a time"),
        arguments(GOOD.replace("2026-11-01T06", "1969-11-01T06"), "fetched: not a time"),
        arguments(GOOD.replace("2026-11-01T06", "+12026-11-01T06"), "fetched: not a time"),
        arguments(GOOD.replace("2026-11-01T11", "tomorrow"), "asked: not a time"),
        arguments(GOOD.replace("fetched", "fetshed"), "fetched: not a time"),
        arguments(GOOD.replace("mode: enforce\\r\\n", ""), "policy: no mode"),
        arguments(GOOD.replace("\"policy\"", "\"p\""), "policy: empty"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void aLineThatIsNoneSaysWhy(String line, String why) {
    assertThat(CacheText.parse(line, NOW))
        .isInstanceOfSatisfying(
            CacheText.Parsed.Invalid.class, invalid -> assertThat(invalid.why()).startsWith(why));
  }

  /// Lines of what is no export at all.
  static List<String> secrets() {
    return List.of(
        "-----BEGIN PRIVATE KEY-----",
        "MC4CAQAwBQYDK2VwBCIEIHsecret",
        "secret",
        "\"secret\"",
        "[\"secret\"]",
        "{secret: 1}",
        "{'secret': 1}",
        "{\"secret\": secret}",
        "{\"secret\": \"\\secret\"}",
        "{\"secret\": 1, \"secret\": 2}",
        "{\"schema\": \"secret\"}",
        "{\"kty\": \"oct\", \"k\": \"secret\"}");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void ofAWrongFileNothingIsQuoted(String line) {
    assertThat(CacheText.parse(line, NOW))
        .isInstanceOfSatisfying(
            CacheText.Parsed.Invalid.class,
            invalid ->
                assertThat(invalid.why())
                    .contains("expected")
                    .contains("postroad.cache-export/1")
                    .doesNotContainIgnoringCase("secret", "private", "BEGIN", "MC4C"));
  }

  @Test
  void unknownKeysAreIgnoredAndAskedMayBeAbsent() {
    String line =
        GOOD.replace("\"asked\":\"2026-11-01T11:00:00Z\"", "\"more\":{\"a\":[1,{\"b\":null}]}");
    assertThat(CacheText.parse(line, NOW))
        .isInstanceOfSatisfying(
            CacheText.Parsed.Valid.class,
            valid -> assertThat(valid.entry().asked()).isEqualTo(NOW));
  }

  @Test
  void aNewerPolicyIsNeverReplacedByAnOlderOne() {
    DomainName domain = DomainName.of("example.com");
    DomainState newer = RandomStates.ordinary("b2", NOW.minusSeconds(60), WEEK);
    DomainState older = RandomStates.ordinary("a0", NOW.minus(Duration.ofDays(2)), WEEK);
    PolicyCache cache = new MemoryPolicyCache(10);
    cache.put(domain, newer);
    assertThat(imported(cache, GOOD)).isEqualTo(new CacheImport.Report(0, 1, 0, 0, List.of()));
    assertThat(cache.get(domain)).contains(newer);

    cache.put(domain, older);
    assertThat(imported(cache, GOOD).taken()).isEqualTo(1);
    DomainState merged = cache.get(domain).orElseThrow();
    assertThat(merged.policy().map(CachedPolicy::id)).contains("a1");
    assertThat(merged.look()).isEqualTo(older.look());
    assertThat(merged.attempts()).isEqualTo(older.attempts());
    assertThat(merged.asked()).isEqualTo("2026-11-01T11:00:00Z");
  }

  @Test
  void anExpiredPolicyIsLeftOutAndOneFromTheFutureIsAFault() {
    PolicyCache cache = new MemoryPolicyCache(10);
    String expired = GOOD.replace("2026-11-01T06", "2026-10-01T06");
    String brief = GOOD.replace("604800", "0");
    String future = GOOD.replace("2026-11-01T06:00:00Z", "2026-11-01T12:05:01Z");
    CacheImport.Report report = imported(cache, expired + "\n" + brief + "\n" + future);
    assertThat(report.expired()).isEqualTo(2);
    assertThat(report.faults())
        .containsExactly(
            new CacheImport.Fault(
                "line 3", "example.com was fetched in the future, at 2026-11-01T12:05:01Z"));
    assertThat(cache.size()).isZero();
  }

  @Test
  void aClockThatIsALittleAheadDoesNotProlongAPolicy() {
    PolicyCache cache = new MemoryPolicyCache(10);
    imported(cache, GOOD.replaceAll("2026-11-01T(06|11):00:00Z", "2026-11-01T12:04:59Z"));
    DomainState state = cache.get(DomainName.of("example.com")).orElseThrow();
    assertThat(state.policy().map(CachedPolicy::fetched)).contains(NOW);
    assertThat(state.asked()).isEqualTo(NOW);
  }

  @Test
  void linesThatAreTooLongOrNotUtf8AreFaults() throws IOException {
    byte[] text =
        ("x".repeat(CacheText.LINE_MAX + 1) + "\n\u00ff\n" + GOOD)
            .getBytes(StandardCharsets.ISO_8859_1);
    PolicyCache cache = new MemoryPolicyCache(10);
    CacheImport to = new CacheImport(cache, () -> NOW, domain -> {});
    CacheText.read(new ByteArrayInputStream(text), NOW, to);
    assertThat(to.report().faults())
        .containsExactly(
            new CacheImport.Fault("line 1", "longer than 524288 bytes"),
            new CacheImport.Fault("line 2", "not UTF-8"));
    assertThat(to.report().taken()).isEqualTo(1);
  }

  @Test
  void noLineMakesItThrow() {
    Random random = seeded();
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder(GOOD);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        char c =
            random.nextInt(4) == 0
                ? (char) random.nextInt()
                : "{}[]\",:\\0a".charAt(random.nextInt(10));
        line.setCharAt(random.nextInt(line.length()), c);
      }
      line.setLength(random.nextInt(4) == 0 ? random.nextInt(line.length()) : line.length());
      assertThat(CacheText.parse(line.toString(), NOW)).isNotNull();
    }
  }

  private static CacheImport.Report imported(PolicyCache cache, String text) {
    return imported(cache, text, new ArrayList<>());
  }

  private static CacheImport.Report imported(
      PolicyCache cache, String text, List<DomainName> changed) {
    CacheImport to = new CacheImport(cache, () -> NOW, changed::add);
    try {
      CacheText.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), NOW, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return to.report();
  }

  private static Map<String, Optional<CachedPolicy>> policies(PolicyCache cache) {
    List<Map.Entry<String, Optional<CachedPolicy>>> entries = new ArrayList<>();
    cache.forEach(
        (domain, state) ->
            state
                .validPolicy(NOW)
                .ifPresent(valid -> entries.add(Map.entry(domain.text(), Optional.of(valid)))));
    return entries.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Random seeded() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    return new Random(seed);
  }
}
