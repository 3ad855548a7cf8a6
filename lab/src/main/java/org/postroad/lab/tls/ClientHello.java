package org.postroad.lab.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The first message of a TLS client (RFC 8446 §4.1.2), as far as the lab looks at it.
public final class ClientHello {

  private static final int HANDSHAKE = 22; // RFC 8446 §5.1, content type
  private static final int CLIENT_HELLO = 1; // RFC 8446 §4, handshake type
  private static final int RECORD_MAX = 16_384 + 256; // RFC 5246 §6.2
  private static final int HELLO_MAX = 64 * 1024;
  private static final int SERVER_NAME = 0; // RFC 6066 §3
  private static final int ALPN = 16; // RFC 7301 §3.1
  private static final int SUPPORTED_VERSIONS = 43; // RFC 8446 §4.2.1
  private static final int KEY_SHARE = 51; // RFC 8446 §4.2.8

  private final byte[] consumed;
  private Optional<String> serverName = Optional.empty();
  private List<String> protocols = List.of();
  private List<Integer> versions = List.of();
  private byte[] sessionId = {};
  private boolean awaitsGroup;

  private ClientHello(byte[] consumed) {
    this.consumed = consumed;
  }

  /// Reads it from the beginning of a TLS connection.
  ///
  /// @throws IOException if that is not how the connection begins
  public static ClientHello read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    ByteArrayOutputStream consumed = new ByteArrayOutputStream();
    ByteArrayOutputStream handshake = new ByteArrayOutputStream();
    int wanted = 4; // type and length
    while (handshake.size() < wanted) {
      byte[] head = new byte[5];
      in.readFully(head);
      int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
      if (head[0] != HANDSHAKE || length == 0 || length > RECORD_MAX) {
        throw new IOException("not the beginning of TLS: " + printable(head));
      }
      byte[] fragment = new byte[length];
      in.readFully(fragment);
      consumed.write(head);
      consumed.write(fragment);
      handshake.write(fragment);
      if (handshake.size() >= 4) {
        byte[] start = handshake.toByteArray();
        wanted = 4 + ((start[1] & 0xff) << 16 | (start[2] & 0xff) << 8 | (start[3] & 0xff));
        if (start[0] != CLIENT_HELLO || wanted > HELLO_MAX) {
          throw new IOException("no ClientHello: handshake type " + start[0]);
        }
      }
    }
    ClientHello hello = new ClientHello(consumed.toByteArray());
    try {
      hello.parse(ByteBuffer.wrap(handshake.toByteArray(), 4, wanted - 4));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new EOFException("ClientHello with lengths that do not fit");
    }
    return hello;
  }

  /// The name in the SNI extension, in lower case.
  public Optional<String> serverName() {
    return serverName;
  }

  /// The protocols offered by ALPN, in the client's order.
  public List<String> protocols() {
    return protocols;
  }

  /// The code points of the offered versions: 0x0304 is TLS 1.3.
  public List<Integer> versions() {
    return versions;
  }

  /// Whether it shows no key of its own, so that the server has to name a group first (RFC 8446
  /// §4.2.8).
  boolean awaitsGroup() {
    return awaitsGroup;
  }

  /// Whether the best that both sides know is no older than TLS 1.2.
  ///
  /// @param server what the server speaks, as JSSE names it
  boolean agreesOnModern(List<String> server) {
    int best = versions.stream().mapToInt(v -> v).max().orElse(0);
    return (server.contains("TLSv1.3") && versions.contains(0x0304))
        || (server.contains("TLSv1.2") && best >= 0x0303);
  }

  byte[] sessionId() {
    return sessionId.clone();
  }

  /// What was read, for whoever goes on with the handshake.
  InputStream consumed() {
    return new ByteArrayInputStream(consumed);
  }

  private void parse(ByteBuffer body) {
    versions = List.of((int) body.getShort());
    skip(body, 32); // random
    ByteBuffer id = take(body, body.get() & 0xff);
    sessionId = new byte[id.remaining()];
    id.get(sessionId);
    skip(body, body.getShort() & 0xffff); // cipher suites
    skip(body, body.get() & 0xff); // compression methods
    if (!body.hasRemaining()) {
      return;
    }
    ByteBuffer extensions = take(body, body.getShort() & 0xffff);
    while (extensions.hasRemaining()) {
      int type = extensions.getShort() & 0xffff;
      ByteBuffer data = take(extensions, extensions.getShort() & 0xffff);
      switch (type) {
        case SERVER_NAME -> serverName = name(data);
        case ALPN -> protocols = names(data);
        case SUPPORTED_VERSIONS -> versions = numbers(data);
        case KEY_SHARE -> awaitsGroup = data.getShort() == 0;
        default -> {}
      }
    }
  }

  private static Optional<String> name(ByteBuffer data) {
    ByteBuffer list = take(data, data.getShort() & 0xffff);
    while (list.hasRemaining()) {
      boolean host = list.get() == 0;
      String name = text(take(list, list.getShort() & 0xffff));
      if (host) {
        return Optional.of(name.toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  private static List<String> names(ByteBuffer data) {
    ByteBuffer list = take(data, data.getShort() & 0xffff);
    List<String> names = new ArrayList<>();
    while (list.hasRemaining()) {
      names.add(text(take(list, list.get() & 0xff)));
    }
    return List.copyOf(names);
  }

  private static List<Integer> numbers(ByteBuffer data) {
    ByteBuffer list = take(data, data.get() & 0xff);
    List<Integer> numbers = new ArrayList<>();
    while (list.remaining() >= 2) {
      numbers.add(list.getShort() & 0xffff);
    }
    return List.copyOf(numbers);
  }

  private static String text(ByteBuffer octets) {
    return StandardCharsets.ISO_8859_1.decode(octets).toString();
  }

  private static ByteBuffer take(ByteBuffer from, int length) {
    ByteBuffer part = from.slice(from.position(), length);
    skip(from, length);
    return part;
  }

  private static void skip(ByteBuffer buffer, int length) {
    buffer.position(buffer.position() + length);
  }

  private static String printable(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      text.append(octet >= 0x20 && octet < 0x7f ? (char) octet : '?');
    }
    return text.toString();
  }
}
