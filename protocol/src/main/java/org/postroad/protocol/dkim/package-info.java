/// DKIM, RFC 6376 with RFC 8301 and RFC 8463: so far the keys that a domain publishes.
///
/// Start with [KeyRecord], the TXT record at `SELECTOR._domainkey.DOMAIN`. [Selectors] has names to
/// try where nobody says which selectors a domain uses. Signatures are not verified yet.
package org.postroad.protocol.dkim;
