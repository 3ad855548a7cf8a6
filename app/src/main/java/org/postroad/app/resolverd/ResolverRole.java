package org.postroad.app.resolverd;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.postroad.app.config.Configuration;
import org.postroad.app.output.IoReason;
import org.postroad.app.store.CacheEvents;
import org.postroad.app.store.SqlitePolicyCache;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.engine.resolve.Refresher;
import org.postroad.protocol.dns.Dns;

/// `postroad resolver`: the policy daemon as a process, from its configuration to its end.
///
/// SIGHUP takes over overrides and listeners without dropping a connection; SIGTERM and SIGINT
/// answer what has been asked, for ten seconds at the most, and end with 0.
public final class ResolverRole {

  /// Where the cache is kept if nobody says otherwise and that folder can be written to.
  public static final Path DEFAULT_CACHE = Path.of("/var/lib/postroad/policies.db");

  private static final int MEMORY_ONLY_MAX = 50_000; // at about 1.4 KB each
  private static final Duration GUEST_PASS = Duration.ofMillis(100); // its host's days are brief
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(10);

  private final DnsClient dns;
  private final Optional<DnsClient> compared;
  private final PolicySource source;
  private final InstantSource clock;
  private final PrintStream err;
  private final DaemonLog log;
  private final boolean obeysSignals;

  /// How it ended.
  public sealed interface Ended {
    record Stopped() implements Ended {}

    /// Exit code 69.
    record CannotListen(String why) implements Ended {}

    /// Exit code 74.
    record CacheUnusable(String why) implements Ended {}
  }

  /// A configuration read again, or why it cannot be taken over.
  public sealed interface Reread {
    record Taken(Configuration configuration) implements Reread {}

    record Refused(List<String> why) implements Reread {}
  }

  public ResolverRole(DnsClient dns, PolicySource source, InstantSource clock, PrintStream err) {
    this(dns, Optional.empty(), source, clock, err, true);
  }

  private ResolverRole(
      DnsClient dns,
      Optional<DnsClient> compared,
      PolicySource source,
      InstantSource clock,
      PrintStream err,
      boolean obeysSignals) {
    this.dns = dns;
    this.compared = compared;
    this.source = source;
    this.clock = clock;
    this.err = err;
    this.log = new DaemonLog(err, clock, System.getenv("JOURNAL_STREAM") == null);
    this.obeysSignals = obeysSignals;
  }

  /// The same as a part of another process, whose signals are not its own: an interrupt stops it.
  public ResolverRole asGuest() {
    return new ResolverRole(dns, compared, source, clock, err, false);
  }

  /// The same with a second opinion of every answer, and a line in the log where the two differ.
  public ResolverRole comparing(Optional<DnsClient> other) {
    return new ResolverRole(dns, other, source, clock, err, obeysSignals);
  }

  /// The cache file that a configuration means; empty for memory only.
  public static Optional<Path> cacheFile(Configuration configuration) {
    return configuration
        .cache()
        .file()
        .or(
            () ->
                Files.isWritable(DEFAULT_CACHE.getParent())
                    ? Optional.of(DEFAULT_CACHE)
                    : Optional.empty());
  }

  /// Runs until it is told to stop.
  ///
  /// @param reread called on SIGHUP
  public Ended run(Configuration configuration, Supplier<Reread> reread)
      throws InterruptedException {
    Optional<Path> file = cacheFile(configuration);
    if (file.isEmpty()) {
      log.warning(
          "no cache file: policies are kept in memory only, and every restart exposes first contact"
              + " again; set [cache] file");
      PolicyCache memory =
          new MemoryPolicyCache(Math.min(configuration.cache().entries(), MEMORY_ONLY_MAX));
      return run(configuration, reread, memory, Optional.empty(), new Metrics());
    }
    SqlitePolicyCache.Limits limits =
        new SqlitePolicyCache.Limits(
            configuration.cache().entries(), configuration.cache().memoryEntries());
    return switch (SqlitePolicyCache.open(
        file.get(), limits, clock, CacheEvents.lines(log::warning))) {
      case SqlitePolicyCache.Opening.Unusable(String why) -> new Ended.CacheUnusable(why);
      case SqlitePolicyCache.Opening.Opened(SqlitePolicyCache cache) -> {
        try (cache) {
          yield run(configuration, reread, cache, file, metrics(cache));
        }
      }
    };
  }

  private Ended run(
      Configuration configuration,
      Supplier<Reread> reread,
      PolicyCache cache,
      Optional<Path> file,
      Metrics metrics)
      throws InterruptedException {
    Dns asked = SecondOpinion.of(dns, compared, clock, log, metrics);
    ResolverDaemon.World world =
        new ResolverDaemon.World(
            asked, configuration.resolver().dane(), Optional.of(dns), source, cache, clock);
    Duration pass = obeysSignals ? Refresher.PASS : GUEST_PASS;
    try (ResolverDaemon daemon = new ResolverDaemon(configuration, world, log, metrics, pass)) {
      Optional<AdminServer> admin = admin(file, cache, daemon);
      SocketmapServer server =
          SocketmapServer.start(daemon.replies(), limits(configuration), metrics, log::warning);
      try {
        return serve(configuration, reread, metrics, daemon, server);
      } finally {
        if (!server.stop(FINISH_WITHIN)) {
          log.warning(
              "stopped with questions unanswered after " + FINISH_WITHIN.toSeconds() + " s");
        }
        admin.ifPresent(AdminServer::close);
      }
    }
  }

  /// With what only a cache on disk has to say.
  static Metrics metrics(SqlitePolicyCache cache) {
    Metrics metrics = new Metrics();
    metrics.gauge(
        "postroad_cache_unwritable",
        "1 while the cache file cannot be written: a restart would lose policies.",
        () -> cache.isWritten() ? 0 : 1);
    metrics.gauge(
        "postroad_cache_changes_waiting",
        "Changes of the cache that are not on disk yet.",
        cache::waiting);
    return metrics;
  }

  private Ended serve(
      Configuration configuration,
      Supplier<Reread> reread,
      Metrics metrics,
      ResolverDaemon daemon,
      SocketmapServer server)
      throws InterruptedException {
    for (SocketmapServer.Refused refused : server.listen(configuration.resolver().listen())) {
      return new Ended.CannotListen(refused.endpoint() + ": " + refused.why());
    }
    Supplier<Optional<String>> down =
        () -> server.isServing() ? Optional.empty() : Optional.of("the socketmap server ended");
    return switch (MonitorServer.open(configuration.http().listen(), metrics, down, down)) {
      case MonitorServer.Opened.Refused(String why) ->
          new Ended.CannotListen("http " + configuration.http().listen() + ": " + why);
      case MonitorServer.Opened.Open(MonitorServer monitor) -> {
        try (monitor) {
          daemon.start();
          untilTold(configuration, reread, daemon, server);
          yield new Ended.Stopped();
        }
      }
    };
  }

  private void untilTold(
      Configuration configuration,
      Supplier<Reread> reread,
      ResolverDaemon daemon,
      SocketmapServer server)
      throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Reload reload = new Reload(configuration, reread, daemon, server, log, this::ready);
    if (obeysSignals) {
      Signals.on("TERM", told::countDown);
      Signals.on("INT", told::countDown);
      Signals.on("HUP", reload::run);
    }
    ready(server);
    told.await();
    log.info("stopping");
  }

  /// Exactly this line is what scripts wait for.
  private void ready(SocketmapServer server) {
    synchronized (err) {
      server.listening().forEach(at -> err.println("postroad: ready " + at));
      err.flush();
    }
  }

  private Optional<AdminServer> admin(
      Optional<Path> file, PolicyCache cache, ResolverDaemon daemon) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    CacheCommands commands = new CacheCommands(cache, daemon.resolver(), clock, daemon::forgetWarm);
    try {
      return Optional.of(AdminServer.start(file.get(), commands, log));
    } catch (IOException e) {
      log.warning("no admin socket, the cache commands will not work: " + IoReason.withFile(e));
      return Optional.empty();
    }
  }

  private static SocketmapServer.Limits limits(Configuration configuration) {
    return SocketmapServer.Limits.DEFAULT
        .withIdle(configuration.resolver().idleTimeout())
        .withConnections(configuration.resolver().maxConnections());
  }

  /// What SIGHUP does.
  private record Reload(
      Configuration atStart,
      Supplier<Reread> reread,
      ResolverDaemon daemon,
      SocketmapServer server,
      DaemonLog log,
      java.util.function.Consumer<SocketmapServer> ready) {

    void run() {
      switch (reread.get()) {
        case Reread.Refused(List<String> why) -> {
          refuse(why);
        }
        case Reread.Taken(Configuration fresh) -> take(fresh);
      }
    }

    private void refuse(List<String> why) {
      why.forEach(log::error);
      log.error("configuration not reloaded, the one before stays in force");
    }

    private void take(Configuration fresh) {
      List<SocketmapServer.Refused> refused = server.listen(fresh.resolver().listen());
      if (!refused.isEmpty()) {
        refuse(
            refused.stream()
                .map(r -> "cannot listen at " + r.endpoint() + ": " + r.why())
                .toList());
        return;
      }
      daemon.overrides(fresh.overrides());
      List<String> later = needRestart(fresh);
      log.info(
          "configuration reloaded: "
              + fresh.overrides().size()
              + " overrides"
              + (later.isEmpty()
                  ? ""
                  : "; changes of " + String.join(", ", later) + " count from the next start"));
      ready.accept(server);
    }

    private List<String> needRestart(Configuration fresh) {
      List<String> names = new ArrayList<>();
      Map<String, List<Object>> pairs =
          Map.of(
              "[dns]", List.of(atStart.dns(), fresh.dns()),
              "[tls]", List.of(atStart.tls(), fresh.tls()),
              "[fetch]", List.of(atStart.fetch(), fresh.fetch()),
              "[cache]", List.of(atStart.cache(), fresh.cache()),
              "[http]", List.of(atStart.http(), fresh.http()));
      pairs.forEach(
          (name, pair) -> {
            if (!pair.get(0).equals(pair.get(1))) {
              names.add(name);
            }
          });
      Configuration.Resolver before = atStart.resolver();
      Configuration.Resolver after = fresh.resolver();
      if (!before.answerWithin().equals(after.answerWithin())
          || !before.deferUnanswered().equals(after.deferUnanswered())
          || !before.idleTimeout().equals(after.idleTimeout())
          || before.maxConnections() != after.maxConnections()
          || before.queue() != after.queue()
          || before.dane() != after.dane()) {
        names.add("[resolver]");
      }
      names.sort(null);
      return names;
    }
  }
}
