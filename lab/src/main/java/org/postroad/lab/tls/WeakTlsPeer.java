package org.postroad.lab.tls;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postroad.lab.ca.Credential;

/// The process that speaks weak TLS in the place of [WeakTls]: what it switches on holds for a
/// whole JVM, and the lab's own stays strict.
///
/// It connects twice to the port in its argument. Over the first connection comes what it needs,
/// and then TLS as it is on the wire; over the second goes what became of the handshake, and then
/// what was said under it.
final class WeakTlsPeer {

  static final char[] PASSWORD = "lab".toCharArray();

  private WeakTlsPeer() {}

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    for (String property :
        List.of(
            "jdk.tls.disabledAlgorithms",
            "jdk.tls.legacyAlgorithms",
            "jdk.certpath.disabledAlgorithms")) {
      Security.setProperty(property, "");
    }
    int port = Integer.parseInt(args[0]);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Socket wire = new Socket(loopback, port);
        Socket clear = new Socket(loopback, port)) {
      DataInputStream in = new DataInputStream(wire.getInputStream());
      DataOutputStream out = new DataOutputStream(clear.getOutputStream());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(in.readNBytes(in.readInt())), PASSWORD);
      String[] versions = in.readUTF().split(" ");
      String alpn = in.readUTF();
      SSLSocket tls = secured(wire, Credential.of(store, PASSWORD), versions, alpn);
      try {
        tls.startHandshake();
      } catch (IOException e) {
        out.writeUTF("failed " + e.getMessage());
        return;
      }
      out.writeUTF(tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite());
      Thread back = Thread.ofVirtual().start(() -> pump(clear, tls));
      pump(tls, clear);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SSLSocket secured(Socket wire, Credential shown, String[] versions, String alpn)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            shown
                .sslContext()
                .getSocketFactory()
                .createSocket(wire, InputStream.nullInputStream(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(versions);
    if (!alpn.isEmpty()) {
      parameters.setApplicationProtocols(alpn.split(" "));
    }
    tls.setSSLParameters(parameters);
    tls.setEnabledCipherSuites(tls.getSupportedCipherSuites());
    return tls;
  }

  private static void pump(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      long _ = from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // one of them hung up: the other shall know
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }
}
