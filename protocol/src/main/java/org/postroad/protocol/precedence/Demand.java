package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.certificate.NamePattern;
import org.postroad.protocol.dane.TlsaBaseDomain;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.DomainName;

/// What a session must be like before anything of the message is sent.
public sealed interface Demand {

  /// TLS with a server that satisfies its TLSA records. The base domain is sent as SNI (RFC 7672
  /// §8.1).
  ///
  /// @param names what a certificate under DANE-TA may be for (§3.2.2), the base domain first
  /// @param domainProven whether success proves that the message goes where the next hop wants it;
  ///   false where insecure MX records led here, and then it must never be called so (§2.2.1)
  record Dane(TlsaBaseDomain base, TlsaSet records, List<DomainName> names, boolean domainProven)
      implements Demand {
    public Dane {
      names = List.copyOf(names);
    }
  }

  /// TLS with a certificate that is valid for the MX host, by the authorities that the sender
  /// trusts (RFC 8461 §4.2).
  record Verified() implements Demand {}

  /// TLS with a certificate for one of the names that the operator decreed, by the authorities that
  /// the sender trusts.
  record Named(List<NamePattern> names) implements Demand {
    public Named {
      names = List.copyOf(names);
    }
  }

  /// TLS with whatever certificate: the host has TLSA records, of which none counts (RFC 7672
  /// §2.2), or the operator decreed no more.
  record Encrypted() implements Demand {}

  /// TLS if it can be had, with whatever certificate.
  record Any() implements Demand {}
}
