package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.postroad.app.config.Parsed;
import org.postroad.app.config.SocketmapEndpoint;

/// A server with [TestReplies], what it counted and logged, and a clock that a test may move.
final class TestServer implements AutoCloseable {

  static final SocketmapServer.Limits LIMITS =
      new SocketmapServer.Limits(
          1_000,
          8,
          100,
          4 * 1024 * 1024,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMillis(5));

  final TestReplies replies = new TestReplies();
  final Metrics metrics = new Metrics();
  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final AtomicLong skipped = new AtomicLong();
  final SocketmapServer server;

  TestServer(SocketmapServer.Limits limits, String... endpoints) {
    server =
        SocketmapServer.start(
            replies, limits, metrics, log::add, () -> System.nanoTime() + skipped.get());
    assertThat(listen(endpoints)).isEmpty();
  }

  /// At a free port of loopback.
  static TestServer tcp() {
    return new TestServer(LIMITS, "inet:127.0.0.1:0");
  }

  List<SocketmapServer.Refused> listen(String... endpoints) {
    return server.listen(Arrays.stream(endpoints).map(TestServer::endpoint).toList());
  }

  TestClient connect() {
    return TestClient.connect(server.listening().getFirst());
  }

  void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  /// A line of `/metrics`, such as `postroad_connections`.
  long metric(String name) {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  long closed(String why) {
    return metric("postroad_connections_closed_total{why=\"" + why + "\"}");
  }

  static SocketmapEndpoint endpoint(String text) {
    return switch (SocketmapEndpoint.parse(text)) {
      case Parsed.Valid<SocketmapEndpoint>(SocketmapEndpoint endpoint) -> endpoint;
      case Parsed.Invalid<SocketmapEndpoint>(String why) -> throw new IllegalArgumentException(why);
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
