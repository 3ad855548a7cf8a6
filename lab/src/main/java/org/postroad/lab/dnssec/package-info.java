/// Keys, signatures and proofs of absence for the zones of the private Internet (RFC 4034, 4035,
/// 5155).
///
/// Start with [SignedZone]: what a signed zone holds besides its literal. Everything is made when
/// it is first asked for: a lab that nobody asks for DNSSEC has no key.
package org.postroad.lab.dnssec;
