package org.postroad.lab.dns;

/// What a validating resolver would make of data (RFC 4033 §5); the worse, the later.
enum Standing {
  SECURE,
  INSECURE,
  BOGUS;

  Standing and(Standing other) {
    return other.compareTo(this) > 0 ? other : this;
  }

  /// Of data that somebody else put in the place of such data.
  Standing forged() {
    return this == SECURE ? BOGUS : this;
  }
}
