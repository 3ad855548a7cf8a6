/// TLS reporting (RFC 8460): what a sender can tell a domain about the sessions with its
/// exchangers.
///
/// [TlsRptRecord] is where a domain says that it wants to know. Start with [SessionResult]: what
/// one session came to, in words of ours; [ResultType] are the RFC's words for those that went
/// wrong.
package org.postroad.protocol.tlsrpt;
