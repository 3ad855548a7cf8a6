package org.postroad.app.send;

import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;

/// Says what applies to a policy domain now.
@FunctionalInterface
public interface Policies {
  Resolution resolve(DomainName policyDomain);
}
