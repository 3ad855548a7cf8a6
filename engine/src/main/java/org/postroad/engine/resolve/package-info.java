/// What policy applies to a domain: the shell around [org.postroad.protocol.mtasts.PolicyRules]
/// that looks at records, fetches policies and remembers.
///
/// Start at `PolicyResolver`: a valid cached policy answers at once, everything else is looked for
/// by one flight per domain that many questions may wait for. [PolicyCache] is the port to what
/// remembers; `Refresher` keeps it fresh; `ResolverEvents` hears what an operator should.
package org.postroad.engine.resolve;
