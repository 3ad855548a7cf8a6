package org.postroad.app.send;

import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;

/// Says what applies to a policy domain now.
@FunctionalInterface
public interface Policies {
  Resolution resolve(DomainName policyDomain);

  /// The same after a new look at the record, to be asked before a message fails for good because
  /// of a policy (RFC 8461 §5.1).
  default Resolution lookAgain(DomainName policyDomain) {
    return resolve(policyDomain);
  }

  /// What a resolver says.
  static Policies of(PolicyResolver resolver) {
    return new Policies() {
      @Override
      public Resolution resolve(DomainName policyDomain) {
        return resolver.resolve(policyDomain);
      }

      @Override
      public Resolution lookAgain(DomainName policyDomain) {
        return resolver.lookAgain(policyDomain);
      }
    };
  }
}
