package org.postroad.app.labs.audit;

/// What a case asks of a sender beyond sending a message to an address.
public enum Need {
  /// Seconds of a policy's life go by, in real time if need be.
  SECONDS("time that passes"),
  /// Minutes to days go by: a clock that can be moved, or `--slow`.
  HOURS("a clock that can be moved"),
  /// The clock is set back.
  CLOCK_BACK("a clock that can be set back"),
  /// A connection that is seen to its end: not the bare answer of a policy map.
  TRANSPORT("a mail server that can be watched"),
  /// IPv6.
  IPV6("IPv6"),
  /// A relay that the operator configured (RFC 8461 §3.4).
  SMART_HOST("a smart host"),
  /// Addresses whose domain is written as U-labels (RFC 6531).
  U_LABELS("internationalized addresses"),
  /// DNS answers that are known to be validated.
  DNSSEC("DNSSEC"),
  /// The REQUIRETLS extension (RFC 8689).
  REQUIRETLS("REQUIRETLS"),
  /// The TLS-Required header (RFC 8689 §3).
  TLS_REQUIRED("the TLS-Required header");

  private final String words;

  Need(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
