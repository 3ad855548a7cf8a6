package org.postroad.engine.smtpclient;

import org.postroad.protocol.smtp.SmtpReply;

/// What one command came to, or the wait for the greeting.
public sealed interface Step {

  /// 2yz.
  record Done(SmtpReply reply) implements Step {}

  /// 4yz or 5yz. The session goes on unless the code is 421.
  record Unwilling(SmtpReply reply) implements Step {}

  /// There is no session any more.
  ///
  /// @param detail what happened and when: `connection lost while waiting for the greeting`
  record Broken(Cause cause, String detail) implements Step {}

  /// Why a session broke.
  enum Cause {
    TIMED_OUT,
    /// The server closed the connection, or it was cut.
    LOST,
    /// What came was no reply, or not one to this command.
    JUNK
  }
}
