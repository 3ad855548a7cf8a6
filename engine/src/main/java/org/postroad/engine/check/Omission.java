package org.postroad.engine.check;

/// Why something was not looked at. It says nothing of the domain.
public enum Omission {
  /// The check's deadline had passed.
  DEADLINE,
  /// The address is private or otherwise special, or the port is none of mail's.
  ADDRESS_NOT_ALLOWED,
  /// There are more of them than a check looks at.
  LIMIT,
  /// The operator did not want it.
  SWITCHED_OFF,
  /// What comes before it did not come about.
  NOT_REACHED,
  /// What was seen before says it already.
  KNOWN_ALREADY
}
