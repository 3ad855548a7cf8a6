package org.postroad.lab.dns;

import java.time.Duration;
import java.util.List;
import org.postroad.lab.net.Gate;
import org.postroad.lab.zone.Fault;

/// What happens to a question instead of the true answer.
public sealed interface Interference {

  /// Other records of the type asked for, in the text form of their data: `10 mx.evil.example`.
  ///
  /// @param signed whether there is a signature, if the zone has them: with a key that is not the
  ///   zone's, since a forger has no other
  record Forged(Duration ttl, List<String> data, boolean signed) implements Interference {
    public Forged {
      data = List.copyOf(data);
      if (data.isEmpty()) {
        throw new IllegalArgumentException("a forged answer needs data; or forge an absence");
      }
    }

    /// Without a signature.
    public Forged(Duration ttl, List<String> data) {
      this(ttl, data, false);
    }
  }

  /// The name is made an alias of another one.
  record ForgedAlias(Duration ttl, String target) implements Interference {}

  /// "No such name", with this time to live.
  record ForgedNoSuchName(Duration ttl) implements Interference {}

  /// "No record of this type", with this time to live.
  record ForgedNoData(Duration ttl) implements Interference {}

  /// An error code and nothing else.
  record Fails(Code code) implements Interference {}

  /// No answer at all, over UDP or TCP.
  record Silent() implements Interference {}

  /// Over UDP an empty answer that asks to come again over TCP; over TCP the truth.
  record Truncated() implements Interference {}

  /// The truth, from a name server that does not call the zone its own (no AA bit).
  record Lame() implements Interference {}

  /// An answer that does not belong to the question.
  record Garbled(How how) implements Interference {}

  /// The true records with something wrong about their signatures; in a zone that is not signed,
  /// the truth.
  record Tampered(Fault fault) implements Interference {
    public Tampered {
      if (fault == Fault.WRONG_DS || fault == Fault.DS_WITHOUT_KEYS) {
        throw new IllegalArgumentException(fault + " is a zone's fault, not an answer's");
      }
    }
  }

  /// What was true when this was mounted, with the signatures of then.
  record Stale() implements Interference {}

  /// Each of these once, in turn; the last one for ever.
  record InTurn(List<Interference> steps) implements Interference {
    public InTurn {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("nothing to take turns");
      }
    }
  }

  /// The answer as it is when the question comes, sent when the gate opens.
  record Held(Gate gate, Interference then) implements Interference {}

  /// The truth: a step of [InTurn], or what is [Held].
  record Honest() implements Interference {}

  /// Error codes of RFC 1035 §4.1.1.
  enum Code {
    FORMERR,
    SERVFAIL,
    NOTIMP,
    REFUSED
  }

  /// In what way an answer does not belong.
  enum How {
    /// Octets that are no DNS message.
    JUNK,
    /// The right answer under another message id.
    WRONG_ID,
    /// The right id over an answer to another question.
    WRONG_QUESTION,
    /// A query instead of a response: the QR bit is not set.
    NOT_A_RESPONSE
  }

  /// Forged data that may be cached for five minutes.
  static Interference forged(String... data) {
    return new Forged(Duration.ofMinutes(5), List.of(data), false);
  }

  /// The same with the signature of a stranger.
  static Interference forgedAndSigned(String... data) {
    return new Forged(Duration.ofMinutes(5), List.of(data), true);
  }

  /// A forged absence of the name that may be cached for five minutes.
  static Interference forgedNoSuchName() {
    return new ForgedNoSuchName(Duration.ofMinutes(5));
  }

  /// A forged absence of the type that may be cached for five minutes.
  static Interference forgedNoData() {
    return new ForgedNoData(Duration.ofMinutes(5));
  }

  static Interference servfail() {
    return new Fails(Code.SERVFAIL);
  }

  static Interference refused() {
    return new Fails(Code.REFUSED);
  }

  static Interference silent() {
    return new Silent();
  }

  /// The truth without signatures and proofs, which a careless validator takes for insecure.
  static Interference stripped() {
    return new Tampered(Fault.MISSING_SIGNATURES);
  }

  static Interference truncated() {
    return new Truncated();
  }

  static Interference inTurn(Interference... steps) {
    return new InTurn(List.of(steps));
  }

  /// DNS rebinding: each answer is another address, good for no time at all.
  static Interference rebinding(String... addresses) {
    return new InTurn(
        List.of(addresses).stream()
            .<Interference>map(address -> new Forged(Duration.ZERO, List.of(address), false))
            .toList());
  }

  /// The truth, once the gate is open.
  static Interference held(Gate gate) {
    return new Held(gate, new Honest());
  }
}
