package org.postroad.engine.policyhost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that says one thing to everybody and leads everybody to one place.
final class ConnectProxy implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  private final InetSocketAddress target;
  private final String answer;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  ConnectProxy(InetSocketAddress target, String answer) throws IOException {
    this.target = target;
    this.answer = answer;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /// The request lines that came.
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> tunnel(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      // The client waits for the answer before it sends more, so nothing is read ahead.
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      asked.add(String.valueOf(in.readLine()));
      while (!String.valueOf(in.readLine()).isEmpty()) {
        // the header fields
      }
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      if (answer.startsWith("HTTP/1.1 200")) {
        try (Socket host = new Socket(target.getAddress(), target.getPort())) {
          Thread.ofVirtual().start(() -> pump(host, client));
          pump(client, host);
        }
      }
    } catch (IOException e) {
      // one of them is gone
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
