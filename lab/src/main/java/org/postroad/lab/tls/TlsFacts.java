package org.postroad.lab.tls;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// What was agreed in a handshake, and what the client had said in it.
///
/// @param version as JSSE names it: `TLSv1.3`
/// @param sni the name that the client asked for
/// @param alpn the protocols that the client offered
public record TlsFacts(String version, String cipher, Optional<String> sni, List<String> alpn) {

  static TlsFacts of(SSLSession session, ClientHello hello) {
    return new TlsFacts(
        session.getProtocol(), session.getCipherSuite(), hello.serverName(), hello.protocols());
  }
}
