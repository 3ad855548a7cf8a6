/// The DNS client: the port [org.postroad.protocol.dns.Dns] over UDP and TCP to the resolvers that
/// the operator named.
///
/// Start with [DnsClient]. It remembers answers in an [AnswerCache] and asks the `Servers` in turn;
/// `AnswerReader` makes an [org.postroad.protocol.dns.Answer] of a message, keeping absence and
/// silence apart. Messages are encoded and read by dnsjava; the sockets are our own, because its
/// transport opens one for each question and reads all of them in one thread.
package org.postroad.engine.dns;
