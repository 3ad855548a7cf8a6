package org.postroad.protocol.tlsrpt;

import java.net.InetAddress;
import org.postroad.protocol.dns.DomainName;

/// Which exchanger a session was with, or would have been.
public sealed interface MxContact {

  /// The MX host by its name in the MX record.
  DomainName host();

  /// No address of it was dialled: there was none, or the policy spared the trouble.
  record NotDialled(DomainName host) implements MxContact {}

  /// One of its addresses was.
  record Dialled(DomainName host, InetAddress address) implements MxContact {}
}
