package org.postroad.engine.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;

/// How a handshake ended. In all but [Established] the connection is closed.
public sealed interface TlsOutcome {

  /// Encrypted, and verified if the request demanded it.
  ///
  /// @param socket closes the connection beneath it
  /// @param verdict what the certificate is worth for the name; with
  ///   [TlsRequest.Verification#REPORTED] it may be a [CertificateVerdict.Refused]
  record Established(SSLSocket socket, TlsFacts facts, CertificateVerdict verdict)
      implements TlsOutcome {}

  /// Every outcome without a connection, with its reason in words that are safe to print.
  sealed interface Failure extends TlsOutcome {
    String why();
  }

  /// The certificate was refused.
  ///
  /// @param chain as it was sent, the server's first; empty if it could not be read
  record CertificateRefused(CertificateVerdict.Refused verdict, List<X509Certificate> chain)
      implements Failure {
    public CertificateRefused {
      chain = List.copyOf(chain);
    }

    @Override
    public String why() {
      return verdict.why();
    }
  }

  /// No agreement, an alert, a cut connection, or something that is not TLS.
  record HandshakeFailed(String why) implements Failure {}

  /// The deadline passed.
  record TimedOut(String why) implements Failure {}
}
