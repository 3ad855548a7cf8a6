package org.postroad.lab.mx;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postroad.lab.tls.ClientHello;
import org.postroad.lab.tls.HelloRetry;
import org.postroad.lab.tls.ServerTls;
import org.postroad.lab.tls.TlsFacts;

/// The connection of one conversation, and its change to TLS: whether it came about, and if not,
/// why.
final class Upgrade {

  private final LabMx mx;
  private final Socket plain;
  private final List<String> versions;
  private SmtpStream stream;
  private Optional<String> sni = Optional.empty();
  private Optional<TlsFacts> facts = Optional.empty();
  private Optional<ServerTls> secured = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private String pipelined = "";
  private boolean heard;

  Upgrade(LabMx mx, Socket plain, List<String> versions) throws IOException {
    this.mx = mx;
    this.plain = plain;
    this.versions = versions;
    this.stream = new SmtpStream(plain.getInputStream(), plain.getOutputStream());
  }

  /// What is spoken over now.
  SmtpStream stream() {
    return stream;
  }

  boolean isActive() {
    return facts.isPresent();
  }

  Optional<TlsFacts> facts() {
    return facts;
  }

  Optional<String> sni() {
    return sni;
  }

  Optional<String> failure() {
    return failure;
  }

  /// What came in clear behind STARTTLS.
  String pipelined() {
    return pipelined;
  }

  /// Says yes to STARTTLS, between other octets, and shakes hands.
  ///
  /// @return false for a client that only wanted to be told the group, and is gone
  boolean accept(String before, String after) throws IOException {
    ClientHello hello = hello(before, after);
    OptionalInt group = mx.group();
    if (group.isPresent() && HelloRetry.suits(hello, versions)) {
      HelloRetry.send(plain, hello, group.getAsInt());
      return false;
    }
    try {
      ServerTls agreed = ServerTls.accept(plain, hello, mx.credentialFor(sni), versions, List.of());
      secured = Optional.of(agreed);
      facts = Optional.of(agreed.facts());
      stream = new SmtpStream(agreed.socket().getInputStream(), agreed.socket().getOutputStream());
      return true;
    } catch (IOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /// Says yes to STARTTLS, and goes no further than to read the client's hello.
  void breakOff(String why) throws IOException {
    ClientHello _ = hello("", "");
    failure = Optional.of(why);
  }

  private ClientHello hello(String before, String after) throws IOException {
    pipelined = stream.pending(); // RFC 3207 §4.2: not part of what is said under TLS
    stream.write(before + "220 2.0.0 Ready to start TLS\r\n" + after);
    ClientHello hello = ClientHello.read(plain.getInputStream());
    sni = hello.serverName();
    return hello;
  }

  /// The client has said something.
  void heard() {
    heard |= isActive();
  }

  /// The client went. In TLS 1.3 its refusal of the certificate comes after our handshake: who goes
  /// without a word under TLS did not agree.
  void left(String how) {
    if (isActive() && !heard) {
      failure = Optional.of(how);
    }
  }

  void finish() throws IOException, InterruptedException {
    if (secured.isPresent()) {
      secured.get().finish();
    }
  }
}
