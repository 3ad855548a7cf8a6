package org.postroad.lab.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postroad.lab.ca.Credential;

/// A connection under TLS, seen from the server.
///
/// @param socket reads and writes in the clear what is encrypted on the wire
public record ServerTls(SSLSocket socket, TlsFacts facts) {

  /// The versions that a server offers unless it is told otherwise.
  public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /// Goes on with the handshake after the client's first message.
  ///
  /// @param versions what the server offers, as JSSE names them
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
    SSLSocket socket =
        (SSLSocket)
            credential.sslContext().getSocketFactory().createSocket(plain, hello.consumed(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(versions.toArray(String[]::new));
    if (!alpn.isEmpty()) {
      parameters.setApplicationProtocols(alpn.toArray(String[]::new));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new ServerTls(socket, TlsFacts.of(socket.getSession(), hello));
  }

  /// Sends a fatal alert in the clear instead of an answer: 40 is `handshake_failure`, 112
  /// `unrecognized_name` (RFC 8446 §6).
  public static void alert(Socket plain, int description) throws IOException {
    OutputStream out = plain.getOutputStream();
    out.write(new byte[] {21, 3, 3, 0, 2, 2, (byte) description});
    out.flush();
  }
}
