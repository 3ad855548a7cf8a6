package org.postroad.engine.tls;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// What one handshake is for.
///
/// @param name sent as SNI (RFC 8461 §7.1) and the name that the certificate is judged for
/// @param verification what happens if that verdict is bad
/// @param protocols offered by ALPN (RFC 7301), the preferred first; none to offer nothing
public record TlsRequest(DomainName name, Verification verification, List<String> protocols) {

  /// What a bad certificate does.
  public enum Verification {
    /// It ends the handshake; nothing is sent over the connection.
    REQUIRED,
    /// It is noted, and the connection is used all the same: opportunistic TLS.
    REPORTED
  }

  public TlsRequest {
    protocols = List.copyOf(protocols);
  }

  /// The certificate must be good.
  public static TlsRequest verified(DomainName name) {
    return new TlsRequest(name, Verification.REQUIRED, List.of());
  }

  /// Any certificate will do; the verdict says what it would have been worth.
  public static TlsRequest opportunistic(DomainName name) {
    return new TlsRequest(name, Verification.REPORTED, List.of());
  }

  /// The same, offering these protocols.
  public TlsRequest offering(String... protocols) {
    return new TlsRequest(name, verification, List.of(protocols));
  }
}
