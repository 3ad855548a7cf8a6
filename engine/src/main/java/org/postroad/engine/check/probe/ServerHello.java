package org.postroad.engine.check.probe;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.TlsVersion;
import org.postroad.protocol.text.Printable;

/// The first thing that a TLS server says: ServerHello or HelloRetryRequest (RFC 8446 §4.1.3,
/// §4.1.4), or an alert. Nothing beyond it is read.
sealed interface ServerHello {

  record Agreed(TlsVersion version, int cipher, Optional<NamedGroup> group)
      implements ServerHello {}

  /// @param description RFC 8446 §6
  record Alerted(int description) implements ServerHello {}

  record Unreadable(String why) implements ServerHello {}

  int ALERT = 21;
  int HANDSHAKE = 22;
  int SERVER_HELLO = 2;
  int FATAL = 2;
  int RECORD_MAX = 16_384 + 2_048; // RFC 5246 §6.2.3
  int HELLO_MAX = 8 * 1024; // a real one has 80 to 1,300 octets
  int WARNINGS_MAX = 4;

  /// Reads it.
  ///
  /// @throws IOException if the connection breaks or ends before
  static ServerHello read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    ByteBuffer hello = ByteBuffer.allocate(HELLO_MAX);
    for (int warnings = 0; ; ) {
      byte[] head = new byte[5];
      in.readFully(head);
      int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
      boolean tls = head[1] == 3 && length > 0 && length <= RECORD_MAX;
      if (!tls || (head[0] != ALERT && head[0] != HANDSHAKE)) {
        return new Unreadable("not TLS: " + shown(head));
      }
      byte[] content = new byte[length];
      in.readFully(content);
      if (head[0] == ALERT) {
        if (length < 2) {
          return new Unreadable("an alert of one octet");
        }
        // A warning such as unrecognized_name (RFC 6066 §3) does not end it.
        if (content[0] == FATAL || ++warnings > WARNINGS_MAX) {
          return new Alerted(content[1] & 0xff);
        }
      } else {
        if (length > hello.remaining()) {
          return new Unreadable("a first message of more than " + HELLO_MAX + " octets");
        }
        hello.put(content);
        Optional<ServerHello> whole = parse(hello.asReadOnlyBuffer().flip());
        if (whole.isPresent()) {
          return whole.get();
        }
      }
    }
  }

  /// The message; empty while octets of it are missing.
  private static Optional<ServerHello> parse(ByteBuffer octets) throws EOFException {
    if (octets.remaining() < 4) {
      return Optional.empty();
    }
    int type = octets.get();
    int length = (octets.get() & 0xff) << 16 | (octets.getShort() & 0xffff);
    if (type != SERVER_HELLO) {
      return Optional.of(new Unreadable("handshake type " + type + " instead of ServerHello"));
    }
    if (length > HELLO_MAX - 4) {
      return Optional.of(new Unreadable("a ServerHello of " + length + " octets"));
    }
    if (octets.remaining() < length) {
      return Optional.empty();
    }
    try {
      return Optional.of(body(octets.slice(octets.position(), length)));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.of(new Unreadable("a ServerHello with lengths that do not fit"));
    }
  }

  private static ServerHello body(ByteBuffer body) {
    int version = body.getShort() & 0xffff;
    skip(body, 32); // random
    skip(body, body.get() & 0xff); // session id
    int cipher = body.getShort() & 0xffff;
    skip(body, 1); // compression
    Optional<NamedGroup> group = Optional.empty();
    if (body.hasRemaining()) {
      ByteBuffer extensions = take(body, body.getShort() & 0xffff);
      while (extensions.hasRemaining()) {
        int type = extensions.getShort() & 0xffff;
        ByteBuffer data = take(extensions, extensions.getShort() & 0xffff);
        if (type == 43) { // supported_versions, RFC 8446 §4.2.1
          version = data.getShort() & 0xffff;
        } else if (type == 51) { // key_share, RFC 8446 §4.2.8: a group, perhaps with its key
          group = Optional.of(new NamedGroup(data.getShort() & 0xffff));
        }
      }
    }
    Optional<TlsVersion> known = TlsVersion.of(version);
    return known.isPresent()
        ? new Agreed(known.get(), cipher, group)
        : new Unreadable(String.format("version 0x%04x", version));
  }

  private static ByteBuffer take(ByteBuffer from, int length) {
    ByteBuffer part = from.slice(from.position(), length);
    skip(from, length);
    return part;
  }

  private static void skip(ByteBuffer buffer, int length) {
    buffer.position(buffer.position() + length);
  }

  private static String shown(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      text.append((char) (octet & 0xff));
    }
    return "\"" + Printable.of(text.toString(), 40) + "\"";
  }
}
