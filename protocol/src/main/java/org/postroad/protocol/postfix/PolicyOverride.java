package org.postroad.protocol.postfix;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the operator decrees for one domain, in place of what it publishes.
///
/// @param match only at [Level#SECURE]; empty there means the domain and everything below it
/// @param until the first instant at which it no longer counts; empty for ever
/// @param reason for the log and for whoever asks a year later; may be empty
public record PolicyOverride(
    Level level, List<MatchName> match, Optional<Instant> until, String reason) {

  public PolicyOverride {
    match = List.copyOf(match);
    if (!match.isEmpty() && level != Level.SECURE) {
      throw new IllegalArgumentException("match at level " + level.text());
    }
  }

  /// Whether the override still counts.
  public boolean activeAt(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /// What is decreed.
  public enum Level {
    /// As though there were no policy: the sender's own level stands.
    NONE,
    /// TLS if offered.
    MAY,
    /// TLS, with whomever.
    ENCRYPT,
    /// TLS, with a verified certificate for one of the names in `match`.
    SECURE,
    /// TLS, verified by TLSA records.
    DANE_ONLY,
    /// As published, whatever else would hold.
    POLICY;

    /// The level of that exact word.
    public static Optional<Level> of(String word) {
      return Arrays.stream(values()).filter(level -> level.text().equals(word)).findFirst();
    }

    /// As in the configuration: `dane-only`.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
