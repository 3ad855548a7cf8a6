package org.postroad.lab.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;

/// The answer of a server that wants another group (RFC 8446 §4.1.4), for groups that this JVM does
/// not have: who only asks which one a server likes best is content with it.
public final class HelloRetry {

  /// The random of a ServerHello that is none (RFC 8446 §4.1.3).
  private static final byte[] RANDOM =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  private static final int CIPHER = 0x1301; // TLS_AES_128_GCM_SHA256, which everybody has (§9.1)

  private HelloRetry() {}

  /// Whether a client wants nothing but to be told the group.
  ///
  /// @param versions what the server offers, as JSSE names them
  public static boolean suits(ClientHello hello, List<String> versions) {
    return hello.awaitsGroup() && hello.versions().contains(0x0304) && versions.contains("TLSv1.3");
  }

  /// Tells it, and reads until the client goes: nobody could keep what is promised here.
  ///
  /// @param group its number on the wire
  public static void send(Socket plain, ClientHello hello, int group) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    number(body, 0x0303);
    body.writeBytes(RANDOM);
    byte[] id = hello.sessionId();
    body.write(id.length);
    body.writeBytes(id);
    number(body, CIPHER);
    body.write(0); // no compression
    number(body, 12); // octets of extensions
    number(body, 43); // supported_versions
    number(body, 2);
    number(body, 0x0304);
    number(body, 51); // key_share
    number(body, 2);
    number(body, group);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(22); // a handshake record
    number(message, 0x0303);
    number(message, body.size() + 4);
    message.write(2); // server_hello
    message.write(0);
    number(message, body.size());
    message.writeBytes(body.toByteArray());
    plain.getOutputStream().write(message.toByteArray());
    plain.getOutputStream().flush();
    long _ = plain.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void number(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
