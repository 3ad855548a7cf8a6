package org.postroad.app.labs.hostile;

import java.util.List;
import org.postroad.lab.ca.Credential;

/// A certificate and what it is worth in truth.
///
/// @param names its DNS-IDs
/// @param label for stories
record Paper(
    String label, List<String> names, boolean trusted, boolean inDate, Credential credential) {

  Paper {
    names = List.copyOf(names);
  }

  /// Whether it proves its holder to be the host (RFC 8461 §4.2).
  boolean proves(String host) {
    return trusted && inDate && names.stream().anyMatch(name -> Terms.matches(name, host));
  }

  // A certificate is itself and no other: comparing chains would cost more than a handshake here.

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return label;
  }
}
