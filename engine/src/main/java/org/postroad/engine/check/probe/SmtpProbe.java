package org.postroad.engine.check.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.postroad.engine.check.ClientService.Protocol;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.engine.smtpclient.SmtpDialer;
import org.postroad.engine.smtpclient.SmtpSession;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.engine.smtpclient.SmtpTransport;
import org.postroad.engine.smtpclient.SocketDialer;
import org.postroad.engine.smtpclient.StartTls;
import org.postroad.engine.smtpclient.Step;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.DomainName;

/// Visits one address of an exchanger: a session up to the second EHLO, then a few more connections
/// for the versions and groups of TLS that it would take.
record SmtpProbe(Work work, InetAddress address, DomainName sni) {

  SmtpVisit visit() {
    return work.inTurn(
        address,
        this::visitNow,
        () -> without(new Targets.Reason(Omission.DEADLINE, "no turn in time")));
  }

  SmtpVisit without(Targets.Reason reason) {
    return without(new Tcp.NotTried(reason.because(), reason.detail()));
  }

  private SmtpVisit without(Tcp tcp) {
    return new Seen().visit(tcp, Map.of());
  }

  private SmtpVisit visitNow() {
    return switch (Dialled.dial(work, address, Dialled.SMTP_PORT)) {
      case Dialled.None(Tcp tcp) -> without(tcp);
      case Dialled.Open(Socket socket, Tcp.Connected tcp) -> {
        Seen seen = new Seen();
        SmtpDialer dialer = new SocketDialer((_, _) -> socket, work.vantage().tls());
        InetSocketAddress there = new InetSocketAddress(address, Dialled.SMTP_PORT);
        if (dialer.dial(there, work.deadline()) instanceof SmtpDialer.Dialled.Connected open) {
          seen.talk(open.transport());
        }
        yield seen.visit(tcp, hellos(seen));
      }
    };
  }

  /// What one session showed, as it goes on.
  private final class Seen {
    private SmtpAnswer greeting = new SmtpAnswer.NotReached();
    private SmtpAnswer hello = new SmtpAnswer.NotReached();
    private StartTlsAnswer startTls = new StartTlsAnswer.NotReached();
    private Tls tls = new Tls.NotTried(Omission.NOT_REACHED, "no STARTTLS");
    private SmtpAnswer secured = new SmtpAnswer.NotReached();

    void talk(SmtpTransport transport) {
      SmtpTimeouts timeouts = SmtpTimeouts.rfc5321().atMost(work.settings().answer());
      try (SmtpSession session =
          new SmtpSession(transport, work.settings().ownName(), timeouts, work.deadline())) {
        long start = System.nanoTime();
        greeting = answer(session.greeting(), start);
        if (isDone(greeting)) {
          start = System.nanoTime();
          hello = answer(session.hello(), start);
        }
        if (isDone(hello)) {
          start = System.nanoTime();
          encrypt(session.startTls(TlsRequest.opportunistic(sni)), start);
        }
        if (tls instanceof Tls.Established) {
          start = System.nanoTime();
          secured = answer(session.hello(), start);
        }
        boolean _ = isDone(hello) && session.quit();
      }
    }

    private void encrypt(StartTls outcome, long start) {
      switch (outcome) {
        case StartTls.Secured(var facts, var verdict) -> {
          startTls = new StartTlsAnswer.Accepted();
          tls =
              new Tls.Established(
                  facts.version(),
                  facts.cipher(),
                  facts.chain(),
                  Handshakes.trust(verdict),
                  Work.since(start));
        }
        case StartTls.NotOffered _ -> startTls = new StartTlsAnswer.NotOffered();
        case StartTls.Refused(var reply) -> startTls = new StartTlsAnswer.Refused(reply);
        case StartTls.Injected(String detail) -> startTls = new StartTlsAnswer.Injected(detail);
        case StartTls.Failed(var failure) -> {
          startTls = new StartTlsAnswer.Accepted();
          tls = Handshakes.failed(failure, start, work);
        }
        case StartTls.Broken(Step.Broken broken) when isOurs(broken) -> {
          return;
        }
        case StartTls.Broken(Step.Broken broken) ->
            startTls = new StartTlsAnswer.Broken(cause(broken.cause()), broken.detail());
      }
    }

    SmtpVisit visit(Tcp tcp, Map<TlsVersion, Hello> hellos) {
      return new SmtpVisit(address, sni, tcp, greeting, hello, startTls, tls, secured, hellos);
    }
  }

  /// The offers that the session leaves open. Each costs the exchanger a connection, so nothing is
  /// asked that is known: most need three.
  private Map<TlsVersion, Hello> hellos(Seen seen) {
    Map<TlsVersion, Hello> hellos = new EnumMap<>(TlsVersion.class);
    boolean begun = seen.startTls instanceof StartTlsAnswer.Accepted;
    boolean brief = work.settings().extent().isBrief();
    if (!begun || brief || seen.tls instanceof Tls.TimedOut) {
      return hellos; // who is silent once would be so four times more
    }
    Optional<String> chosen =
        seen.tls instanceof Tls.Established established
            ? Optional.of(established.version())
            : Optional.empty();
    boolean older = chosen.filter(TlsVersion.TLS_1_2.text()::equals).isPresent();
    hellos.put(
        TlsVersion.TLS_1_3, older ? known("TLSv1.2 was the best") : offer(TlsVersion.TLS_1_3));
    hellos.put(TlsVersion.TLS_1_2, older ? known("it was used") : offer(TlsVersion.TLS_1_2));
    Hello old = offer(TlsVersion.TLS_1_1);
    hellos.put(TlsVersion.TLS_1_1, old);
    boolean exactly = old instanceof Hello.Agreed agreed && agreed.version() == TlsVersion.TLS_1_1;
    hellos.put(
        TlsVersion.TLS_1_0,
        exactly ? offer(TlsVersion.TLS_1_0) : known("the offer up to TLSv1.1 told it"));
    return hellos;
  }

  private static Hello known(String how) {
    return new Hello.NotTried(Omission.KNOWN_ALREADY, how);
  }

  private Hello offer(TlsVersion upTo) {
    return switch (Dialled.dial(work, address, Dialled.SMTP_PORT)) {
      case Dialled.None(Tcp.NotTried(var because, var detail)) ->
          new Hello.NotTried(because, detail);
      case Dialled.None _ -> new Hello.NotTried(Omission.NOT_REACHED, "no further connection");
      case Dialled.Open(Socket socket, var _) -> offer(socket, upTo);
    };
  }

  private Hello offer(Socket socket, TlsVersion upTo) {
    Deadline deadline = work.answerBy();
    Watchdog watchdog = Watchdog.over(socket, deadline);
    Optional<Hello> broken = Optional.empty();
    try (watchdog) {
      MailTalk talk = new MailTalk(socket, Protocol.SMTP, work.settings().ownName().text());
      String _ = talk.greeting();
      var _ = talk.capabilities();
      talk.startTls();
    } catch (IOException e) {
      close(socket);
      String why = watchdog.bit() ? "no STARTTLS in time" : Dialled.text(e);
      broken = Optional.of(new Hello.NotTried(Omission.NOT_REACHED, why));
    }
    return broken.orElseGet(() -> HelloProbe.ask(socket, sni, upTo, work.answerBy()));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is broken, and that is why it is closed.
    }
  }

  private static boolean isDone(SmtpAnswer answer) {
    return answer instanceof SmtpAnswer.Replied replied && replied.reply().isDone();
  }

  private SmtpAnswer answer(Step step, long start) {
    return switch (step) {
      case Step.Done(var reply) -> new SmtpAnswer.Replied(reply, Work.since(start));
      case Step.Unwilling(var reply) -> new SmtpAnswer.Replied(reply, Work.since(start));
      case Step.Broken broken when isOurs(broken) -> new SmtpAnswer.NotReached();
      case Step.Broken(var cause, String detail) ->
          new SmtpAnswer.Broken(cause(cause), detail, Work.since(start));
    };
  }

  /// Whether the check's own deadline ended the wait, which says nothing of the exchanger.
  private boolean isOurs(Step.Broken broken) {
    return broken.cause() == Step.Cause.TIMED_OUT && work.cutShort();
  }

  private static SmtpAnswer.Cause cause(Step.Cause cause) {
    return switch (cause) {
      case TIMED_OUT -> SmtpAnswer.Cause.TIMED_OUT;
      case LOST -> SmtpAnswer.Cause.LOST;
      case JUNK -> SmtpAnswer.Cause.JUNK;
    };
  }
}
