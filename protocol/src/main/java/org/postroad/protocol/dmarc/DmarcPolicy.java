package org.postroad.protocol.dmarc;

import java.util.Locale;
import java.util.Optional;

/// What a domain wants done with mail that fails (RFC 9989 §4.7, `p`), the mildest first.
public enum DmarcPolicy {
  NONE,
  QUARANTINE,
  REJECT;

  static Optional<DmarcPolicy> of(String word) {
    for (DmarcPolicy policy : values()) {
      if (policy.text().equalsIgnoreCase(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /// As it stands in a record.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// One level down, as under `t=y`; none stays none.
  public DmarcPolicy tested() {
    return this == REJECT ? QUARANTINE : NONE;
  }
}
