package org.postroad.engine.check.probe;

import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;

/// Puts questions to the DNS whose answers rules will need later, by playing the rules once:
/// evaluating SPF, walking up for DMARC. What comes out is nobody's business; the answers are kept.
@FunctionalInterface
public interface Exploration {
  void explore(DomainName domain, Dns dns);
}
