/// Enforced delivery: one message to one next hop, to verified hosts where a policy in `enforce`
/// says so, else as mail has always been delivered (RFC 5321 §5.1, RFC 8461 §4 and §5).
///
/// Start with [Delivery]. Which hosts there are is [Route]'s answer, what may be done with each is
/// [Ruling]'s, by what the domain publishes or by what the operator decrees; both are pure. [Visit]
/// holds one session with one address. What came of it all stands in a [DeliveryReport]: for each
/// recipient an outcome, and every [Attempt] with its [org.postroad.protocol.tlsrpt.SessionResult].
package org.postroad.engine.deliver;
