package org.postroad.engine.check.json;

/// What is wrong with a text that should be facts, with its place. Never leaves the package.
final class FactsFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  FactsFault(String why) {
    super(why);
  }

  /// The words.
  String why() {
    return String.valueOf(getMessage());
  }
}
