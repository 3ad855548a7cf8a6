package org.postroad.engine.policyhost;

import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyFetch;

/// Where policies come from: one HTTPS fetch from the policy host of a domain, as RFC 8461 §3.3 has
/// it.
///
/// It blocks until there is an outcome, a minute at the most, and never throws for what the network
/// did.
@FunctionalInterface
public interface PolicySource {
  PolicyFetch fetch(DomainName policyDomain);
}
