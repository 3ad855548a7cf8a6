package org.postroad.engine.smtpclient;

import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsFacts;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.protocol.smtp.SmtpReply;

/// What came of the wish for TLS (RFC 3207).
public sealed interface StartTls {

  /// Encrypted. What the server offered before is forgotten: say hello again (§4.2).
  record Secured(TlsFacts facts, CertificateVerdict verdict) implements StartTls {}

  /// Not among the keywords; the session goes on in clear.
  record NotOffered() implements StartTls {}

  /// Answered with anything but 220; the session goes on in clear.
  record Refused(SmtpReply reply) implements StartTls {}

  /// Octets came that nobody had asked for, which TLS would have made look like the server's. The
  /// session is over.
  record Injected(String detail) implements StartTls {}

  /// The handshake failed, and the session with it.
  record Failed(TlsOutcome.Failure failure) implements StartTls {}

  /// The session broke before the handshake.
  record Broken(Step.Broken broken) implements StartTls {}
}
