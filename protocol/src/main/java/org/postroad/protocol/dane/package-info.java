/// DANE for SMTP (RFC 7672, 7671, 6698): which TLSA records a host has, which of them count, and
/// whether a server's certificates satisfy them.
///
/// Start with [HostTlsa], what the DNS says of one MX host: its addresses, and its TLSA records in
/// one of the states that RFC 7672 §2.2 tells apart. [BaseDomains] is the rule behind it, which
/// names to ask and in which order (§2.2.2). [TlsaSet] keeps the records that count (§3.1, RFC 7671
/// §9), and [DaneVerdict] is what they make of the certificates that a server sent.
///
/// What DANE means beside MTA-STS is decided in `org.postroad.protocol.precedence`.
package org.postroad.protocol.dane;
