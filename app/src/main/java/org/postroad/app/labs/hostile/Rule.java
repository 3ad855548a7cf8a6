package org.postroad.app.labs.hostile;

/// What a sender must never do, whatever the network does.
enum Rule {
  /// Something of the envelope or of the message left in clear although protection was due.
  IN_CLEAR,
  /// The same, to a host that did not prove to be one of those that may have it.
  UNVERIFIED,
  /// A message that requires TLS went to a server that does not promise it, or without the option.
  REQUIRETLS,
  /// Mail went out in clear without a try at the STARTTLS that was offered.
  STARTTLS_NOT_TRIED,
  /// A recipient was given up for good, and nobody who may say so had said so.
  BOUNCED,
  /// Called delivered, and nobody had taken it.
  LOST,
  /// One try brought it to two servers, or twice to one.
  TWICE,
  /// Called verified, and it was not.
  BOASTED,
  /// The network was honest again, and the message did not get through.
  STUCK,
  /// What was said of the policy is not what RFC 8461 has the sender know.
  POLICY,
  /// A delivery went on beyond its deadline.
  LATE,
  /// An exception came out of the client.
  THREW
}
