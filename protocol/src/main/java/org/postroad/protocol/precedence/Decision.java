package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// What DANE and MTA-STS come to for one next hop.
///
/// @param hosts in the order of the facts
public record Decision(List<Host> hosts, DomainLevel level) {

  public Decision {
    hosts = List.copyOf(hosts);
  }

  /// What is done with one host.
  public record Host(DomainName name, HostAction action) {}
}
