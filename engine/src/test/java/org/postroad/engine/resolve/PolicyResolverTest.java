package org.postroad.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.mtasts.Resolution;

/// The shell around the rules, with a DNS and a policy host written as literals.
class PolicyResolverTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final long SOON = 10;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Weather weather = new Weather();
  private final MemoryPolicyCache cache = new MemoryPolicyCache(100);
  private final List<DomainName> changed = new ArrayList<>();
  private final Semaphore landed = new Semaphore(0);
  private final List<RuntimeException> bugs = new ArrayList<>();
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
  private PolicyResolver resolver = resolver(PolicyResolver.Limits.DEFAULT);

  @AfterEach
  void close() {
    askers.shutdownNow();
    resolver.close();
  }

  @Test
  void coldDomainIsFetchedOnceThenAnsweredFromTheCacheWithoutAsking() {
    assertThat(resolver.resolve(DOMAIN))
        .isInstanceOfSatisfying(
            Resolution.Applies.class,
            applies -> assertThat(applies.source()).isEqualTo(Resolution.Source.FETCHED));
    assertThat(changed).containsExactly(DOMAIN);
    int asked = weather.lookups.get();
    for (int i = 0; i < 10; i++) {
      assertThat(resolver.resolve(DOMAIN))
          .isInstanceOfSatisfying(
              Resolution.Applies.class,
              applies -> assertThat(applies.source()).isEqualTo(Resolution.Source.CACHE));
    }
    assertThat(weather.lookups.get()).isEqualTo(asked);
    assertThat(weather.fetches.get()).isEqualTo(1);
  }

  @Test
  void manyQuestionsForAColdDomainShareOneFetch() throws Exception {
    CountDownLatch gate = weather.holdFetches();
    List<Future<Resolution>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(askers.submit(() -> resolver.resolve(DOMAIN)));
    }
    assertThat(weather.fetchBegan.await(SOON, TimeUnit.SECONDS)).isTrue();
    gate.countDown();
    for (Future<Resolution> answer : answers) {
      assertThat(answer.get(SOON, TimeUnit.SECONDS)).isInstanceOf(Resolution.Applies.class);
    }
    assertThat(weather.fetches.get()).isEqualTo(1);
  }

  @Test
  void slowPolicyHostMeansTryLaterWhileTheFetchGoesOn() throws Exception {
    resolver.close();
    resolver = resolver(new PolicyResolver.Limits(Duration.ofMillis(50), 10, 10));
    CountDownLatch gate = weather.holdFetches();
    assertThat(resolver.resolve(DOMAIN))
        .isInstanceOfSatisfying(
            Resolution.TryLater.class,
            later -> assertThat(later.delay()).isEqualTo(Resolution.Delay.STILL_ASKING));
    gate.countDown();
    assertThat(landed.tryAcquire(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    assertThat(weather.fetches.get()).isEqualTo(1);
  }

  @Test
  void overTheBoundOfFlightsIsBusyAndAWarmDomainIsStillAnswered() throws Exception {
    resolver.close();
    resolver = resolver(new PolicyResolver.Limits(Duration.ofSeconds(SOON), 1, 1));
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    weather.fetchBegan = new CountDownLatch(1);
    CountDownLatch gate = weather.holdFetches();
    Future<Resolution> slow = askers.submit(() -> resolver.resolve(DomainName.of("slow.example")));
    assertThat(weather.fetchBegan.await(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(resolver.resolve(DomainName.of("third.example")))
        .isInstanceOfSatisfying(
            Resolution.TryLater.class,
            later -> assertThat(later.delay()).isEqualTo(Resolution.Delay.BUSY));
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    gate.countDown();
    assertThat(slow.get(SOON, TimeUnit.SECONDS)).isInstanceOf(Resolution.Applies.class);
  }

  @Test
  void dueLookHappensAsideAndANewIdIsFetched() throws Exception {
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    landed.drainPermits();
    weather.record("2");
    weather.policy(PolicyMode.TESTING);
    now.set(START.plus(Duration.ofMinutes(5)));
    assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.ENFORCE);
    assertThat(landed.tryAcquire(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.TESTING);
    assertThat(weather.fetches.get()).isEqualTo(2);
  }

  @Test
  void attackerWhoHidesTheRecordAndBlocksThePolicyHostChangesNothing() throws Exception {
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    weather.fetch = new PolicyFetch.FetchError("blocked");
    for (Answer forged :
        List.of(
            new Answer.NoSuchName(Security.INSECURE, Duration.ofSeconds(60)),
            new Answer.Failed(Answer.Why.TIMED_OUT, "silence"),
            text("v=STSv1; id=forged;"))) {
      weather.answer = forged;
      now.set(now.get().plus(Duration.ofDays(1)));
      landed.drainPermits();
      assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.ENFORCE);
      assertThat(landed.tryAcquire(SOON, TimeUnit.SECONDS)).isTrue();
      assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.ENFORCE);
    }
  }

  @Test
  void refreshFetchesThoughTheRecordIsGone() throws Exception {
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    weather.answer = new Answer.NoSuchName(Security.INSECURE, Duration.ofSeconds(60));
    now.set(START.plus(Duration.ofDays(2)));
    landed.drainPermits();
    assertThat(resolver.refresh(DOMAIN)).isTrue();
    assertThat(landed.tryAcquire(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(cache.get(DOMAIN).orElseThrow().policy().orElseThrow().fetched())
        .isEqualTo(now.get());
  }

  @Test
  void refresherFindsWhatIsDueAndRefreshesIt() throws Exception {
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    now.set(START.plus(Duration.ofHours(25)));
    landed.drainPermits();
    try (Refresher refresher =
        new Refresher(
            cache, resolver, clock(), new java.util.Random(1), Duration.ofMillis(200), bugs::add)) {
      assertThat(refresher.due()).containsExactly(DOMAIN);
      refresher.start();
      assertThat(landed.tryAcquire(SOON, TimeUnit.SECONDS)).isTrue();
      assertThat(refresher.due()).isEmpty();
    }
    assertThat(weather.fetches.get()).isEqualTo(2);
  }

  @Test
  void doubtFetchesAnUnchangedIdAndFindsTheNewPolicy() throws Exception {
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    weather.policy(PolicyMode.NONE);
    now.set(START.plus(Duration.ofMinutes(6)));
    landed.drainPermits();
    resolver.doubt(DOMAIN);
    assertThat(landed.tryAcquire(SOON, TimeUnit.SECONDS)).isTrue();
    assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.NONE);
  }

  @Test
  void domainWithoutARecordIsNotRemembered() {
    weather.answer = new Answer.NoSuchName(Security.INSECURE, Duration.ofSeconds(60));
    assertThat(resolver.resolve(DOMAIN)).isInstanceOf(Resolution.NoPolicy.class);
    assertThat(cache.size()).isZero();
  }

  @Test
  void maxAgeZeroIsFetchedForEachQuestion() {
    weather.fetch =
        new PolicyFetch.Fetched(
            new Policy(PolicyMode.ENFORCE, List.of(MX), Duration.ZERO, List.of("v"), List.of()));
    assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.ENFORCE);
    assertThat(mode(resolver.resolve(DOMAIN))).isEqualTo(PolicyMode.ENFORCE);
    assertThat(weather.fetches.get()).isEqualTo(2);
  }

  @Test
  void bugOfOursDelaysMailAndIsToldOnce() {
    weather.answer = null;
    assertThat(resolver.resolve(DOMAIN))
        .isInstanceOfSatisfying(
            Resolution.TryLater.class,
            later -> assertThat(later.delay()).isEqualTo(Resolution.Delay.FAULT));
    assertThat(bugs).hasSize(1);
  }

  @Test
  void cacheThatCannotBeReadDelaysMail() {
    PolicyCache broken =
        (PolicyCache)
            java.lang.reflect.Proxy.newProxyInstance(
                PolicyCache.class.getClassLoader(),
                new Class<?>[] {PolicyCache.class},
                (_, _, _) -> {
                  throw new java.io.UncheckedIOException(new java.io.IOException("disk I/O error"));
                });
    try (PolicyResolver unlucky =
        new PolicyResolver(
            weather,
            weather,
            broken,
            new PolicyRules(Optional.empty()),
            clock(),
            PolicyResolver.Limits.DEFAULT,
            ResolverEvents.NONE)) {
      assertThat(unlucky.resolve(DOMAIN))
          .isInstanceOfSatisfying(
              Resolution.TryLater.class,
              later -> assertThat(later.detail()).contains("disk I/O error"));
    }
  }

  @Test
  void fullCacheDropsWhatHasNoValidPolicyFirst() {
    MemoryPolicyCache small = new MemoryPolicyCache(16);
    PolicyResolver filling =
        new PolicyResolver(
            weather,
            weather,
            small,
            new PolicyRules(Optional.of(Duration.ofHours(4))),
            clock(),
            PolicyResolver.Limits.DEFAULT,
            ResolverEvents.NONE);
    assertThat(filling.resolve(DOMAIN)).isInstanceOf(Resolution.Applies.class);
    weather.fetch = new PolicyFetch.FetchError("none");
    for (int i = 0; i < 100; i++) {
      now.set(now.get().plusSeconds(1));
      assertThat(filling.resolve(DomainName.of("d" + i + ".example")))
          .isInstanceOf(Resolution.NoPolicy.class);
    }
    assertThat(small.size()).isLessThanOrEqualTo(16);
    assertThat(filling.cached(DOMAIN)).isPresent();
    filling.close();
  }

  private PolicyResolver resolver(PolicyResolver.Limits limits) {
    return new PolicyResolver(
        weather,
        weather,
        cache,
        new PolicyRules(Optional.of(Duration.ofHours(4))),
        clock(),
        limits,
        new ResolverEvents() {
          @Override
          public void resolved(DomainName domain, Resolution resolution) {
            landed.release();
          }

          @Override
          public void changed(DomainName domain) {
            changed.add(domain);
          }

          @Override
          public void broken(DomainName domain, RuntimeException bug) {
            bugs.add(bug);
          }
        });
  }

  private InstantSource clock() {
    return now::get;
  }

  private static PolicyMode mode(Resolution resolution) {
    assertThat(resolution).isInstanceOf(Resolution.Applies.class);
    return ((Resolution.Applies) resolution).policy().policy().mode();
  }

  private static final MxPattern MX = new MxPattern.Host(DomainName.of("mx.example.com"));

  private static Answer text(String text) {
    return new Answer.Found(
        List.of(new TxtRecord(List.of(text))),
        DomainName.of("_mta-sts.example.com"),
        Security.INSECURE,
        Duration.ofMinutes(5));
  }

  /// The DNS and the policy host of the test.
  private static final class Weather implements Dns, PolicySource {
    final AtomicInteger lookups = new AtomicInteger();
    final AtomicInteger fetches = new AtomicInteger();
    volatile CountDownLatch fetchBegan = new CountDownLatch(1);
    volatile @org.jspecify.annotations.Nullable Answer answer = text("v=STSv1; id=1;");
    volatile PolicyFetch fetch = fetched(PolicyMode.ENFORCE);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Map<DomainName, Integer> asked = new ConcurrentHashMap<>();

    @Override
    public Answer lookup(DomainName name, RecordType type) {
      lookups.incrementAndGet();
      asked.merge(name, 1, Integer::sum);
      assertThat(type).isEqualTo(RecordType.TXT);
      assertThat(name.text()).startsWith("_mta-sts.");
      Answer now = answer;
      if (now == null) {
        throw new IllegalStateException("a bug");
      }
      return now;
    }

    @Override
    public PolicyFetch fetch(DomainName policyDomain) {
      fetches.incrementAndGet();
      fetchBegan.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PolicyFetch.FetchError("interrupted");
      }
      return fetch;
    }

    CountDownLatch holdFetches() {
      gate = new CountDownLatch(1);
      return gate;
    }

    void record(String id) {
      answer = text("v=STSv1; id=" + id + ";");
    }

    void policy(PolicyMode mode) {
      fetch = fetched(mode);
    }

    private static PolicyFetch fetched(PolicyMode mode) {
      return new PolicyFetch.Fetched(
          new Policy(mode, List.of(MX), Duration.ofDays(7), List.of("v"), List.of()));
    }
  }
}
