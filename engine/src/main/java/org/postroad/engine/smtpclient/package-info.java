/// SMTP as a client: one session over one connection, command by command.
///
/// Start with [SmtpSession]. It speaks over an [SmtpTransport], which an [SmtpDialer] opens; over
/// sockets that is [SocketDialer]. No `IOException` leaves this package: what the network or the
/// server did becomes a [Step], a [StartTls] or a [RecipientVerdict]. Which sessions to hold, and
/// what to demand of them, is decided in `engine.deliver`.
package org.postroad.engine.smtpclient;
