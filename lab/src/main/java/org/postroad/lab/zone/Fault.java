package org.postroad.lab.zone;

/// What is wrong with the signatures of a zone, or of one answer. Each makes what it touches bogus
/// for who validates; none makes it insecure.
public enum Fault {
  /// The octets of every signature are not those that the key made.
  BOGUS_SIGNATURES,
  /// The signatures ended a day ago.
  EXPIRED,
  /// The signatures begin in a day.
  NOT_YET,
  /// There are no signatures, and no NSEC or NSEC3 records either.
  MISSING_SIGNATURES,
  /// The signatures were made with a key that the zone does not have, as a forger makes them.
  STRANGERS_KEY,
  /// Absences are not proved: answers lack the NSEC or NSEC3 records that belong to them.
  MISSING_DENIAL,
  /// The DS record in the zone above is that of another key.
  WRONG_DS,
  /// There is a DS record in the zone above, and nothing in this one: its owner stopped to sign.
  DS_WITHOUT_KEYS;

  /// Whether answers that deny nothing are touched, too.
  public boolean breaksEverything() {
    return this != MISSING_DENIAL;
  }
}
