package org.postroad.engine.net;

import java.net.InetAddress;
import org.postroad.protocol.dns.DomainName;

/// The name of an address in the DNS: `1.2.0.192.in-addr.arpa` (RFC 1035 §3.5, RFC 3596 §2.5).
public final class ReverseName {

  private ReverseName() {}

  public static DomainName of(InetAddress address) {
    int length = address.getAddress().length;
    return in(DomainName.of(length == 4 ? "in-addr.arpa" : "ip6.arpa"), address);
  }

  /// The name of an address in another zone, for instance a blocklist's (RFC 5782 §2.1, §2.4).
  ///
  /// @throws IllegalArgumentException if the zone's name leaves no room for it
  public static DomainName in(DomainName zone, InetAddress address) {
    byte[] octets = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (octets.length == 4) {
        name.append(octet).append('.');
      } else {
        name.append(Integer.toHexString(octet & 0xf)).append('.');
        name.append(Integer.toHexString(octet >> 4)).append('.');
      }
    }
    return new DomainName(name.append(zone.text()).toString());
  }
}
