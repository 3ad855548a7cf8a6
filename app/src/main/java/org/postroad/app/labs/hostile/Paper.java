package org.postroad.app.labs.hostile;

import java.util.List;
import java.util.Optional;
import org.postroad.lab.ca.Credential;

/// A certificate and what it is worth in truth.
///
/// @param label for stories
/// @param names its DNS-IDs
/// @param commonName its CN, where it has no DNS-ID
/// @param trusted issued by the authority that everybody trusts
record Paper(
    String label,
    List<String> names,
    Optional<String> commonName,
    boolean trusted,
    boolean inDate,
    Credential credential) {

  Paper {
    names = List.copyOf(names);
  }

  /// Whether it proves its holder to be the host (RFC 8461 §4.2).
  boolean proves(String host) {
    return trusted && inDate && names.stream().anyMatch(name -> Terms.matches(name, host));
  }

  /// Whether it names the host, by its CN if it has no other name (RFC 7672 §3.2.3).
  boolean names(String host) {
    return names.stream().anyMatch(name -> Terms.matches(name, host))
        || commonName.filter(host::equals).isPresent();
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
