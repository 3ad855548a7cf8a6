package org.postroad.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnsServer;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.InForce;
import org.postroad.app.config.Parsed;
import org.postroad.app.config.Rehearsal;
import org.postroad.app.config.Settings;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.labs.postfix.PolicyDaemon;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.resolverd.ResolverRole;
import org.postroad.app.resolverd.SocketmapClient;
import org.postroad.engine.net.Deadline;
import org.postroad.lab.LabInternet;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The daemon of `postroad resolver` inside the lab: in this process, by the lab's clock, so that a
/// day can pass between two questions.
final class LabDaemon implements PolicyDaemon {

  private static final HostPort MONITOR = new HostPort("127.0.0.1", 8462);
  private static final Duration DNS_WITHIN = Duration.ofMillis(1_500);
  private static final Duration FETCH_WITHIN = Duration.ofSeconds(4);
  private static final Duration STEP_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final SocketmapEndpoint endpoint;
  private final Thread thread;
  private final Log log;
  private final HttpClient http = HttpClient.newHttpClient();

  private LabDaemon(SocketmapEndpoint endpoint, Thread thread, Log log) {
    this.endpoint = endpoint;
    this.thread = thread;
    this.log = log;
  }

  /// Starts it; see [PolicyDaemon.Starter]. Its cache lies beside the trust anchors.
  static PolicyDaemon start(
      LabInternet net, InetSocketAddress resolver, Path ca, List<String> listen)
      throws IOException, InterruptedException {
    List<SocketmapEndpoint> endpoints = new ArrayList<>();
    for (String each : listen) {
      endpoints.add(valid(SocketmapEndpoint.parse(each)));
    }
    Path anchor = ca.resolveSibling("root.ds");
    net.dns().anchor().write(anchor);
    Configuration configuration =
        InForce.defaults()
            .with(Settings.DNS_SERVERS, List.of(new DnsServer(resolver)), "lab")
            .with(Settings.DNS_TIMEOUT, DNS_WITHIN, "lab")
            .with(Settings.TLS_CA_FILE, Optional.of(ca), "lab")
            .with(Settings.FETCH_TIMEOUT, FETCH_WITHIN, "lab")
            .with(Settings.FETCH_ALLOW_PRIVATE, true, "lab")
            .with(Settings.CACHE_FILE, Optional.of(ca.resolveSibling("policies.db")), "lab")
            .with(Settings.RESOLVER_LISTEN, endpoints, "lab")
            .with(Settings.RESOLVER_DANE, true, "lab")
            .with(Settings.DNS_DNSSEC, DnssecMode.LOCAL, "lab")
            .with(Settings.DNS_DNSSEC_ANCHOR, Optional.of(anchor), "lab")
            .with(Settings.DNS_DNSSEC_COMPARE, !resolver.equals(net.dns().address()), "lab")
            .with(Settings.HTTP_LISTEN, MONITOR, "lab")
            .configuration();
    Outgoing out =
        switch (Outgoing.open(configuration, Rehearsal.NONE, net.clock())) {
          case Outgoing.Opened.Open(Outgoing open) -> open;
          case Outgoing.Opened.Unusable(String why) -> throw new IOException(why);
        };
    Log log = new Log();
    PrintStream err = new PrintStream(log, true, StandardCharsets.UTF_8);
    ResolverRole role =
        new ResolverRole(out.dns(), out.source(), out.clock(), err)
            .comparing(out.compared())
            .asGuest();
    Thread thread =
        Thread.ofPlatform()
            .name("lab resolver")
            .start(
                () -> {
                  try {
                    ResolverRole.Reread none = new ResolverRole.Reread.Taken(configuration);
                    log.end(role.run(configuration, () -> none).toString());
                  } catch (InterruptedException _) {
                    log.end("stopped");
                  }
                });
    LabDaemon daemon = new LabDaemon(endpoints.getFirst(), thread, log);
    if (!log.ready.await(STEP_MAX.toSeconds(), TimeUnit.SECONDS) || !thread.isAlive()) {
      daemon.close();
      throw new IOException("the resolver did not start: " + log.text());
    }
    return daemon;
  }

  @Override
  public String ask(String map, String domain) throws IOException, InterruptedException {
    SocketmapClient.Asked asked =
        SocketmapClient.ask(endpoint, new SocketmapRequest(map, domain), STEP_MAX);
    settle();
    return switch (asked) {
      case SocketmapClient.Asked.Replied(var reply) -> reply.text();
      case SocketmapClient.Asked.Unanswered(String why) -> throw new IOException(why);
    };
  }

  @Override
  public void settle() throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(STEP_MAX);
    while (metrics().lines().noneMatch("postroad_flights 0"::equals)) {
      if (deadline.passed()) {
        throw new IOException("the resolver finds no rest: " + log.text());
      }
      java.util.concurrent.locks.LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public Compared compared() throws IOException, InterruptedException {
    String total = "postroad_dnssec_comparisons_total ";
    long answers =
        metrics()
            .lines()
            .filter(line -> line.startsWith(total))
            .mapToLong(line -> Long.parseLong(line.substring(total.length())))
            .sum();
    return new Compared(
        answers, log.text().lines().filter(line -> line.contains("dnssec differs: ")).toList());
  }

  @Override
  public void close() throws InterruptedException {
    http.close();
    thread.interrupt();
    thread.join(STEP_MAX);
  }

  private String metrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + MONITOR + "/metrics")).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static SocketmapEndpoint valid(Parsed<SocketmapEndpoint> parsed) throws IOException {
    return switch (parsed) {
      case Parsed.Valid<SocketmapEndpoint>(SocketmapEndpoint endpoint) -> endpoint;
      case Parsed.Invalid<SocketmapEndpoint>(String why) -> throw new IOException(why);
    };
  }

  /// What the daemon says on standard error, kept for the case that something fails.
  private static final class Log extends OutputStream {
    private final java.io.ByteArrayOutputStream kept = new java.io.ByteArrayOutputStream();
    private final CountDownLatch ready = new CountDownLatch(1);

    @Override
    public synchronized void write(int b) {
      kept.write(b);
      if (b == '\n' && text().contains("postroad: ready ")) {
        ready.countDown();
      }
    }

    synchronized String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }

    void end(String how) {
      synchronized (this) {
        kept.writeBytes((how + "\n").getBytes(StandardCharsets.UTF_8));
      }
      ready.countDown();
    }
  }
}
