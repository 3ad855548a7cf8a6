package org.postroad.lab.zone;

import java.util.HexFormat;
import java.util.Locale;

/// How a signed zone proves what is not in it.
public sealed interface Denial {

  /// By NSEC records (RFC 4034 §4), which name the neighbours.
  record Nsec() implements Denial {}

  /// By NSEC3 records (RFC 5155), which name hashes.
  ///
  /// @param iterations more of the hash; 0 since RFC 9276, and many make a validator give up
  /// @param salt in lower-case hexadecimal digits; empty since RFC 9276
  /// @param optOut whether unsigned delegations are left out
  record Nsec3(int iterations, String salt, boolean optOut) implements Denial {
    public Nsec3 {
      if (iterations < 0 || iterations > 0xffff) {
        throw new IllegalArgumentException("iterations: " + iterations);
      }
      salt = salt.toLowerCase(Locale.ROOT);
      if (HexFormat.of().parseHex(salt).length > 255) {
        throw new IllegalArgumentException("a salt has at most 255 octets");
      }
    }
  }
}
