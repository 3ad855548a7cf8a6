package org.postroad.protocol.dane;

import java.net.InetAddress;
import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;

/// What the DNS says of one host: its addresses, then its TLSA records (RFC 7672 §2.2).
public sealed interface HostTlsa {

  /// The host by its name in the MX record, or the next hop itself.
  DomainName host();

  /// It has addresses. IPv6 and IPv4 by turns, so that one dead family costs one attempt and not
  /// all.
  sealed interface Reachable extends HostTlsa {
    List<InetAddress> addresses();
  }

  /// At least one TLSA record counts: the server must prove itself by them.
  record Usable(DomainName host, List<InetAddress> addresses, TlsaBaseDomain base, TlsaSet records)
      implements Reachable {
    public Usable {
      addresses = List.copyOf(addresses);
    }
  }

  /// Secure TLSA records, none of which counts: TLS is mandatory, with whatever certificate.
  record Unusable(
      DomainName host, List<InetAddress> addresses, TlsaBaseDomain base, TlsaSet records)
      implements Reachable {
    public Unusable {
      addresses = List.copyOf(addresses);
    }
  }

  /// None, or none that is secure: DANE does not apply.
  record None(DomainName host, List<InetAddress> addresses, String why) implements Reachable {
    public None {
      addresses = List.copyOf(addresses);
    }
  }

  /// Whether there are any could not be found out, so the host counts as unreachable wherever DANE
  /// is asked at all (§2.1.2).
  record TlsaFailed(DomainName host, List<InetAddress> addresses, Answer.Why cause, String why)
      implements Reachable {
    public TlsaFailed {
      addresses = List.copyOf(addresses);
    }
  }

  /// The DNS says that the host has no address.
  record NoAddress(DomainName host, String why) implements HostTlsa {}

  /// The DNS did not say: no address of one family, and the other failed, or both did.
  record AddressFailed(DomainName host, Answer.Why cause, String why) implements HostTlsa {}

  /// Asks for addresses, and for TLSA records where that can lead anywhere. It blocks as `dns`
  /// does.
  ///
  /// @param port of the connection, which is part of the owner name (§2.2.3)
  static HostTlsa of(DomainName host, int port, Dns dns) {
    return HostLookup.of(host, dns).withTlsa(port);
  }

  /// Asks for addresses only: [None] where there are any.
  ///
  /// @param why TLSA records are not asked for: `the MX records are not signed`
  static HostTlsa addressesOnly(DomainName host, Dns dns, String why) {
    return HostLookup.of(host, dns).withoutTlsa(why);
  }
}
