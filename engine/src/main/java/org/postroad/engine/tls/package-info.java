/// TLS as the sending side needs it: TLS 1.2 or later, SNI, a bounded handshake, and a verdict on
/// the certificate that is our own.
///
/// Start with [TlsClient]: it takes a connected socket (fresh, or after STARTTLS) and ends in a
/// [TlsOutcome]. [CertificateVerifier] judges a chain against [TrustAnchors] and ends in a
/// [CertificateVerdict]; [DnsId] compares the names. JSSE's own endpoint identification is not
/// used, because it takes a name from the subject's CN where RFC 8461 §3.3 and §4.2 want a DNS-ID.
package org.postroad.engine.tls;
