package org.postroad.engine.check;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// How a handshake with the whole of TLS ended (TLS 1.2 or later, SNI).
public sealed interface Tls {

  /// Finished, whatever the certificate is worth.
  ///
  /// @param version `TLSv1.3`
  /// @param cipher `TLS_AES_128_GCM_SHA256`
  /// @param chain as the server sent it, its own certificate first; nothing was fetched to complete
  ///   it
  record Established(
      String version, String cipher, List<X509Certificate> chain, Trust trust, Duration took)
      implements Tls {
    public Established {
      chain = List.copyOf(chain);
    }
  }

  /// No agreement, an alert, a cut connection, a certificate that cannot be read.
  record Failed(String why, Duration took) implements Tls {}

  record TimedOut(Duration took) implements Tls {}

  record NotTried(Omission because, String detail) implements Tls {}
}
