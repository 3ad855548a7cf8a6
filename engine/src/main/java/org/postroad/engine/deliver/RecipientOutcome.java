package org.postroad.engine.deliver;

import org.postroad.engine.smtpclient.NoticeDuty;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.SmtpReply;
import org.postroad.protocol.tlsrpt.SessionResult;

/// What a delivery came to for one recipient.
public sealed interface RecipientOutcome {

  Mailbox to();

  /// A server has taken the message.
  ///
  /// @param session the one in which it did: with whom, and how secure it was
  /// @param notices who tells the sender from here on
  record Delivered(Mailbox to, SessionResult session, SmtpReply reply, NoticeDuty notices)
      implements RecipientOutcome {}

  /// Not this time; it may be tried again.
  record Deferred(Mailbox to, Reason reason) implements RecipientOutcome {}

  /// Never.
  record Failed(Mailbox to, Reason reason) implements RecipientOutcome {}
}
