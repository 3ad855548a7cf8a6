package org.postroad.lab.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.lab.ca.Credential;

/// TLS that this JVM does not speak, and shall not: versions before 1.2. Each connection has a
/// child process of its own, the JVM of [WeakTlsPeer], which ends with it.
final class WeakTls {

  private static final int START_MILLIS = 20_000;
  private static final Duration ALERT_MAX = Duration.ofSeconds(5);
  private static final Set<String> STRICT = Set.copyOf(ServerTls.VERSIONS);

  private WeakTls() {}

  /// Whether one of these versions is for a child.
  static boolean isNeededFor(List<String> versions) {
    return !STRICT.containsAll(versions);
  }

  /// Goes on with the handshake after the client's first message.
  static ServerTls accept(
      Socket plain,
      ClientHello hello,
      Credential credential,
      List<String> versions,
      List<String> alpn)
      throws IOException {
    try (ServerSocket meeting = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      meeting.setSoTimeout(START_MILLIS);
      Process child = start(meeting.getLocalPort());
      try {
        Socket wire = meeting.accept();
        Socket clear = meeting.accept();
        DataOutputStream out = new DataOutputStream(wire.getOutputStream());
        byte[] store = keyStore(credential);
        out.writeInt(store.length);
        out.write(store);
        out.writeUTF(String.join(" ", versions));
        out.writeUTF(String.join(" ", alpn));
        hello.consumed().transferTo(out);
        Thread _ = pump(plain, wire, child);
        Thread carrier = pump(wire, plain, child);
        String[] became = new DataInputStream(clear.getInputStream()).readUTF().split(" ", 2);
        if (became[0].equals("failed")) {
          letPass(carrier);
          throw new IOException(became[1]);
        }
        return new ServerTls(
            clear,
            new TlsFacts(became[0], became[1], hello.serverName(), hello.protocols()),
            Optional.of(carrier));
      } catch (IOException | RuntimeException e) {
        child.destroy();
        throw e;
      }
    }
  }

  /// Waits until the alert that tells the client why is on its way.
  private static void letPass(Thread carrier) {
    try {
      boolean _ = carrier.join(ALERT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Process start(int port) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            ownClasses(),
            WeakTlsPeer.class.getName(),
            Integer.toString(port))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String ownClasses() {
    try {
      return Path.of(WeakTls.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("classes from nowhere", e);
    }
  }

  private static byte[] keyStore(Credential credential) throws IOException {
    ByteArrayOutputStream store = new ByteArrayOutputStream();
    try {
      credential.keyStore(WeakTlsPeer.PASSWORD).store(store, WeakTlsPeer.PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key store of one's own", e);
    }
    return store.toByteArray();
  }

  private static Thread pump(Socket from, Socket to, Process child) {
    return Thread.ofVirtual()
        .name("weak tls")
        .start(
            () -> {
              try (from;
                  to) {
                long _ = from.getInputStream().transferTo(to.getOutputStream());
              } catch (IOException e) {
                // one of them hung up, and so does this
              } finally {
                child.destroy();
              }
            });
  }
}
