package org.postroad.engine.deliver;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.RecipientVerdict;
import org.postroad.engine.smtpclient.SmtpDialer;
import org.postroad.engine.smtpclient.SmtpSession;
import org.postroad.engine.smtpclient.SmtpTransport;
import org.postroad.engine.smtpclient.StartTls;
import org.postroad.engine.smtpclient.Step;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsFacts;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.precedence.Demand;
import org.postroad.protocol.precedence.HostAction;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.tlsrpt.Channel;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.Shortfall;

/// One session with one address of one host. Whether anything of the message may be sent is decided
/// in one place, [#secure]: before it returns a channel, only EHLO and STARTTLS were said.
final class Visit {

  private final DeliverySettings settings;
  private final Deadline deadline;
  private final DomainName host;
  private final Demand demand;
  private final boolean tested;
  private final boolean requiresTls;
  private final List<Shortfall> noted;

  /// @param requiresTls whether the host has to offer REQUIRETLS too (RFC 8689 §4.2.1)
  Visit(
      DeliverySettings settings,
      Deadline deadline,
      DomainName host,
      HostAction.Deliver action,
      boolean requiresTls) {
    this.settings = settings;
    this.deadline = deadline;
    this.host = host;
    this.demand = action.demand();
    this.tested = action.tested();
    this.requiresTls = requiresTls;
    this.noted = new ArrayList<>(action.noted());
  }

  /// What came of it.
  ///
  /// @param verdicts for each recipient; none if it did not come to the message
  /// @param tryInClear TLS failed in a way that ended the session, and was not a condition
  record Result(
      SessionOutcome outcome,
      String end,
      Map<Mailbox, RecipientVerdict> verdicts,
      boolean tryInClear) {}

  /// Dials, and delivers if the session is as demanded.
  ///
  /// @param tls false to leave it out, after it failed
  Result go(
      SmtpDialer dialer,
      InetSocketAddress address,
      boolean tls,
      Envelope envelope,
      MessageBytes message) {
    Deadline soon = deadline.atMost(settings.timeouts().connect());
    return switch (dialer.dial(address, soon)) {
      case SmtpDialer.Dialled.NotConnected(String why) ->
          failed(SessionOutcome.Why.NOT_CONNECTED, why);
      case SmtpDialer.Dialled.TimedOut(String why) -> failed(SessionOutcome.Why.TIMED_OUT, why);
      case SmtpDialer.Dialled.Connected(SmtpTransport transport) -> {
        SmtpSession session =
            new SmtpSession(transport, settings.ownName(), settings.timeouts(), deadline);
        try (session) {
          yield talk(session, tls, envelope, message);
        }
      }
    };
  }

  private Result talk(SmtpSession session, boolean tls, Envelope envelope, MessageBytes message) {
    Optional<Result> trouble = trouble(session.greeting(), "greeting");
    if (trouble.isEmpty()) {
      trouble = trouble(session.hello(), "EHLO");
    }
    if (trouble.isPresent()) {
      return trouble.get();
    }
    if (!tls) {
      return transmit(session, clear(), envelope, message);
    }
    return switch (secure(session)) {
      case Secure.Go(SessionOutcome outcome) -> transmit(session, outcome, envelope, message);
      case Secure.Stop(Result result) -> result;
    };
  }

  /// Whether to go on, and how secure the session is then.
  private sealed interface Secure {
    record Go(SessionOutcome outcome) implements Secure {}

    record Stop(Result result) implements Secure {}
  }

  private Secure secure(SmtpSession session) {
    return switch (session.startTls(request())) {
      case StartTls.Secured(TlsFacts facts, CertificateVerdict verdict) ->
          secured(session, facts, verdict);
      case StartTls.NotOffered() ->
          inClear(
              session,
              Shortfall.Kind.STARTTLS_NOT_OFFERED,
              "STARTTLS is not offered"
                  + session
                      .withoutEhlo()
                      .map(reply -> ": EHLO answered with " + reply.summary())
                      .orElse(""));
      case StartTls.Refused(var reply) ->
          inClear(
              session,
              Shortfall.Kind.STARTTLS_REFUSED,
              "STARTTLS answered with " + reply.summary());
      case StartTls.Injected(String detail) ->
          // There is no honest cause: in clear he would get what he is on the road for.
          stop(new Shortfall(Shortfall.Kind.STARTTLS_INJECTED, detail), false);
      case StartTls.Failed(TlsOutcome.CertificateRefused(var refused, var chain)) ->
          stop(Shortfalls.of(refused));
      case StartTls.Failed(TlsOutcome.HandshakeFailed(String why)) ->
          stop(new Shortfall(Shortfall.Kind.HANDSHAKE_FAILED, why));
      case StartTls.Failed(TlsOutcome.TimedOut(String why)) ->
          stop(new SessionOutcome.Failed(SessionOutcome.Why.TIMED_OUT, why));
      case StartTls.Broken(Step.Broken(Step.Cause cause, String detail)) ->
          cause == Step.Cause.JUNK
              ? stop(new Shortfall(Shortfall.Kind.STARTTLS_REFUSED, detail))
              : stop(new SessionOutcome.Failed(why(cause), detail));
    };
  }

  private TlsRequest request() {
    return switch (demand) {
      case Demand.Dane(var base, var records, var names, boolean domainProven) ->
          TlsRequest.dane(base.name(), new TlsRequest.Proof.Dane(records, names, host));
      case Demand.Verified verified -> TlsRequest.verified(host);
      case Demand.Named(var names) -> TlsRequest.verified(host, names);
      case Demand.Encrypted encrypted -> TlsRequest.opportunistic(host);
      case Demand.Any any -> TlsRequest.opportunistic(host);
    };
  }

  /// Nothing goes out without TLS.
  private boolean tlsOnly() {
    return !(demand instanceof Demand.Any);
  }

  /// What was offered before TLS is forgotten; hello is said again.
  private Secure secured(SmtpSession session, TlsFacts facts, CertificateVerdict verdict) {
    Optional<Shortfall> unproven = unproven(verdict);
    if (unproven.isPresent()) { // the handshake should have ended by itself
      return stop(unproven.get());
    }
    CertificateVerdict webPki =
        verdict instanceof CertificateVerdict.DaneMatched(var by, var beside) ? beside : verdict;
    if (tested && webPki instanceof CertificateVerdict.Refused refused) {
      noted.add(Shortfalls.of(refused));
    }
    Channel.Tls channel = new Channel.Tls(facts.version(), facts.cipher());
    SessionOutcome outcome =
        isVerified(webPki)
            ? new SessionOutcome.Verified(channel)
            : new SessionOutcome.Unverified(channel, noted);
    Optional<Result> trouble = trouble(session.hello(), "EHLO in TLS");
    if (trouble.isPresent()) {
      return new Secure.Stop(new Result(outcome, trouble.get().end(), Map.of(), false));
    }
    if (requiresTls && !session.offered().offers("REQUIRETLS")) {
      session.quit();
      return stop(
          new Shortfall(
              Shortfall.Kind.REQUIRETLS_NOT_OFFERED,
              "TLS is required, and REQUIRETLS is not offered"));
    }
    return new Secure.Go(outcome);
  }

  /// What is missing of the proof that is demanded.
  private Optional<Shortfall> unproven(CertificateVerdict verdict) {
    boolean proven =
        switch (demand) {
          case Demand.Dane dane -> verdict instanceof CertificateVerdict.DaneMatched;
          case Demand.Verified verified -> verdict instanceof CertificateVerdict.Verified;
          case Demand.Named named -> verdict instanceof CertificateVerdict.Verified;
          case Demand.Encrypted encrypted -> true;
          case Demand.Any any -> true;
        };
    if (proven) {
      return Optional.empty();
    }
    return Optional.of(
        verdict instanceof CertificateVerdict.Refused refused
            ? Shortfalls.of(refused)
            : new Shortfall(Shortfall.Kind.HANDSHAKE_FAILED, "not judged as demanded"));
  }

  /// Whether the host proved to be the one that the next hop's owner wants.
  private boolean isVerified(CertificateVerdict webPki) {
    boolean byPolicy = tested && webPki instanceof CertificateVerdict.Verified;
    return noted.isEmpty()
        && switch (demand) {
          case Demand.Dane dane -> dane.domainProven() || byPolicy;
          case Demand.Verified verified -> true;
          case Demand.Named named -> true;
          case Demand.Encrypted encrypted -> byPolicy;
          case Demand.Any any -> byPolicy;
        };
  }

  /// STARTTLS could not even be begun, and the session is as it was.
  private Secure inClear(SmtpSession session, Shortfall.Kind kind, String detail) {
    Shortfall shortfall = new Shortfall(kind, detail);
    if (tlsOnly()) {
      session.quit();
      return stop(shortfall);
    }
    noted.add(shortfall);
    return new Secure.Go(clear());
  }

  private SessionOutcome clear() {
    return new SessionOutcome.Unverified(new Channel.Clear(), noted);
  }

  private Secure stop(Shortfall shortfall) {
    return stop(shortfall, !tlsOnly());
  }

  private Secure stop(Shortfall shortfall, boolean tryInClear) {
    return new Secure.Stop(
        new Result(
            new SessionOutcome.Refused(shortfall), shortfall.detail(), Map.of(), tryInClear));
  }

  private Secure stop(SessionOutcome.Failed failed) {
    return new Secure.Stop(new Result(failed, failed.detail(), Map.of(), !tlsOnly()));
  }

  private Result transmit(
      SmtpSession session, SessionOutcome outcome, Envelope envelope, MessageBytes message) {
    Map<Mailbox, RecipientVerdict> verdicts =
        new LinkedHashMap<>(session.transmit(envelope, message));
    if (!session.quit()) {
      verdicts.replaceAll((to, verdict) -> verdict.outOfStep());
    }
    String end =
        verdicts.values().stream().map(Visit::text).distinct().collect(Collectors.joining("; "));
    return new Result(outcome, end, verdicts, false);
  }

  private static String text(RecipientVerdict verdict) {
    return switch (verdict) {
      case RecipientVerdict.Accepted(var reply, var notices) -> "message taken: " + reply.summary();
      case RecipientVerdict.Rejected(var reply, String to) ->
          to + " answered with " + reply.summary();
      case RecipientVerdict.Unsendable(var status, String why) -> why;
      case RecipientVerdict.Unfinished(var broken, boolean mayHaveArrived) -> broken.detail();
    };
  }

  private static Optional<Result> trouble(Step step, String what) {
    return switch (step) {
      case Step.Done done -> Optional.empty();
      case Step.Unwilling(var reply) ->
          Optional.of(
              failed(SessionOutcome.Why.UNWILLING, what + " answered with " + reply.summary()));
      case Step.Broken(Step.Cause cause, String detail) -> Optional.of(failed(why(cause), detail));
    };
  }

  private static SessionOutcome.Why why(Step.Cause cause) {
    return switch (cause) {
      case TIMED_OUT -> SessionOutcome.Why.TIMED_OUT;
      case LOST -> SessionOutcome.Why.LOST;
      case JUNK -> SessionOutcome.Why.JUNK;
    };
  }

  private static Result failed(SessionOutcome.Why why, String detail) {
    return new Result(new SessionOutcome.Failed(why, detail), detail, Map.of(), false);
  }
}
