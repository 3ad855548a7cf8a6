package org.postroad.engine.dns;

import org.postroad.protocol.dns.Answer;
import org.xbill.DNS.Message;

/// What a server, or all of them together, made of a question.
sealed interface Reply {

  /// A message that belongs to the question, with the code NOERROR or NXDOMAIN.
  ///
  /// @param bytes its length on the wire
  record Answered(Message message, int bytes) implements Reply {}

  /// UDP cannot carry the answer: it was cut off, or drowned in forgeries. TCP can.
  record Incomplete(String detail) implements Reply {}

  /// The server did not understand the question; perhaps it knows no EDNS (RFC 6891 §7).
  record Misunderstood(String detail) implements Reply {}

  /// Nothing that counts.
  ///
  /// @param detail what the server said or did not say, without its address
  record Fault(Answer.Why why, String detail) implements Reply {}
}
