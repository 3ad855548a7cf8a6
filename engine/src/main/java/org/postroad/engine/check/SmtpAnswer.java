package org.postroad.engine.check;

import java.time.Duration;
import org.postroad.protocol.smtp.SmtpReply;

/// What came back at one step of an SMTP session.
public sealed interface SmtpAnswer {

  record Replied(SmtpReply reply, Duration took) implements SmtpAnswer {}

  /// The session broke: timed out, cut, or not SMTP.
  record Broken(Cause cause, String detail, Duration took) implements SmtpAnswer {}

  /// The session never came so far, or the check's own deadline ended it here.
  record NotReached() implements SmtpAnswer {}

  enum Cause {
    TIMED_OUT,
    LOST,
    JUNK
  }
}
