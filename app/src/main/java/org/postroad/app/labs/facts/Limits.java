package org.postroad.app.labs.facts;

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

  private Limits() {}

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
