package org.postroad.lab.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postroad.lab.ca.Credential;

/// A connection under TLS, seen from the server.
///
/// @param socket reads and writes in the clear what is encrypted on the wire
/// @param carrier what takes the last octets to the client, where a child process is in between
public record ServerTls(Socket socket, TlsFacts facts, Optional<Thread> carrier) {

  /// The versions that a server offers unless it is told otherwise.
  public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  private static final Duration FINISH_MAX = Duration.ofSeconds(5);

  /// Goes on with the handshake after the client's first message.
  ///
  /// @param versions what the server offers, as JSSE names them; where it comes to one before TLS
  ///   1.2 a child process takes over, which believes in SHA-1 and old ciphers, too
  /// @param alpn what the server speaks; a client that offers only other protocols is turned away
  ///   (RFC 7301 §3.2); empty: it does not look
  /// @throws IOException if there is no agreement, with the client's reason
  public static ServerTls accept(
      Socket plain,
      ClientHello hello,
      Credential credential,
      List<String> versions,
      List<String> alpn)
      throws IOException {
    if (WeakTls.isNeededFor(versions) && !hello.agreesOnModern(versions)) {
      return WeakTls.accept(plain, hello, credential, versions, alpn);
    }
    SSLSocket socket =
        (SSLSocket)
            credential.sslContext().getSocketFactory().createSocket(plain, hello.consumed(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(versions.stream().filter(VERSIONS::contains).toArray(String[]::new));
    if (!alpn.isEmpty()) {
      parameters.setApplicationProtocols(alpn.toArray(String[]::new));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new ServerTls(socket, TlsFacts.of(socket.getSession(), hello), Optional.empty());
  }

  /// Waits until what was written is on its way to the client: before the connection is closed.
  public void finish() throws IOException, InterruptedException {
    if (carrier.isPresent()) {
      socket.shutdownOutput();
      boolean _ = carrier.get().join(FINISH_MAX);
    }
  }

  /// Sends a fatal alert in the clear instead of an answer: 40 is `handshake_failure`, 112
  /// `unrecognized_name` (RFC 8446 §6).
  public static void alert(Socket plain, int description) throws IOException {
    OutputStream out = plain.getOutputStream();
    out.write(new byte[] {21, 3, 3, 0, 2, 2, (byte) description});
    out.flush();
  }
}
