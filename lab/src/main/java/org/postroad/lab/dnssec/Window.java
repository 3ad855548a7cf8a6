package org.postroad.lab.dnssec;

import java.time.Duration;
import java.time.Instant;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;

/// From when until when a signature holds.
///
/// A zone is signed anew each time half a signature's life has passed, at moments that depend on
/// the clock alone: two that ask at the same time see the same signature.
///
/// @param inception an hour before it was made, for clocks that are slow
public record Window(Instant inception, Instant expiration) {

  private static final Duration SKEW = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /// That of the signatures in use at a time.
  public static Window at(Instant now, Duration life) {
    long half = life.toSeconds() / 2;
    Instant made = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), half) * half);
    return new Window(made.minus(SKEW), made.plus(life));
  }

  /// That of the signatures that a zone uses at a time.
  public static Window of(Instant now, Signing signing) {
    return signing
        .dates()
        .map(dates -> new Window(dates.inception(), dates.expiration()))
        .orElseGet(() -> at(now, signing.life()));
  }

  static Window at(Instant now, Signing signing, Fault fault) {
    Window right = of(now, signing);
    Duration length = Duration.between(right.inception(), right.expiration());
    return switch (fault) {
      case EXPIRED -> right.moved(length.plus(DAY).negated());
      case NOT_YET -> right.moved(length.plus(DAY));
      case BOGUS_SIGNATURES,
          MISSING_SIGNATURES,
          STRANGERS_KEY,
          MISSING_DENIAL,
          WRONG_DS,
          DS_WITHOUT_KEYS ->
          right;
    };
  }

  public boolean holdsAt(Instant time) {
    return !time.isBefore(inception) && !time.isAfter(expiration);
  }

  private Window moved(Duration by) {
    return new Window(inception.plus(by), expiration.plus(by));
  }
}
