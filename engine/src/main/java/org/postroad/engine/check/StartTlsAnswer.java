package org.postroad.engine.check;

import org.postroad.protocol.smtp.SmtpReply;

/// What came of the wish for TLS in a session that began in clear (RFC 3207).
public sealed interface StartTlsAnswer {

  /// The server said go; the handshake is a [Tls].
  record Accepted() implements StartTlsAnswer {}

  record NotOffered() implements StartTlsAnswer {}

  /// Offered, and then answered with anything but 220.
  record Refused(SmtpReply reply) implements StartTlsAnswer {}

  /// Octets came that nobody had asked for.
  record Injected(String detail) implements StartTlsAnswer {}

  record Broken(SmtpAnswer.Cause cause, String detail) implements StartTlsAnswer {}

  /// The session never came so far, or the check's own deadline ended it here.
  record NotReached() implements StartTlsAnswer {}
}
