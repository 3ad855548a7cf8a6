package org.postroad.lab.policyhost;

import java.time.Duration;
import java.util.List;
import org.postroad.lab.net.Gate;

/// How a host behaves towards a client that asks it for a policy.
public sealed interface Conduct {

  /// Sends this reply to whoever asks for the policy, and 404 for anything else.
  record Replies(HttpReply reply) implements Conduct {}

  /// Reads the request and says nothing.
  record Silent() implements Conduct {}

  /// Reads the request and hangs up.
  record HangsUp() implements Conduct {}

  /// Sends these octets for a reply, each character one of them, and hangs up.
  record Raw(String octets) implements Conduct {}

  /// Sends header lines without end.
  ///
  /// @param pause before each line; zero for as fast as it goes
  record EndlessHead(Duration pause) implements Conduct {}

  /// Reads the request and waits for the gate to open before it goes on; with what happens before a
  /// request it cannot be combined.
  record Held(Gate gate, Conduct then) implements Conduct {
    public Held {
      if (then instanceof Held || then instanceof InTurn) {
        throw new IllegalArgumentException("held for what: " + then);
      }
    }
  }

  /// Each of these once, in turn; the last one for ever.
  record InTurn(List<Conduct> steps) implements Conduct {
    public InTurn {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("nothing to take turns");
      }
    }
  }

  /// Reads the client's first TLS message and hangs up.
  record HangsUpInHandshake() implements Conduct {}

  /// Reads the client's first TLS message and says nothing.
  record SilentInHandshake() implements Conduct {}

  /// Answers the client's first TLS message with a fatal alert.
  record Alerts(int description) implements Conduct {}

  /// Greets in the clear, as a server of another protocol does (ALPACA), and hangs up.
  record SpeaksPlain(String octets) implements Conduct {}

  static Conduct policy(String text) {
    return new Replies(HttpReply.policy(text));
  }

  static Conduct status(int status) {
    return new Replies(HttpReply.policy("status " + status + "\r\n").status(status));
  }

  static Conduct inTurn(Conduct... steps) {
    return new InTurn(List.of(steps));
  }
}
