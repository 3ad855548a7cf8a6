package org.postroad.engine.smtpclient;

/// Who tells the sender what becomes of a message that a server has taken (RFC 3461 §5.2).
public enum NoticeDuty {
  /// Nothing was asked for that is due now: the server tells of failures, as servers always have.
  USUAL,

  /// The server knows what the sender asked for, and sees to it (§5.2.1).
  PASSED_ON,

  /// The sender wants to know of success, and the server does not offer DSN: whoever handed the
  /// message over has to say now that it was relayed (§5.2.2).
  RELAYED
}
