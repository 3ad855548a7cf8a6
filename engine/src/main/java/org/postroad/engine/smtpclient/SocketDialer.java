package org.postroad.engine.smtpclient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.TlsClient;
import org.postroad.protocol.text.Printable;

/// Dials over TCP.
public final class SocketDialer implements SmtpDialer {

  private static final int WHY_MAX = 200;

  private final Connector connector;
  private final TlsClient tls;

  public SocketDialer(Connector connector, TlsClient tls) {
    this.connector = connector;
    this.tls = tls;
  }

  @Override
  public Dialled dial(InetSocketAddress address, Deadline deadline) {
    try {
      Socket socket = connector.connect(address, deadline);
      try {
        return new Dialled.Connected(new SocketTransport(socket, tls));
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (SocketTimeoutException e) {
      return new Dialled.TimedOut("no connection in time");
    } catch (IOException e) {
      return deadline.passed()
          ? new Dialled.TimedOut("no connection in time")
          : new Dialled.NotConnected(Printable.of(String.valueOf(e.getMessage()), WHY_MAX));
    }
  }
}
