package org.postroad.app.labs.hostile;

/// The zones of the model that their owners sign or do not.
enum Zone {
  ALPHA("alpha.example"),
  BETA("beta.example"),
  GAMMA("gamma.example"),
  /// The provider's.
  SHARED("shared.example");

  private final String apex;

  Zone(String apex) {
    this.apex = apex;
  }

  /// The zone of a name that is in one of them.
  static Zone of(String name) {
    for (Zone zone : values()) {
      if (name.equals(zone.apex) || name.endsWith("." + zone.apex)) {
        return zone;
      }
    }
    throw new IllegalArgumentException("in no zone: " + name);
  }
}
