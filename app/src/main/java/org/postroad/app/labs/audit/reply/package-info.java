/// A policy daemon under audit, judged by its replies: start at
/// [org.postroad.app.labs.audit.reply.ReplySubject].
///
/// [org.postroad.app.labs.audit.reply.TlsPolicy] reads a reply as Postfix 3.11 does, and
/// [org.postroad.app.labs.audit.reply.ObedientClient] does to the letter what it says; where
/// Postfix itself is laxer than the RFC (it takes a name from the CN), this client is not, for that
/// is none of the daemon's doing.
@NullMarked
package org.postroad.app.labs.audit.reply;

import org.jspecify.annotations.NullMarked;
