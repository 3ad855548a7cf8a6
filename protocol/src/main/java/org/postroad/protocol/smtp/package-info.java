/// SMTP as a client needs it: what may be said and what was answered (RFC 5321), without a socket.
///
/// Start with [SmtpReply], which [ReplyReader] builds octet by octet within limits; then
/// [EhloKeywords], what a server offers. On the way out, [MessageBytes] is a message that may
/// safely stand between DATA and CRLF.CRLF, and [Envelope] who it is from and for, in [Mailbox]es,
/// and what its sender wants to hear of it, a [DsnRequest].
package org.postroad.protocol.smtp;
