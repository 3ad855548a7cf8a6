package org.postroad.engine.smtpclient;

import java.util.Set;
import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.smtp.SmtpReply;

/// What a session came to for one recipient.
public sealed interface RecipientVerdict {

  /// The verdict if the answers of the session were out of step: what is final then may have been
  /// meant for another, or for nobody, so the recipient is tried again.
  default RecipientVerdict outOfStep() {
    return switch (this) {
      case Rejected rejected when rejected.isPermanent() ->
          unfinished(rejected.to() + " answered with " + rejected.reply().summary());
      case Unsendable(var status, String why) -> unfinished(why);
      case Rejected rejected -> this;
      case Accepted accepted -> this;
      case Unfinished unfinished -> this;
    };
  }

  private static RecipientVerdict unfinished(String what) {
    return new Unfinished(
        new Step.Broken(Step.Cause.JUNK, "answers out of step with the commands; " + what), false);
  }

  /// The server has taken the message, and with it the responsibility (RFC 5321 §6.1).
  ///
  /// @param notices who tells the sender from here on
  record Accepted(SmtpReply reply, NoticeDuty notices) implements RecipientVerdict {}

  /// The server said no, for now or for good.
  ///
  /// @param to what it answered so: `MAIL FROM`, `RCPT TO`, `DATA`, `the message`
  record Rejected(SmtpReply reply, String to) implements RecipientVerdict {

    private static final int TOO_MUCH = 552;

    private static final Set<String> TOO_BIG = Set.of("5.3.4", "5.2.3"); // RFC 3463 §3.3, §3.4

    /// 5yz, but for 552 to a recipient: that is how old servers say that there are too many of them
    /// (RFC 5321 §4.5.3.1.10), unless its status says that the message is too big for this one (RFC
    /// 1870 §6.4).
    public boolean isPermanent() {
      boolean tooMany =
          reply.code() == TOO_MUCH
              && to.equals(Transaction.RCPT_TO)
              && reply.enhanced().filter(status -> TOO_BIG.contains(status.text())).isEmpty();
      return reply.severity() == SmtpReply.Severity.NO && !tooMany;
    }
  }

  /// The server cannot take this message, by what it offers; nothing was sent.
  record Unsendable(EnhancedStatus status, String why) implements RecipientVerdict {}

  /// The session broke first.
  ///
  /// @param mayHaveArrived the whole message was sent, and only the reply to it is missing: sending
  ///   it elsewhere at once would make a duplicate
  record Unfinished(Step.Broken broken, boolean mayHaveArrived) implements RecipientVerdict {}
}
