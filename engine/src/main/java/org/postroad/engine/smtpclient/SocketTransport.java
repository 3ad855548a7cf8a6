package org.postroad.engine.smtpclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;

/// A session's octets over a TCP socket.
///
/// It buffers nothing itself, so nothing that came in clear can be read as if it had come through
/// TLS.
final class SocketTransport implements SmtpTransport {

  private final Socket tcp;
  private final TlsClient tls;
  private InputStream in;
  private OutputStream out;

  SocketTransport(Socket tcp, TlsClient tls) throws IOException {
    this.tcp = tcp;
    this.tls = tls;
    this.in = tcp.getInputStream();
    this.out = tcp.getOutputStream();
  }

  @Override
  public int read(byte[] into, Deadline deadline) throws IOException {
    return guarded(deadline, () -> in.read(into));
  }

  @Override
  public void write(byte[] octets, int from, int length, Deadline deadline) throws IOException {
    int written =
        guarded(
            deadline,
            () -> {
              out.write(octets, from, length);
              out.flush();
              return length;
            });
    assert written == length;
  }

  @Override
  public boolean hasUnread() throws IOException {
    return in.available() > 0;
  }

  @Override
  public TlsStart startTls(TlsRequest request, Deadline deadline) {
    return switch (tls.handshake(tcp, request, deadline)) {
      case TlsOutcome.Failure failure -> new TlsStart.Failed(failure);
      case TlsOutcome.Established(var socket, var facts, var verdict) -> {
        try {
          in = socket.getInputStream();
          out = socket.getOutputStream();
          yield new TlsStart.Secured(facts, verdict);
        } catch (IOException e) {
          close();
          yield new TlsStart.Failed(
              new TlsOutcome.HandshakeFailed("connection lost after the TLS handshake"));
        }
      }
    };
  }

  @Override
  public void close() {
    try {
      tcp.close(); // beneath TLS: a close_notify could wait for a peer that reads nothing
    } catch (IOException e) {
      // It is broken, and gone either way.
    }
  }

  @FunctionalInterface
  private interface Io {
    int run() throws IOException;
  }

  private int guarded(Deadline deadline, Io io) throws IOException {
    Watchdog watchdog = Watchdog.over(tcp, deadline);
    try (watchdog) {
      return io.run();
    } catch (IOException e) {
      if (watchdog.bit() || deadline.passed()) {
        SocketTimeoutException late = new SocketTimeoutException("deadline passed");
        late.initCause(e);
        throw late;
      }
      throw e;
    }
  }
}
