package org.postroad.protocol.spf;

import java.util.Optional;

/// What a match means (RFC 7208 §4.6.2).
public enum Qualifier {
  PASS('+'),
  FAIL('-'),
  SOFTFAIL('~'),
  NEUTRAL('?');

  private final char sign;

  Qualifier(char sign) {
    this.sign = sign;
  }

  /// The one of a sign.
  static Optional<Qualifier> of(char sign) {
    for (Qualifier qualifier : values()) {
      if (qualifier.sign == sign) {
        return Optional.of(qualifier);
      }
    }
    return Optional.empty();
  }

  /// As it is written: nothing for pass, which is the default.
  public String text() {
    return this == PASS ? "" : String.valueOf(sign);
  }
}
