package org.postroad.engine.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;

/// Over real sockets, with a server that never says and never reads a thing.
class SocketDialerTest {

  private static final Connector CONNECTOR =
      (address, deadline) -> {
        Socket socket = new Socket();
        socket.connect(address, deadline.remainingMillis());
        return socket;
      };

  private final SmtpDialer dialer =
      new SocketDialer(
          CONNECTOR,
          new TlsClient(
              new CertificateVerifier(
                  TrustAnchors.of("none", List.<X509Certificate>of()), InstantSource.system())));
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void hangUp() throws IOException {
    listener.close();
  }

  @Test
  void aPortWhereNobodyListensIsAnOutcome() throws IOException {
    listener.close();

    assertThat(dialer.dial(address(), soon())).isInstanceOf(SmtpDialer.Dialled.NotConnected.class);
  }

  @Test
  void aSilentServerIsLeftAtTheDeadline() {
    try (SmtpTransport transport = dial()) {
      assertThatThrownBy(() -> transport.read(new byte[10], soon()))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aServerThatReadsNothingIsLeftAtTheDeadline() {
    try (SmtpTransport transport = dial()) {
      byte[] much = new byte[64 * 1024 * 1024];
      assertThatThrownBy(() -> transport.write(much, 0, much.length, soon()))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private SmtpTransport dial() {
    return ((SmtpDialer.Dialled.Connected) dialer.dial(address(), soon())).transport();
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMillis(300));
  }
}
