package org.postroad.app.send;

import java.util.Optional;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.Decree;

/// Says what applies to a policy domain now.
@FunctionalInterface
public interface Policies {
  Resolution resolve(DomainName policyDomain);

  /// The same after a new look at the record, to be asked before a message fails for good because
  /// of a policy (RFC 8461 §5.1).
  default Resolution lookAgain(DomainName policyDomain) {
    return resolve(policyDomain);
  }

  /// What the operator decrees in its place, if anything; then nothing else is asked for.
  default Optional<Decree> decree(DomainName policyDomain) {
    return Optional.empty();
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
