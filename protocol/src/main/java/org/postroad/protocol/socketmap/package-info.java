/// The socketmap protocol by which Postfix and sendmail ask: one [Netstring] holds a
/// [SocketmapRequest], one holds its [SocketmapReply], in order, on a connection that stays open.
///
/// Start with [SocketmapReply]: which words exist and what each does to the mail.
package org.postroad.protocol.socketmap;
