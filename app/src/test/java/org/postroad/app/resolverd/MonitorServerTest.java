package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postroad.app.config.HostPort;

@Timeout(60)
class MonitorServerTest {

  private final Metrics metrics = new Metrics();
  private final AtomicReference<Optional<String>> unready =
      new AtomicReference<>(Optional.of("the cache is being read"));

  @Test
  void metricsAreInThePrometheusTextFormat() throws Exception {
    metrics.counter("postroad_things_total", "Things.", "kind", "a\"b\\c").add(3);
    metrics.counter("postroad_things_total", "Things.", "kind", "d");
    metrics.gauge("postroad_level", "Level.", () -> -7);
    Metrics.Histogram histogram = metrics.histogram("postroad_wait_seconds", "Waiting.");
    histogram.observe(100_000, 2);
    histogram.observe(300_000_000, 1);
    histogram.observe(60_000_000_000L, 1);
    try (MonitorServer server = open()) {
      HttpResponse<String> response = get(server, "/metrics");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(response.body())
          .startsWith(
              """
              # HELP postroad_things_total Things.
              # TYPE postroad_things_total counter
              postroad_things_total{kind="a\\"b\\\\c"} 3
              postroad_things_total{kind="d"} 0
              # HELP postroad_level Level.
              # TYPE postroad_level gauge
              postroad_level -7
              # HELP postroad_wait_seconds Waiting.
              # TYPE postroad_wait_seconds histogram
              postroad_wait_seconds_bucket{le="0.0001"} 2
              postroad_wait_seconds_bucket{le="0.00025"} 2
              """)
          .contains("postroad_wait_seconds_bucket{le=\"0.5\"} 3\n")
          .endsWith(
              """
              postroad_wait_seconds_bucket{le="20"} 3
              postroad_wait_seconds_bucket{le="+Inf"} 4
              postroad_wait_seconds_sum 60.3002
              postroad_wait_seconds_count 4
              """);
    }
  }

  @Test
  void readyIsSaidOnlyWhenItIs() throws Exception {
    try (MonitorServer server = open()) {
      assertThat(get(server, "/healthz").body()).isEqualTo("ok\n");
      HttpResponse<String> response = get(server, "/readyz");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("the cache is being read\n");
      unready.set(Optional.empty());
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nothingElseIsServed() throws Exception {
    try (MonitorServer server = open()) {
      assertThat(get(server, "/").statusCode()).isEqualTo(404);
      assertThat(get(server, "/metrics/x").statusCode()).isEqualTo(404);
      assertThat(send(server, "/metrics", "POST").statusCode()).isEqualTo(405);
      HttpResponse<String> head = send(server, "/healthz", "HEAD");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    try (MonitorServer first = open()) {
      int port = Integer.parseInt(first.text().substring(first.text().lastIndexOf(':') + 1));
      MonitorServer.Opened second =
          MonitorServer.open(
              new HostPort("127.0.0.1", port), metrics, Optional::empty, Optional::empty);
      assertThat(second)
          .isInstanceOfSatisfying(
              MonitorServer.Opened.Refused.class,
              refused -> assertThat(refused.why()).contains("in use"));
    }
  }

  @Test
  void aNameIsRegisteredOnceAndLooksLikeOne() {
    metrics.counter("postroad_a_total", "A.");
    assertThatThrownBy(() -> metrics.counter("postroad_a_total", "A."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.gauge("postroad_a_total", "A.", () -> 1, "x", "y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.counter("other_total", "Not ours."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private MonitorServer open() {
    return switch (MonitorServer.open(
        new HostPort("127.0.0.1", 0), metrics, Optional::empty, unready::get)) {
      case MonitorServer.Opened.Open(MonitorServer server) -> server;
      case MonitorServer.Opened.Refused(String why) -> throw new IllegalStateException(why);
    };
  }

  private static HttpResponse<String> get(MonitorServer server, String path)
      throws IOException, InterruptedException {
    return send(server, path, "GET");
  }

  private static HttpResponse<String> send(MonitorServer server, String path, String method)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + server.text() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
