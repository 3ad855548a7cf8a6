package org.postroad.app.labs.facts;

import java.time.Instant;

/// How much a lab takes of facts: enough for the domains of a large customer, and a bound for what
/// a file from anywhere can make this machine do.
final class Limits {

  /// DNS answers, all domains together. One check asks about a hundred questions.
  static final int ANSWERS = 50_000;

  /// Records in the answer to one question: more do not fit into a message of 64 KB.
  static final int RECORDS = 4_000;

  /// The data of one record, of which a message takes 64 KB in all.
  static final int RECORD_OCTETS = 16 * 1024;

  /// Addresses and ports at which somebody listens, or refuses to; each holds two file descriptors.
  static final int DOORS = 500;

  /// Different certificates: each may need a key of its own.
  static final int CERTIFICATES = 500;

  /// Before the first of these moments there was no DNSSEC, and its signatures count seconds in 32
  /// bits (RFC 4034 §3.1.5).
  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");

  private Limits() {}

  /// Whether a time is one that a lab can stand at, or a signature end.
  static boolean isUsable(Instant time) {
    return time.isAfter(FROM) && time.isBefore(UNTIL);
  }

  /// Facts that cannot be made a lab of.
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exceeded(String why) {
      super(why);
    }
  }

  static void hold(long number, int most, String what) {
    if (number > most) {
      throw new Exceeded("more than " + most + " " + what + " (" + number + ")");
    }
  }
}
