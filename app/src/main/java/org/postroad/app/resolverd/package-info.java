/// The policy daemon on a mail host, `postroad resolver`: what listens, answers and is watched.
///
/// Start at [SocketmapServer]. One thread serves all connections and says at once what is at hand;
/// the other questions go to virtual threads. What is said comes through the port [Replies], which
/// [PolicyAnswers] is: `ready` from [WarmReplies], `answer` by asking, with
///
/// ```
/// long mark = warm.mark();                            // before anything is looked up
/// … resolve, TlsPolicyReply.of(…) …
/// warm.put(mark, dialect, domain, reply, until);      // until the first fact in it expires
/// ```
///
/// `answer` gets what [WarmReplies] leaves over: domains that are not kept, keys written in another
/// way (U-labels, service names), maps that are not its own (`explain`, for which [Asker#local]
/// tells who may ask). Whatever changes a reply before its time calls [WarmReplies#forget]: a
/// policy that was fetched anew, an MX answer, an override that ended; a reload calls
/// [WarmReplies#clear] and [SocketmapServer#listen].
///
/// [Metrics] counts, [MonitorServer] shows it. The classes behind the server are [Loop] (the
/// thread), [Connection] (one client) with its [ReplyQueue], [Questions] (what is on virtual
/// threads), [Acceptor] (who is let in) and [Listener].
@NullMarked
package org.postroad.app.resolverd;

import org.jspecify.annotations.NullMarked;
