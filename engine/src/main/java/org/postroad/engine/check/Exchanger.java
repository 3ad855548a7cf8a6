package org.postroad.engine.check;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// A mail exchanger at its addresses.
///
/// @param host as the MX record names it
/// @param visits one for each address, IPv6 and IPv4 alike
public record Exchanger(DomainName host, List<SmtpVisit> visits) {
  public Exchanger {
    visits = List.copyOf(visits);
  }
}
