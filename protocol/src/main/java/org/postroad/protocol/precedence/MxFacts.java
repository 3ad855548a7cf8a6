package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.DomainName;

/// What the DNS says of the road to a next hop.
///
/// @param hosts in the order in which they are tried; none where the state says that there are none
public record MxFacts(DomainName nextHop, MxState mx, List<HostTlsa> hosts) {

  public MxFacts {
    hosts = List.copyOf(hosts);
    boolean fits =
        switch (mx) {
          case MxState.Secure secure -> true;
          case MxState.Insecure insecure -> true;
          case MxState.Itself itself -> hosts.size() == 1;
          case MxState.Nowhere nowhere -> hosts.isEmpty();
          case MxState.Failed failed -> hosts.isEmpty();
        };
    if (!fits) {
      throw new IllegalArgumentException(hosts.size() + " hosts of " + mx);
    }
  }
}
