package org.postroad.app.checks.survey;

import org.postroad.protocol.dns.DomainName;

/// Looks at one domain. It is called from many threads at a time.
@FunctionalInterface
public interface Surveyor {

  Surveyed survey(DomainName domain, Patience patience) throws InterruptedException;
}
