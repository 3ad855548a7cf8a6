package org.postroad.protocol.smtp;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Of what the sender of a message wants to be notified (RFC 3461 §4.1): `SUCCESS,DELAY`.
///
/// @param on none of them is `NEVER`, which stands alone
public record Notify(Set<Condition> on) {

  /// Of nothing at all, not even of failure.
  public static final Notify NEVER = new Notify(Set.of());

  public Notify {
    on = Set.copyOf(on);
  }

  /// What can become of a message.
  public enum Condition {
    SUCCESS,
    FAILURE,
    /// It has been under way for long. Nobody has to tell (§5.2.5), but nobody may without it.
    DELAY
  }

  public static Notify of(Condition first, Condition... more) {
    return new Notify(EnumSet.of(first, more));
  }

  /// As the value of NOTIFY.
  public String text() {
    return on.isEmpty()
        ? "NEVER"
        : on.stream().sorted().map(Condition::name).collect(Collectors.joining(","));
  }
}
