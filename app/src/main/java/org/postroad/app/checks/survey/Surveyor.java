package org.postroad.app.checks.survey;

import java.time.Duration;
import org.postroad.protocol.dns.DomainName;

/// Looks at one domain. It is called from many threads at a time.
@FunctionalInterface
public interface Surveyor {

  Surveyed survey(DomainName domain, Patience patience) throws InterruptedException;

  /// How long the domains that wait for a host will have to, the last of them.
  default Duration longestWait() {
    return Duration.ZERO;
  }
}
