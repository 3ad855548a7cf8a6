package org.postroad.app.labs.audit.senders;

import java.time.Duration;
import java.util.List;
import org.postroad.app.labs.audit.Subject.Round;

/// A case of a sender whose clock is the real one, which keeps nothing for speed between two
/// messages and does nothing aside.
public interface RealTimeRound extends Round {

  @Override
  default void pause() {}

  @Override
  default void settle() {}

  @Override
  default boolean hasLabClock() {
    return false;
  }

  @Override
  default void timePassed(Duration by, List<String> domains) {}
}
