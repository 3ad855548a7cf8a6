package org.postroad.engine.tls;

import java.util.List;
import org.postroad.protocol.certificate.NamePattern;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.DomainName;

/// What one handshake is for.
///
/// @param name sent as SNI (RFC 8461 §7.1, RFC 7672 §8.1)
/// @param proof what the certificate is judged by
/// @param verification what happens if that verdict is bad
/// @param protocols offered by ALPN (RFC 7301), the preferred first; none to offer nothing
public record TlsRequest(
    DomainName name, Proof proof, Verification verification, List<String> protocols) {

  /// How a server proves itself.
  public sealed interface Proof {
    /// By a certificate that a trusted authority issued for this name.
    record WebPki(DomainName name) implements Proof {}

    /// By a certificate that a trusted authority issued for any of these names.
    record AnyOf(List<NamePattern> names) implements Proof {
      public AnyOf {
        names = List.copyOf(names);
      }
    }

    /// By TLSA records.
    ///
    /// @param names what a certificate under DANE-TA may be for (RFC 7672 §3.2.2)
    /// @param host for which the certificate is judged by the authorities besides, to no effect
    record Dane(TlsaSet records, List<DomainName> names, DomainName host) implements Proof {
      public Dane {
        names = List.copyOf(names);
      }
    }
  }

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
    return new TlsRequest(name, new Proof.WebPki(name), Verification.REQUIRED, List.of());
  }

  /// The certificate must be good for one of these names.
  ///
  /// @param name the host's, sent as SNI
  public static TlsRequest verified(DomainName name, List<NamePattern> names) {
    return new TlsRequest(name, new Proof.AnyOf(names), Verification.REQUIRED, List.of());
  }

  /// Any certificate will do; the verdict says what it would have been worth.
  public static TlsRequest opportunistic(DomainName name) {
    return new TlsRequest(name, new Proof.WebPki(name), Verification.REPORTED, List.of());
  }

  /// The TLSA records must be satisfied.
  ///
  /// @param base the TLSA base domain, sent as SNI
  public static TlsRequest dane(DomainName base, Proof.Dane proof) {
    return new TlsRequest(base, proof, Verification.REQUIRED, List.of());
  }

  /// The same, offering these protocols.
  public TlsRequest offering(String... protocols) {
    return new TlsRequest(name, proof, verification, List.of(protocols));
  }
}
