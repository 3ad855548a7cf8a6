package org.postroad.engine.dns.dnssec;

import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/// Asks a resolver for records with their signatures, whatever it thinks of them.
@FunctionalInterface
public interface Upstream {

  Asked ask(Name name, int type, Deadline deadline);

  /// What came of it.
  sealed interface Asked {
    /// A message with the code NOERROR or NXDOMAIN.
    record Answered(Message message) implements Asked {}

    /// Nothing that counts.
    record Unanswered(Answer.Why why, String detail) implements Asked {}
  }
}
