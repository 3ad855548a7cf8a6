package org.postroad.engine.policyhost;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;

/// An HTTP proxy of the operator's that opens tunnels to policy hosts (CONNECT, RFC 9110 §9.3.6).
///
/// TLS runs through it to the policy host, whose certificate is verified as ever. But the proxy
/// looks up the policy host's address and dials it: our guard against private addresses does not
/// see it, so the proxy has to refuse them itself. The limit of fetches for one address does not
/// hold either, only the overall one.
///
/// @param host a name or an address; it may be private
public record HttpsProxy(String host, int port) {

  public HttpsProxy {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("proxy port " + port);
    }
    if (Endpoint.address(host).isEmpty()
        && DomainName.parse(host) instanceof DomainName.Parsed.Invalid(String why)) {
      throw new IllegalArgumentException("proxy host: " + why);
    }
  }

  HostAddresses addresses(Dns dns, Deadline deadline) {
    Optional<InetAddress> literal = Endpoint.address(host);
    return literal.isPresent()
        ? new HostAddresses.Found(List.of(literal.get()))
        : HostAddresses.of(DomainName.of(host), dns, AddressGuard.ANY, deadline);
  }
}
