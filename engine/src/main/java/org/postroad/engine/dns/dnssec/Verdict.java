package org.postroad.engine.dns.dnssec;

import java.time.Duration;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Security;
import org.xbill.DNS.Message;

/// What validation says of a message.
public sealed interface Verdict {

  /// It counts.
  ///
  /// @param message what of it counts: the rest is left out
  /// @param security the weakest of its records
  /// @param usable how long the signatures allow it to be used (RFC 4035 §5.3.3)
  record Counts(Message message, Security security, Duration usable) implements Verdict {}

  /// It does not: bogus, or keys that nobody could be asked for.
  ///
  /// @param detail of which record what is wrong
  record Fails(Answer.Why why, String detail) implements Verdict {}
}
