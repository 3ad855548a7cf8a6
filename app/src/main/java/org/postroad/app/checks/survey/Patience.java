package org.postroad.app.checks.survey;

/// How a [Surveyor] waits until a host may be visited: somebody else has its place meanwhile.
@FunctionalInterface
public interface Patience {

  /// Returns after so many nanoseconds, and when there is a place again.
  void sleep(long nanos) throws InterruptedException;
}
