package org.postroad.app.labs.audit;

import java.time.Duration;
import java.util.List;
import org.postroad.lab.Sender;

/// A sender that is being audited, in one case or in many at once.
public interface Audited {

  /// Sends one message and waits for what the sender says has become of it.
  ///
  /// @throws Endless if it says nothing in time
  Sender.Seen send(Post post) throws InterruptedException, Endless;

  /// Forgets what it keeps between two messages only for speed: connections, hosts that were down.
  /// What it knows of policies stays.
  void pause() throws InterruptedException;

  /// Waits for what it does aside.
  void settle() throws InterruptedException;

  /// Whether its clock is the lab's, which can be moved.
  boolean hasLabClock();

  /// How long a sender with the real clock may keep what the DNS says, at the least: after less a
  /// change is nothing that it has to know.
  default Duration keepsAnswers() {
    return Duration.ofSeconds(1);
  }

  /// The lab's clock was moved; the sender does what is due by now for these domains.
  void timePassed(Duration by, List<String> domains) throws InterruptedException;

  /// The sender came to no end in time.
  final class Endless extends Exception {
    private static final long serialVersionUID = 1;

    public Endless(String what) {
      super(what);
    }
  }
}
