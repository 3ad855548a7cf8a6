package org.postroad.protocol.precedence;

/// What the operator wants of DANE for a domain.
public enum DaneUse {
  /// Where the domain has it (RFC 7672 §2.2).
  OPPORTUNISTIC,
  /// DANE or no delivery, whatever else the domain publishes (RFC 7672 §6): the override
  /// `dane-only`.
  MANDATORY
}
