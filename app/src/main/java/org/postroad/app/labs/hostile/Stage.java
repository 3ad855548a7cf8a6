package org.postroad.app.labs.hostile;

/// The points of a session at which it can be cut or go silent.
enum Stage {
  GREETING,
  EHLO,
  STARTTLS,
  HANDSHAKE,
  EHLO_IN_TLS,
  MAIL,
  RCPT,
  DATA,
  /// In the middle of the message.
  BODY,
  /// After the final dot: the server has the message.
  DOT
}
