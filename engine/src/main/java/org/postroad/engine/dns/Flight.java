package org.postroad.engine.dns;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Why;

/// A question on its way, for whoever else wants its answer.
final class Flight {

  private final CountDownLatch landed = new CountDownLatch(1);
  private volatile Answer answer = new Answer.Failed(Why.TIMED_OUT, "no answer in time");

  void land(Answer answer) {
    this.answer = answer;
    landed.countDown();
  }

  /// The answer, or that there was none in time.
  Answer await(Deadline deadline) {
    try {
      boolean _ = landed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}
