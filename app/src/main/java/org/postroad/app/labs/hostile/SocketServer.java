package org.postroad.app.labs.hostile;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postroad.app.labs.hostile.MailServer.Handshake;
import org.postroad.lab.tls.ClientHello;
import org.postroad.lab.tls.ServerTls;

/// A [MailServer] on a socket, until the client has gone.
final class SocketServer implements MailServer.Wire {

  private static final int HANDSHAKE_FAILURE = 40; // RFC 8446 §6
  private static final Duration DRIP = Duration.ofMillis(2);
  private static final Duration SLOW_DRIP = Duration.ofMillis(50);

  private final Socket socket;
  private final Roads.Meeting meeting;
  private final Roads roads;
  private final MailServer server;
  private InputStream in;
  private OutputStream out;
  private boolean handshakeFailed;
  private boolean secured;
  private boolean hungUp;

  private SocketServer(Socket socket, Roads.Meeting meeting, Roads roads) throws IOException {
    this.socket = socket;
    this.meeting = meeting;
    this.roads = roads;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.server = meeting.server(this);
  }

  static void serve(Socket socket, Roads.Meeting meeting, Roads roads) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new SocketServer(socket, meeting, roads).converse();
    } catch (IOException e) {
      // The client has gone, or would not have this server.
    } finally {
      meeting.witness().ended();
    }
  }

  @Override
  public void say(String octets) {
    roads
        .story()
        .tell(() -> (secured ? "S(tls): " : "S: ") + octets.strip().replace("\r\n", " / "));
    byte[] all = octets.getBytes(StandardCharsets.ISO_8859_1);
    try {
      if (pause().isZero()) {
        out.write(all);
        out.flush();
      } else {
        drip(all);
      }
    } catch (IOException e) {
      // The client has gone; reading will say so.
    }
  }

  /// Ends it for the client; what the client still sends is heard all the same.
  @Override
  public void hangUp() {
    roads.story().tell(() -> "S: (hangs up)");
    hungUp = true;
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  private void converse() throws IOException {
    server.connected();
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (handshakeFailed && isTls(buffer[0])) {
        continue; // an alert
      }
      server.hear(buffer, 0, count);
      if (server.expectsTls() && !hungUp && !secured) {
        handshake();
      }
    }
  }

  private void handshake() throws IOException {
    Recorded recorded = new Recorded(in);
    ClientHello hello;
    try {
      hello = ClientHello.read(recorded);
    } catch (IOException e) {
      byte[] clear = recorded.octets.toString().getBytes(StandardCharsets.ISO_8859_1);
      meeting
          .witness()
          .heard(clear, 0, clear.length); // no TLS, so whatever it was, it was in clear
      throw e;
    }
    handshakeFailed = true;
    switch (server.handshake(hello.serverName().orElse(""))) {
      case Handshake.Cut() -> hangUp();
      case Handshake.Silence() -> roads.story().tell(() -> "S: (says nothing)");
      case Handshake.Alert() -> ServerTls.alert(socket, HANDSHAKE_FAILURE);
      case Handshake.Shown(Paper paper) -> {
        ServerTls tls =
            ServerTls.accept(socket, hello, paper.credential(), ServerTls.VERSIONS, List.of());
        roads.story().tell(() -> "-- TLS, certificate " + paper);
        in = tls.socket().getInputStream();
        out = tls.socket().getOutputStream();
        handshakeFailed = false;
        secured = true;
        server.secured(paper);
      }
    }
  }

  /// Whether a record of TLS begins so (RFC 8446 §5.1).
  private static boolean isTls(byte first) {
    return first >= 20 && first <= 23;
  }

  private void drip(byte[] octets) throws IOException {
    for (byte octet : octets) {
      LockSupport.parkNanos(pause().toNanos());
      out.write(octet);
      out.flush();
    }
  }

  private Duration pause() {
    if (meeting.conduct().does(RoadTrick.DRIP)) {
      return DRIP;
    }
    return meeting.conduct().does(RoadTrick.DRIP_SLOWLY) ? SLOW_DRIP : Duration.ZERO;
  }

  /// Keeps what is read.
  private static final class Recorded extends FilterInputStream {
    private final StringBuilder octets = new StringBuilder();

    Recorded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      if (octet >= 0) {
        octets.append((char) octet);
      }
      return octet;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      if (count > 0) {
        octets.append(new String(into, from, count, StandardCharsets.ISO_8859_1));
      }
      return count;
    }
  }
}
