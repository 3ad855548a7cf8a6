package org.postroad.app.labs.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.DirectConnector;
import org.postroad.engine.smtpclient.SmtpDialer;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.tls.TlsClient;

/// Sessions over real sockets on loopback, with real TLS: the client's own dialer, and a server of
/// ours behind every address of the model.
///
/// Only the sessions take real time; what the model makes wait for seconds waits here for as long
/// as the sender has patience.
final class Loopback implements Transit, Connector {

  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final Duration TOTAL = Duration.ofSeconds(20);
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);
  private static final int BACKLOG = 50;

  private final Roads roads;
  private final ServerSocket door;
  private final Deque<Thread> servers = new ArrayDeque<>();

  private Loopback(Roads roads) {
    this.roads = roads;
    try {
      this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port on loopback", e);
    }
  }

  static Transit lay(Roads roads) {
    return new Loopback(roads);
  }

  @Override
  public SmtpDialer dialer() {
    return new SocketDialer(this, new TlsClient(roads.papers().verifier()));
  }

  /// One connection at a time is dialled, so the next one at the door is this one.
  @Override
  public Socket connect(InetSocketAddress address, Deadline deadline) throws IOException {
    settle();
    return switch (roads.way(address.getAddress())) {
      case Roads.Way.None(String why) -> throw new IOException(why);
      case Roads.Way.Nowhere() -> throw new SocketTimeoutException("swallowed");
      case Roads.Way.To(Roads.Meeting meeting) -> {
        InetSocketAddress here = (InetSocketAddress) door.getLocalSocketAddress();
        Socket client = DirectConnector.fromAnyAddress().connect(here, deadline);
        Socket accepted = door.accept();
        servers.add(Thread.ofVirtual().start(() -> SocketServer.serve(accepted, meeting, roads)));
        yield client;
      }
    };
  }

  @Override
  public DeliverySettings settings(DeliverySettings usual) {
    return usual.withTotal(TOTAL).withTimeouts(SmtpTimeouts.rfc5321().atMost(PATIENCE));
  }

  @Override
  public Deadline deadline(Duration total) {
    return Deadline.after(total);
  }

  @Override
  public void settle() {
    try {
      while (!servers.isEmpty()) {
        if (!servers.getFirst().join(HEARD_WITHIN)) {
          throw new IllegalStateException("the sender left a connection open");
        }
        servers.removeFirst();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("a game is played to its end", e);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
