/// DNSSEC: what makes an answer count as secure, insecure or not at all (RFC 4035 §4.3).
///
/// Start with [Validator]. It takes a message apart into `Hop`s, one for each CNAME and one for the
/// end, and has each validated by dnsjava's `ValidatingResolver`, which finds the keys through
/// `TrustChain` and verifies the signatures. What dnsjava gets to see is chosen here: `SignedSet`
/// takes signatures only of zones that the owner can belong to, `Denial` only the records that
/// prove an absence, and `Lookup` bounds the work that a message can cause.
///
/// Nothing here sends anything: `Upstream` does, the DNS client outside.
package org.postroad.engine.dns.dnssec;
