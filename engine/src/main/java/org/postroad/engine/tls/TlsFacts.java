package org.postroad.engine.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a finished handshake agreed on.
///
/// @param version `TLSv1.3`
/// @param cipher `TLS_AES_128_GCM_SHA256`
/// @param chain as the server sent it, its own certificate first
public record TlsFacts(String version, String cipher, List<X509Certificate> chain) {
  public TlsFacts {
    chain = List.copyOf(chain);
  }
}
