package org.postroad.app.labs.hostile;

/// How an exchanger is run. All but the first two are mishaps or moods that pass.
enum Kit {
  GOOD,
  /// Good, with a new key.
  RENEWED,
  EXPIRED,
  UNTRUSTED,
  SELF_SIGNED,
  /// The name stands in the CN alone.
  COMMON_NAME,
  /// A certificate for another name.
  OTHER_NAME,
  NO_STARTTLS,
  /// Offers STARTTLS and answers it with 454.
  BROKEN_STARTTLS,
  /// Turns every recipient away for five minutes.
  GREYLISTS,
  /// Answers DATA with 354 even if nobody is to have the message, as RFC 2920 §3.1 foresees.
  EAGER,
  /// Takes no mail for now: 452.
  FULL,
  DOWN;

  boolean isGood() {
    return this == GOOD || this == RENEWED;
  }
}
