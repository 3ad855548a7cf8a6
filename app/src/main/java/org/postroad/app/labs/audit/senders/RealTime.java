package org.postroad.app.labs.audit.senders;

import java.util.Optional;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Need;

/// What can be asked of a sender whose clock is the real one.
public final class RealTime {

  private RealTime() {}

  /// Why such a sender cannot play a case.
  ///
  /// @param slow whether hours may pass
  public static Optional<String> cannot(AuditCase one, boolean slow) {
    if (one.needs().contains(Need.CLOCK_BACK)) {
      return Optional.of("needs " + Need.CLOCK_BACK.words());
    }
    return one.needs().contains(Need.HOURS) && !slow
        ? Optional.of("needs --slow")
        : Optional.empty();
  }
}
