package org.postroad.app.resolverd;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.postroad.app.output.Json;
import org.postroad.app.store.CacheImport;
import org.postroad.app.store.CacheSummary;
import org.postroad.app.store.CacheText;
import org.postroad.app.store.WarmList;
import org.postroad.engine.resolve.PolicyCache;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.Resolution;

/// `postroad cache …`, as the daemon carries it out on the cache that it holds.
///
/// Words: the sub-command, `json` or `text`, and its argument. Exit codes: 0, 1 where something was
/// asked for that is not there or lines were faulty, 2 for wrong words, 3 where domains could not
/// be resolved.
final class CacheCommands implements AdminServer.Commands {

  private static final int WARM_AT_A_TIME = 64;

  private final PolicyCache cache;
  private final PolicyResolver resolver;
  private final InstantSource clock;
  private final Consumer<DomainName> changed;

  /// @param changed must hear of domains about which something else is to be answered now
  CacheCommands(
      PolicyCache cache,
      PolicyResolver resolver,
      InstantSource clock,
      Consumer<DomainName> changed) {
    this.cache = cache;
    this.resolver = resolver;
    this.clock = clock;
    this.changed = changed;
  }

  @Override
  public int run(List<String> words, InputStream in, PrintWriter out, PrintWriter err)
      throws IOException {
    String command = words.getFirst();
    boolean json = words.size() > 1 && words.get(1).equals("json");
    String argument = words.size() > 2 ? words.get(2) : "";
    return switch (command) {
      case "list" -> list(json, out);
      case "show" -> show(argument, json, out, err);
      case "forget" -> forget(argument, json, out, err);
      case "export" -> export(out, err);
      case "import" -> importText(in, json, out, err);
      case "warm" -> warm(in, json, out, err);
      default -> {
        err.println("postroad: the daemon knows no command " + command);
        yield 2;
      }
    };
  }

  private int list(boolean json, PrintWriter out) {
    Instant now = clock.instant();
    String[] comma = {""};
    if (json) {
      out.print("[");
    }
    cache.forEach(
        (domain, state) -> {
          CacheSummary summary = CacheSummary.of(domain, state, now);
          if (json) {
            out.print(comma[0] + document("postroad.cache-list/1", summary));
            comma[0] = ",\n";
          } else {
            out.println(line(summary));
          }
        });
    if (json) {
      out.println("]");
    }
    return 0;
  }

  private int show(String name, boolean json, PrintWriter out, PrintWriter err) {
    Optional<DomainName> domain = domain(name, err);
    if (domain.isEmpty()) {
      return 2;
    }
    Optional<CacheSummary> summary =
        cache.get(domain.get()).map(state -> CacheSummary.of(domain.get(), state, clock.instant()));
    if (summary.isEmpty()) {
      String none = "nothing is cached of " + domain.get();
      err.println("postroad: " + none);
      if (json) {
        out.println(
            Json.document(
                    "postroad.cache-show/1",
                    j ->
                        j.text("domain", domain.get().text())
                            .flag("valid", false)
                            .text("reason", none))
                .strip());
      }
      return 1;
    }
    if (json) {
      out.println(document("postroad.cache-show/1", summary.get()));
    } else {
      out.println(line(summary.get()));
      summary.get().policy().ifPresent(held -> held.policy().lines().forEach(out::println));
    }
    return 0;
  }

  private int forget(String name, boolean json, PrintWriter out, PrintWriter err) {
    Optional<DomainName> domain = domain(name, err);
    if (domain.isEmpty()) {
      return 2;
    }
    boolean known = cache.forget(domain.get());
    changed.accept(domain.get());
    if (json) {
      out.println(
          Json.document(
              "postroad.cache-forget/1",
              j -> j.text("domain", domain.get().text()).flag("forgotten", known)));
    } else {
      out.println(domain.get() + (known ? ": forgotten" : ": was not known"));
    }
    return known ? 0 : 1;
  }

  private int export(PrintWriter out, PrintWriter err) throws IOException {
    long lines = CacheText.export(cache, clock.instant(), out);
    err.println("postroad: " + lines + " policies");
    return 0;
  }

  private int importText(InputStream in, boolean json, PrintWriter out, PrintWriter err)
      throws IOException {
    CacheImport taken = new CacheImport(cache, clock, changed);
    CacheText.read(in, clock.instant(), taken);
    CacheImport.Report report = taken.report();
    report
        .faults()
        .forEach(fault -> err.println("postroad: " + fault.where() + ": " + fault.why()));
    if (json) {
      out.println(
          Json.document(
              "postroad.cache-import/1",
              j ->
                  j.number("taken", report.taken())
                      .number("older", report.older())
                      .number("expired", report.expired())
                      .number("faulty", report.faulty())));
    } else {
      out.println(
          report.taken()
              + " taken, "
              + report.older()
              + " not newer than the cached, "
              + report.expired()
              + " expired, "
              + report.faulty()
              + " faulty");
    }
    return report.faulty() > 0 ? 1 : 0;
  }

  private int warm(InputStream in, boolean json, PrintWriter out, PrintWriter err)
      throws IOException {
    WarmList list = WarmList.read(in);
    list.faults().forEach(f -> err.println("postroad: " + f.where() + ": " + f.why()));
    AtomicLong policies = new AtomicLong();
    AtomicLong none = new AtomicLong();
    AtomicLong undetermined = new AtomicLong();
    Semaphore places = new Semaphore(WARM_AT_A_TIME);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (DomainName domain : list.domains()) {
        places.acquireUninterruptibly();
        threads.execute(
            () -> {
              try {
                switch (resolver.resolve(domain)) {
                  case Resolution.Applies applies -> policies.incrementAndGet();
                  case Resolution.NoPolicy no -> none.incrementAndGet();
                  case Resolution.TryLater later -> undetermined.incrementAndGet();
                }
              } finally {
                places.release();
              }
            });
      }
    }
    if (json) {
      out.println(
          Json.document(
              "postroad.cache-warm/1",
              j ->
                  j.number("policies", policies.get())
                      .number("without", none.get())
                      .number("undetermined", undetermined.get())
                      .number("faulty", list.faults().size())));
    } else {
      out.println(
          policies + " with a policy, " + none + " without, " + undetermined + " undetermined");
    }
    return undetermined.get() > 0 ? 3 : list.faults().isEmpty() ? 0 : 1;
  }

  private static Optional<DomainName> domain(String text, PrintWriter err) {
    return switch (PolicyDomain.of(text)) {
      case PolicyDomain.Parsed.Domain(DomainName name) -> Optional.of(name);
      case PolicyDomain.Parsed.None(String why) -> {
        err.println("postroad: not a policy domain: " + why);
        yield Optional.empty();
      }
    };
  }

  private static String line(CacheSummary summary) {
    return summary.domain()
        + "\t"
        + summary
            .policy()
            .map(
                held ->
                    held.policy().mode().text()
                        + "\t"
                        + (summary.valid() ? "until " : "expired ")
                        + held.expires()
                        + "\t"
                        + String.join(
                            " ", held.policy().mx().stream().map(MxPattern::text).toList()))
            .orElse(summary.record().equals("unanswered") ? "unanswered" : "no policy")
        + summary.failure().map(why -> "\tlast fetch failed: " + why).orElse("");
  }

  private static String document(String schema, CacheSummary summary) {
    return Json.document(
            schema,
            json -> {
              json.text("domain", summary.domain().text());
              summary.policy().ifPresent(held -> policy(json, held));
              json.flag("valid", summary.valid());
              json.time("refresh_at", summary.refreshAt());
              json.time("looked", summary.looked());
              json.text("record", summary.record());
              json.time("attempted", summary.attempted());
              json.text("failure", summary.failure());
              json.time("asked", summary.asked());
            })
        .strip();
  }

  private static void policy(Json json, CachedPolicy held) {
    json.text("mode", held.policy().mode().text());
    json.text("id", held.id().isEmpty() ? Optional.empty() : Optional.of(held.id()));
    json.texts("mx", held.policy().mx().stream().map(MxPattern::text).toList());
    json.seconds("max_age", held.policy().maxAge());
    json.time("fetched", held.fetched());
    json.time("expires", held.expires());
    json.text("policy", held.policy().text());
  }
}
