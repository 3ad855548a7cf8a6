/// Gathers the facts of a domain: asks, dials, shakes hands, and writes down what it saw.
///
/// Start with [DomainProbe]. It is polite (one connection at a time to an address, a few at a time
/// altogether, nobody's mailbox is touched) and bounded: one deadline over everything, a limit for
/// every list, and what was cut off says so in the facts. [HelloProbe] offers what the JVM's own
/// TLS never would, versions of old and post-quantum groups, without speaking them.
package org.postroad.engine.check.probe;
