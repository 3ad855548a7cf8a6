package org.postroad.app.labs.audit;

import java.util.Locale;

/// What a right sender does with the message of a case.
public enum Expectation {
  /// An exchanger of the domain gets it.
  DELIVER,
  /// Nobody gets it, and the sender keeps it to try again.
  DELAY,
  /// Nobody gets it, and the sender gives it back.
  BOUNCE,
  /// The RFC leaves open whether it is delivered or kept; what must not happen still must not.
  EITHER,
  /// The RFC leaves open whether it is kept or given back.
  NOT_DELIVERED;

  /// Whether it is right that a message ends like that.
  ///
  /// @param mayBeInClear whether nothing speaks against a delivery in clear
  boolean allows(Seen seen, boolean mayBeInClear) {
    return switch (seen) {
      case DELIVER -> this == DELIVER || this == EITHER;
      case DELIVER_IN_CLEAR -> mayBeInClear && allows(Seen.DELIVER, true);
      case DELAY -> this == DELAY || this == EITHER || this == NOT_DELIVERED;
      case BOUNCE -> this == BOUNCE || this == NOT_DELIVERED;
      case ATTACKER, ATTACKER_IN_CLEAR, LOST, SILENT -> false;
    };
  }

  /// As in JSON: `deliver`, `delay`, `bounce`, `either`.
  public String text() {
    return this == NOT_DELIVERED ? EITHER.text() : name().toLowerCase(Locale.ROOT);
  }

  /// In words, for people.
  public String words() {
    return switch (this) {
      case DELIVER -> "deliver";
      case DELAY -> "delay";
      case BOUNCE -> "bounce";
      case EITHER -> "deliver or delay";
      case NOT_DELIVERED -> "delay or bounce";
    };
  }
}
