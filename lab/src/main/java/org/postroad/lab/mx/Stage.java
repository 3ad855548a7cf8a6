package org.postroad.lab.mx;

/// The points of an SMTP conversation at which a server can be told what to answer.
public enum Stage {
  CONNECT,
  EHLO,
  /// The EHLO that follows STARTTLS.
  EHLO_UNDER_TLS,
  HELO,
  MAIL,
  RCPT,
  DATA,
  /// After the final dot.
  MESSAGE,
  QUIT
}
