package org.postroad.engine.resolve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postroad.engine.resolve.PolicyResolver.Resolved;

/// One search for a domain's policy, under way once however many questions wait for it.
final class Flight {

  /// Why it was started.
  enum Errand {
    /// Somebody asked, and nothing valid is known.
    QUESTION,
    /// The record of a valid policy is to be looked at again.
    LOOK,
    /// A valid policy is to be fetched anew before it expires.
    REFRESH,
    /// Something contradicts a valid policy.
    DOUBT
  }

  private final CountDownLatch landed = new CountDownLatch(1);
  private volatile @Nullable Resolved resolved;
  private volatile boolean doubted;

  /// Has the doubt that came meanwhile looked into when this has landed.
  ///
  /// @return false if it has landed already
  boolean doubtAfterwards() {
    doubted = true;
    return landed.getCount() > 0;
  }

  boolean isDoubted() {
    return doubted;
  }

  void land(Resolved with) {
    resolved = with;
    landed.countDown();
  }

  /// What it came to, if it lands in time.
  Optional<Resolved> await(Duration most) throws InterruptedException {
    return landed.await(most.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.ofNullable(resolved)
        : Optional.empty();
  }
}
