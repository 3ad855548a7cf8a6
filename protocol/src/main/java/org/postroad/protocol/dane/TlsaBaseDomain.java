package org.postroad.protocol.dane;

import java.util.Optional;
import org.postroad.protocol.dns.DomainName;

/// The name under which a host's TLSA records stand, and for which port (RFC 7672 §2.2.3).
///
/// The name is what the client sends as SNI (§8.1), what a certificate under DANE-TA is checked for
/// first (§3.2.2), and the policy domain of a report (RFC 8460 §1.1).
public record TlsaBaseDomain(DomainName name, int port) {

  public TlsaBaseDomain {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /// Where the records are: `_25._tcp.mx.example.com`. Empty where the name is so long that nothing
  /// can stand there.
  public Optional<DomainName> owner() {
    String labels = "_" + port + "._tcp";
    return name.hasRoomFor(labels) ? Optional.of(name.child(labels)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "_" + port + "._tcp." + name;
  }
}
