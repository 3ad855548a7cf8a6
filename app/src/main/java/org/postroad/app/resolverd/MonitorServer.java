package org.postroad.app.resolverd;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.postroad.app.config.HostPort;
import org.postroad.engine.net.Endpoint;

/// What the operator's monitoring asks, over plain HTTP: `/metrics` for Prometheus, `/healthz` (the
/// process does its work) and `/readyz` (it may be sent questions), each 200, or 503 with the
/// reason.
///
/// It has no access control: keep it on loopback, which is the default, or behind something that
/// has. It tells no domain names.
public final class MonitorServer implements AutoCloseable {

  private static final int BACKLOG = 64;

  /// The JDK's server takes its limits from here, once, when its first instance is made.
  private static final String[][] LIMITS = {
    {"jdk.httpserver.maxConnections", "100"},
    {"sun.net.httpserver.maxReqTime", "10"}, // seconds
    {"sun.net.httpserver.maxRspTime", "10"},
  };

  /// A server, or why there is none.
  public sealed interface Opened {
    record Open(MonitorServer server) implements Opened {}

    record Refused(String why) implements Opened {}
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private MonitorServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Starts to serve.
  ///
  /// @param unhealthy why the process does not do its work; empty while it does
  /// @param unready why it should not be asked; empty when it may
  public static Opened open(
      HostPort at,
      Metrics metrics,
      Supplier<Optional<String>> unhealthy,
      Supplier<Optional<String>> unready) {
    for (String[] limit : LIMITS) {
      if (System.getProperty(limit[0]) == null) {
        System.setProperty(limit[0], limit[1]);
      }
    }
    HttpServer server;
    try {
      InetAddress address = InetAddress.getByName(at.host());
      server = HttpServer.create(new InetSocketAddress(address, at.port()), BACKLOG);
    } catch (UnknownHostException e) {
      return new Opened.Refused("no such host: " + at.host());
    } catch (IOException e) {
      return new Opened.Refused(Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", exchange -> respond(exchange, metrics, unhealthy, unready));
    server.start();
    return new Opened.Open(new MonitorServer(server, threads));
  }

  /// Where it serves, with the real port: `127.0.0.1:8462`.
  public String text() {
    return Endpoint.text(server.getAddress());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void respond(
      HttpExchange exchange,
      Metrics metrics,
      Supplier<Optional<String>> unhealthy,
      Supplier<Optional<String>> unready)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "only GET and HEAD\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
          send(exchange, 200, metrics.text());
        }
        case "/healthz" -> state(exchange, unhealthy.get());
        case "/readyz" -> state(exchange, unready.get());
        default -> send(exchange, 404, "only /metrics, /healthz and /readyz\n");
      }
    }
  }

  private static void state(HttpExchange exchange, Optional<String> fault) throws IOException {
    send(exchange, fault.isPresent() ? 503 : 200, fault.orElse("ok") + "\n");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("text/plain; charset=utf-8"));
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
