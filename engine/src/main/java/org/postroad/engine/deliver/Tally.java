package org.postroad.engine.deliver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.engine.smtpclient.RecipientVerdict;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;
import org.postroad.protocol.tlsrpt.Shortfall;

/// Who has the message, who never will, and who still waits for it.
final class Tally {

  private final Envelope envelope;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<Mailbox, RecipientOutcome> settled = new HashMap<>();

  /// What a server last said to one who still waits.
  private final Map<Mailbox, Reason> said = new HashMap<>();

  private Optional<Reason> firstRefusal = Optional.empty();
  private boolean open; // something may be better next time
  private Optional<Reason> lastFailure = Optional.empty();

  Tally(Envelope envelope) {
    this.envelope = envelope;
  }

  /// The message for those who still wait.
  ///
  /// @throws IllegalArgumentException if nobody does
  Envelope pending() {
    return envelope.to(
        envelope.recipients().stream().filter(to -> !settled.containsKey(to)).toList());
  }

  /// Whether a host has to promise REQUIRETLS, and the message comes back where none does. A notice
  /// of non-delivery goes out without the promise, and is never given up for want of anything that
  /// REQUIRETLS asks for (RFC 8689 §5): who would be told? Until a host proves itself it waits.
  boolean requiresTls() {
    return envelope.requireTls() && envelope.from() instanceof ReversePath.Sender;
  }

  boolean isSettled() {
    return settled.size() == envelope.recipients().size();
  }

  void add(SessionResult session, String end) {
    attempts.add(new Attempt(session, end));
    open |=
        !(session.outcome() instanceof SessionOutcome.Refused(var shortfall) && isFinal(shortfall));
    switch (session.outcome()) {
      case SessionOutcome.Refused refused -> {
        lastFailure = Optional.of(Reason.of(refused));
        firstRefusal = firstRefusal.or(() -> lastFailure);
      }
      case SessionOutcome.Failed failed -> lastFailure = Optional.of(Reason.of(failed));
      case SessionOutcome.Verified verified -> lastFailure = Optional.of(ended(end));
      case SessionOutcome.Unverified unverified -> lastFailure = Optional.of(ended(end));
    }
  }

  /// What the session added last came to for its recipients.
  void count(Map<Mailbox, RecipientVerdict> verdicts) {
    SessionResult session = attempts.getLast().session();
    verdicts.forEach(
        (to, verdict) -> {
          switch (verdict) {
            case RecipientVerdict.Accepted(var reply, var notices) ->
                settled.put(to, new RecipientOutcome.Delivered(to, session, reply, notices));
            case RecipientVerdict.Rejected rejected -> count(to, rejected);
            case RecipientVerdict.Unsendable(var status, String why) ->
                settled.put(to, new RecipientOutcome.Failed(to, new Reason.Ours(status, why)));
            case RecipientVerdict.Unfinished(var broken, boolean mayHaveArrived) -> {
              Reason reason = Reason.Ours.of("4.4.2", broken.detail());
              if (mayHaveArrived) {
                settled.put(to, new RecipientOutcome.Deferred(to, reason));
              } else {
                said.put(to, reason);
              }
            }
          }
        });
  }

  private void count(Mailbox to, RecipientVerdict.Rejected rejected) {
    boolean permanent = rejected.isPermanent();
    Reason reason =
        new Reason.ByServer(
            rejected.reply(), rejected.to(), permanent, attempts.getLast().session());
    if (permanent) {
      settled.put(to, new RecipientOutcome.Failed(to, reason));
    } else {
      said.put(to, reason);
    }
  }

  /// There are more hosts, or more addresses of one, than are tried: whether one of them is better
  /// nobody knows.
  void leavesOut() {
    open = true;
  }

  /// A host may not be tried before its policy is known.
  void awaits(Reason reason) {
    open = true;
    lastFailure = Optional.of(reason);
    firstRefusal = firstRefusal.or(() -> lastFailure);
  }

  /// Nobody else will be tried.
  void stop(String why) {
    open = true;
    lastFailure = Optional.of(Reason.Ours.of("4.4.1", why));
  }

  void deferAll(Reason reason) {
    pending()
        .recipients()
        .forEach(to -> settled.put(to, new RecipientOutcome.Deferred(to, reason)));
  }

  void failAll(Reason reason) {
    pending().recipients().forEach(to -> settled.put(to, new RecipientOutcome.Failed(to, reason)));
  }

  /// Whoever still waits is deferred: for what a server said to it; else for what the policy found
  /// wanting first, which an operator has to know; else for what failed last.
  DeliveryReport report() {
    if (requiresTls() && !open && !attempts.isEmpty() && !isSettled()) {
      failAll(noTls());
    }
    Map<Mailbox, RecipientOutcome> all = new LinkedHashMap<>();
    for (Mailbox to : envelope.recipients()) {
      RecipientOutcome outcome = settled.get(to);
      all.put(to, outcome != null ? outcome : new RecipientOutcome.Deferred(to, waiting(to)));
    }
    return new DeliveryReport(List.copyOf(all.values()), attempts);
  }

  /// RFC 8689 §4.2.1: no host is left that meets what the sender requires.
  private Reason noTls() {
    boolean offered =
        attempts.stream()
            .noneMatch(
                attempt ->
                    attempt.session().outcome() instanceof SessionOutcome.Refused(var shortfall)
                        && shortfall.kind() == Shortfall.Kind.REQUIRETLS_NOT_OFFERED);
    return offered
        ? Reason.Ours.of(
            "5.7.10",
            "encryption needed: "
                + firstRefusal.map(Reason::text).orElse("no host with verified TLS"))
        : Reason.Ours.of("5.7.30", "REQUIRETLS support required, and no host offers it");
  }

  /// Whether another try would find the same, as far as anybody can know: what the DNS could not
  /// say, and a policy that may be old (RFC 8461 §5), can be better next time.
  private static boolean isFinal(Shortfall shortfall) {
    return switch (shortfall.kind()) {
      case STARTTLS_NOT_OFFERED,
          STARTTLS_REFUSED,
          STARTTLS_INJECTED,
          HANDSHAKE_FAILED,
          CERTIFICATE_OF_ANOTHER_HOST,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_NOT_TRUSTED,
          CERTIFICATE_UNREADABLE,
          TLSA_NOT_MATCHED,
          MX_NOT_PROVEN,
          REQUIRETLS_NOT_OFFERED ->
          true;
      case MX_NOT_IN_POLICY, TLSA_UNKNOWN, DANE_REQUIRED -> false;
    };
  }

  private Reason waiting(Mailbox to) {
    Reason own = said.get(to);
    if (own != null) {
      return own;
    }
    return firstRefusal
        .or(() -> lastFailure)
        .orElseGet(() -> Reason.Ours.of("4.4.1", "nobody was tried"));
  }

  private static Reason ended(String end) {
    return Reason.Ours.of("4.3.2", end);
  }
}
