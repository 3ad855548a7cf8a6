package org.postroad.app.resolverd;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.postroad.app.config.SocketmapEndpoint;

/// Answers socketmap questions at any number of TCP and Unix sockets.
///
/// ```
/// SocketmapServer server = SocketmapServer.start(replies, Limits.DEFAULT, metrics, log);
/// List<Refused> refused = server.listen(endpoints);   // again after a reload
/// server.listening().forEach(text -> … "postroad: ready " + text);
/// boolean finished = server.stop(Duration.ofSeconds(10));
/// ```
public final class SocketmapServer implements AutoCloseable {

  private static final Duration OWN_STEPS = Duration.ofSeconds(5); // the loop never blocks

  /// What clients may take.
  ///
  /// @param connections at a time, and never more than the process may have files open; one more
  ///   displaces the one that was idle longest
  /// @param pipelined questions of one connection that may wait for their replies
  /// @param questions that may be open at a time for all connections; one more is told `TEMP`
  /// @param bufferedBytes of half-read requests and of replies that cannot go out yet, all
  ///   together; whose share would go beyond is closed
  /// @param idle how long a connection may be silent; at least [#IDLE_MIN]
  /// @param request how long a request may take to come in, and a client to take up what it is sent
  /// @param linger how long a client that sent no netstring may read the reply that says so
  /// @param sweep how often these times are looked at
  public record Limits(
      int connections,
      int pipelined,
      int questions,
      int bufferedBytes,
      Duration idle,
      Duration request,
      Duration linger,
      Duration sweep) {

    /// The first exchanger may time out before Postfix asks again on the same connection.
    public static final Duration IDLE_MIN = Duration.ofMinutes(5);

    public static final Limits DEFAULT =
        new Limits(
            20_000,
            64,
            4_096,
            16 * 1024 * 1024,
            IDLE_MIN,
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));

    public Limits {
      if (connections < 1 || pipelined < 1 || questions < 1 || bufferedBytes < 1) {
        throw new IllegalArgumentException("a limit below 1");
      }
      if (idle.compareTo(IDLE_MIN) < 0) {
        throw new IllegalArgumentException("idle time-out below " + IDLE_MIN.toSeconds() + " s");
      }
    }

    public Limits withIdle(Duration time) {
      return new Limits(
          connections, pipelined, questions, bufferedBytes, time, request, linger, sweep);
    }

    public Limits withConnections(int n) {
      return new Limits(n, pipelined, questions, bufferedBytes, idle, request, linger, sweep);
    }
  }

  /// An endpoint at which nobody is served, and why.
  public record Refused(SocketmapEndpoint endpoint, String why) {}

  private final Selector selector;
  private final Loop loop;
  private final Consumer<String> log;
  private List<Listener> listeners = List.of(); // guarded by this

  private SocketmapServer(Selector selector, Loop loop, Consumer<String> log) {
    this.selector = selector;
    this.loop = loop;
    this.log = log;
  }

  /// A server that runs and listens nowhere yet.
  ///
  /// @param log gets one line for each event that an operator should know of
  public static SocketmapServer start(
      Replies replies, Limits limits, Metrics metrics, Consumer<String> log) {
    return start(replies, limits, metrics, log, System::nanoTime);
  }

  /// @param clock in nanoseconds from an origin of its own, monotonic
  static SocketmapServer start(
      Replies replies, Limits limits, Metrics metrics, Consumer<String> log, LongSupplier clock) {
    Selector selector;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new IllegalStateException("the system gives no selector", e);
    }
    Loop loop = new Loop(selector, replies, limits, new ServerMetrics(metrics), log, clock);
    metrics.gauge("postroad_connections", "Connections open now.", loop::connectionCount);
    metrics.gauge("postroad_questions", "Questions being answered now.", loop::openQuestions);
    metrics.gauge(
        "postroad_buffered_bytes",
        "Bytes of half-read requests and of replies that cannot go out yet.",
        loop::bufferedBytes);
    Thread.ofPlatform().name("socketmap").start(loop);
    Thread.ofVirtual().name("socketmap-ticks").start(loop::tick);
    return new SocketmapServer(selector, loop, log);
  }

  /// Listens at these endpoints and at no others. Connections stay, whichever way they came; of an
  /// endpoint that stays, not one client in the queue is lost. If one cannot be opened, whoever was
  /// served before is served on as before: a slip in a reload stops nobody's mail.
  ///
  /// @return those that could not be opened; of the first ones, the others are served
  public synchronized List<Refused> listen(List<SocketmapEndpoint> endpoints) {
    List<Listener> before = listeners;
    ListenerChange change = ListenerChange.from(before, endpoints);
    change.inTheWay().forEach(this::close);
    if (!change.inTheWay().isEmpty()) {
      settle();
    }
    List<Listener> now = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    change.kept().forEach((endpoint, listener) -> take(listener.with(endpoint), now, refused));
    change.missing().forEach(endpoint -> take(Listener.open(endpoint), now, refused));
    if (refused.isEmpty() || before.isEmpty()) {
      change.leaving().forEach(this::close);
      serve(now);
    } else {
      goBack(before, change, now);
    }
    return refused;
  }

  /// Where clients are served: `inet:127.0.0.1:8461`, `unix:/run/postroad/resolver.sock`.
  public synchronized List<String> listening() {
    return listeners.stream().map(Listener::text).toList();
  }

  /// Whether clients are served at all: false after an end, also an unforeseen one.
  public boolean isServing() {
    return !loop.hasEnded();
  }

  /// Listens no more, answers what has been asked, and ends, after `within` at the latest.
  ///
  /// @return whether every question had its reply
  public boolean stop(Duration within) {
    listen(List.of());
    loop.stop(within);
    try {
      boolean ended = loop.awaitEnd(within.plus(OWN_STEPS));
      return ended && loop.openQuestions() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  /// Undoes a change of which a part failed.
  private void goBack(List<Listener> before, ListenerChange change, List<Listener> opened) {
    opened.stream()
        .filter(listener -> before.stream().noneMatch(listener::isSameSocket))
        .forEach(this::close);
    if (!change.inTheWay().isEmpty()) {
      settle();
    }
    List<Listener> again = new ArrayList<>();
    List<Refused> lost = new ArrayList<>();
    for (Listener listener : before) {
      if (change.inTheWay().contains(listener)) {
        take(Listener.open(listener.endpoint()), again, lost);
      } else {
        opened.stream()
            .filter(listener::isSameSocket)
            .forEach(changed -> take(changed.with(listener.endpoint()), new ArrayList<>(), lost));
        again.add(listener);
      }
    }
    lost.forEach(one -> log.accept("no longer at " + one.endpoint() + ": " + one.why()));
    serve(again);
  }

  private void serve(List<Listener> now) {
    now.forEach(this::register);
    selector.wakeup();
    listeners = List.copyOf(now);
  }

  private static void take(
      Listener.Opened opened, List<Listener> listeners, List<Refused> refused) {
    switch (opened) {
      case Listener.Opened.Open(Listener listener) -> listeners.add(listener);
      case Listener.Opened.Refused(SocketmapEndpoint endpoint, String why) ->
          refused.add(new Refused(endpoint, why));
    }
  }

  private void register(Listener listener) {
    try {
      listener.channel().register(selector, SelectionKey.OP_ACCEPT, listener);
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("a listener that is closed: " + listener.text(), e);
    }
  }

  private void close(Listener listener) {
    try {
      listener.close();
    } catch (IOException e) {
      log.accept("closing " + listener.text() + ": " + e);
    }
  }

  /// Waits until the loop has let go of closed channels: their ports are free only then.
  private void settle() {
    if (loop.hasEnded()) {
      return;
    }
    CountDownLatch rounds = new CountDownLatch(1);
    loop.order(() -> loop.order(rounds::countDown)); // behind the next selection
    try {
      if (!rounds.await(OWN_STEPS.toSeconds(), TimeUnit.SECONDS)) {
        log.accept("the loop did not answer within " + OWN_STEPS.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
