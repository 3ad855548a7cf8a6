package org.postroad.engine.check.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.TlsVersion;
import org.postroad.protocol.dns.DomainName;

/// The first message of a TLS client (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2), made by hand: it offers
/// what the JVM would not, and is never followed by a second one.
///
/// An offer of TLS 1.3 shows no key share at all, which §4.2.8 allows: the server then has to name
/// the group that it likes best of those offered, and that is what is wanted to be known. TLS 1.2
/// is offered beside it, so that a server without 1.3 says so by choosing it.
final class ClientHello {

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;

  // Extensions: RFC 6066 §3, RFC 8422 §5.1, RFC 8446 §4.2
  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int KEY_SHARE = 51;

  private static final int[] CIPHERS_1_3 = {0x1301, 0x1302, 0x1303};

  /// AEAD and CBC, with and without forward secrecy, down to 3DES: whatever a server of old may
  /// have. The last tells that renegotiation is done as RFC 5746 wants it.
  private static final int[] CIPHERS = {
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009e, 0x009f, 0xccaa, 0xc009, 0xc013, 0xc00a,
    0xc014, 0xc023, 0xc027, 0xc024, 0xc028, 0x0067, 0x006b, 0x0033, 0x0039, 0x009c, 0x009d, 0x003c,
    0x003d, 0x002f, 0x0035, 0xc012, 0x0016, 0x000a, 0x00ff
  };

  private static final NamedGroup[] GROUPS_1_3 = {
    NamedGroup.X25519MLKEM768,
    NamedGroup.SECP256R1MLKEM768,
    NamedGroup.SECP384R1MLKEM1024,
    NamedGroup.X25519,
    NamedGroup.SECP256R1,
    NamedGroup.SECP384R1,
    NamedGroup.SECP521R1,
    NamedGroup.X448
  };

  private static final NamedGroup[] GROUPS = {
    NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1
  };

  private static final int[] SIGNATURES = {
    0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808, 0x0809,
    0x080a, 0x080b, 0x0203, 0x0201
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ClientHello() {}

  /// The record that carries an offer of all versions up to that one; of TLS 1.3, 1.3 and 1.2.
  static byte[] upTo(TlsVersion version, DomainName name, SecureRandom random) {
    byte[] body = part(hello -> hello.body(version, name, random));
    byte[] handshake =
        part(
            message -> {
              message.octet(CLIENT_HELLO);
              message.octet(body.length >> 16);
              message.number(body.length);
              message.out.writeBytes(body);
            });
    return part(
        record -> {
          record.octet(HANDSHAKE);
          record.number(TlsVersion.TLS_1_0.code()); // as all clients do, for servers of old
          record.prefixed(content -> content.out.writeBytes(handshake));
        });
  }

  private void body(TlsVersion version, DomainName name, SecureRandom random) {
    boolean newest = version == TlsVersion.TLS_1_3;
    byte[] octets = new byte[32];
    random.nextBytes(octets);
    number(Math.min(version.code(), TlsVersion.TLS_1_2.code()));
    out.writeBytes(octets);
    octet(newest ? octets.length : 0); // RFC 8446 §D.4: a session id for boxes on the way
    if (newest) {
      random.nextBytes(octets);
      out.writeBytes(octets);
    }
    prefixed(
        ciphers -> {
          if (newest) {
            ciphers.numbers(CIPHERS_1_3);
          }
          ciphers.numbers(CIPHERS);
        });
    octet(1);
    octet(0); // no compression
    prefixed(extensions -> extensions.extensions(newest, name));
  }

  private void extensions(boolean newest, DomainName name) {
    byte[] host = name.text().getBytes(StandardCharsets.US_ASCII);
    extension(
        SERVER_NAME,
        data ->
            data.prefixed(
                list -> {
                  list.octet(0);
                  list.prefixed(text -> text.out.writeBytes(host));
                }));
    extension(
        SUPPORTED_GROUPS,
        data ->
            data.prefixed(
                list -> {
                  for (NamedGroup group : newest ? GROUPS_1_3 : GROUPS) {
                    list.number(group.code());
                  }
                }));
    extension(
        POINT_FORMATS,
        data -> {
          data.octet(1);
          data.octet(0); // uncompressed
        });
    extension(SIGNATURE_ALGORITHMS, data -> data.prefixed(list -> list.numbers(SIGNATURES)));
    if (newest) {
      extension(
          SUPPORTED_VERSIONS,
          data -> {
            data.octet(4);
            data.number(TlsVersion.TLS_1_3.code());
            data.number(TlsVersion.TLS_1_2.code());
          });
      extension(KEY_SHARE, data -> data.number(0));
    }
  }

  private void extension(int type, Consumer<ClientHello> data) {
    number(type);
    prefixed(data);
  }

  /// Two octets of length, and then that many.
  private void prefixed(Consumer<ClientHello> content) {
    byte[] octets = part(content);
    number(octets.length);
    out.writeBytes(octets);
  }

  private void numbers(int... all) {
    for (int each : all) {
      number(each);
    }
  }

  private void number(int value) {
    octet(value >> 8);
    octet(value);
  }

  private void octet(int value) {
    out.write(value);
  }

  private static byte[] part(Consumer<ClientHello> content) {
    ClientHello part = new ClientHello();
    content.accept(part);
    return part.out.toByteArray();
  }
}
