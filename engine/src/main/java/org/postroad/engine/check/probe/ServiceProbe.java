package org.postroad.engine.check.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.ServiceVisit.Talk;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.net.Watchdog;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.SrvRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Visits what a domain announces for its users' mail clients. Nobody logs in.
record ServiceProbe(Work work, ClientService.Kind kind, DomainName host, int port) {

  private static final int HOSTS_MAX = 2; // of a service, the preferred first

  /// Where mail clients go. A record that names another port may be meant to make us knock at
  /// somebody else's door.
  private static final Set<Integer> PORTS = Set.of(110, 143, 465, 587, 993, 995);

  static List<ClientService> services(DomainName domain, Work work) {
    return Work.each(List.of(ClientService.Kind.values()), kind -> services(domain, kind, work))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<ClientService> services(
      DomainName domain, ClientService.Kind kind, Work work) {
    String labels = kind.label() + "._tcp";
    if (!domain.hasRoomFor(labels)
        || !(work.dns().lookup(domain.child(labels), RecordType.SRV) instanceof Answer.Found f)) {
      return List.of();
    }
    List<SrvRecord> announced =
        f.only(SrvRecord.class).stream()
            .filter(srv -> !srv.target().isRoot() && srv.port() > 0) // RFC 2782: a root is none
            .sorted(Comparator.comparingInt(SrvRecord::priority).thenComparing(SrvRecord::target))
            .limit(HOSTS_MAX)
            .toList();
    return Work.each(
        announced, srv -> new ServiceProbe(work, kind, srv.target(), srv.port()).service());
  }

  private ClientService service() {
    List<Callable<ServiceVisit>> visits = new ArrayList<>();
    for (Targets.Target target : Targets.of(host, work).all()) {
      visits.add(() -> visit(target));
    }
    return new ClientService(kind, host, port, Work.all(visits));
  }

  private ServiceVisit visit(Targets.Target target) {
    InetAddress address = target.address();
    if (!work.settings().smtp()) {
      return without(
          address, new Tcp.NotTried(Omission.SWITCHED_OFF, "services are not to be visited"));
    }
    if (!PORTS.contains(port)) {
      return without(
          address,
          new Tcp.NotTried(Omission.ADDRESS_NOT_ALLOWED, "port " + port + " is none of mail's"));
    }
    if (target.instead().isPresent()) {
      Targets.Reason reason = target.instead().get();
      return without(address, new Tcp.NotTried(reason.because(), reason.detail()));
    }
    return work.told(
        Progress.Stage.SERVICE,
        kind.label() + " " + host + " " + Endpoint.text(address),
        () ->
            work.inTurn(
                address,
                () -> visitNow(address),
                () -> without(address, new Tcp.NotTried(Omission.DEADLINE, "no turn in time"))));
  }

  private ServiceVisit visitNow(InetAddress address) {
    return switch (Dialled.dial(work, address, port)) {
      case Dialled.None(Tcp tcp) -> without(address, tcp);
      case Dialled.Open(Socket socket, Tcp.Connected tcp) -> {
        Deadline answerBy = work.answerBy();
        Watchdog watchdog = Watchdog.over(socket, answerBy);
        try (socket;
            watchdog) {
          yield talk(address, tcp, socket, answerBy);
        } catch (IOException e) {
          yield without(address, tcp); // closing it failed
        }
      }
    };
  }

  private ServiceVisit talk(
      InetAddress address, Tcp.Connected tcp, Socket socket, Deadline answerBy) {
    Talk clear = new ServiceVisit.NotHeld();
    if (!kind.implicitTls()) {
      Optional<String> fault = Optional.empty();
      try {
        MailTalk talk = mailTalk(socket);
        String greeting = talk.greeting();
        List<String> offered = talk.capabilities();
        clear = new ServiceVisit.Said(greeting, offered);
        String wanted = kind == ClientService.Kind.POP3 ? "STLS" : "STARTTLS";
        if (MailTalk.offers(offered, wanted)) {
          talk.startTls();
        } else {
          fault = Optional.of(wanted + " not offered");
          talk.quit();
        }
      } catch (IOException e) {
        if (work.cutShort()) {
          return cutShort(address, tcp, clear);
        }
        fault = fault.or(() -> Optional.of(why(e, answerBy)));
        if (!(clear instanceof ServiceVisit.Said)) {
          clear = new ServiceVisit.Broken(fault.get());
        }
      }
      if (fault.isPresent()) {
        Tls none = new Tls.NotTried(Omission.NOT_REACHED, fault.get());
        return new ServiceVisit(address, tcp, clear, none, new ServiceVisit.NotHeld());
      }
    }
    long start = System.nanoTime();
    Handshakes handshake =
        Handshakes.of(
            work.vantage().tls().handshake(socket, TlsRequest.opportunistic(host), answerBy),
            start,
            work);
    Talk secured =
        handshake
            .socket()
            .<Talk>map(open -> secured(open, answerBy))
            .orElseGet(ServiceVisit.NotHeld::new);
    boolean late = handshake.tls() instanceof Tls.Failed && answerBy.passed();
    Tls tls = late ? late(start) : handshake.tls();
    return new ServiceVisit(address, tcp, clear, tls, secured);
  }

  private Talk secured(Socket socket, Deadline answerBy) {
    try {
      MailTalk talk = mailTalk(socket);
      String greeting = kind.implicitTls() ? talk.greeting() : "";
      Talk said = new ServiceVisit.Said(greeting, talk.capabilities());
      talk.quit();
      return said;
    } catch (IOException e) {
      return work.cutShort()
          ? new ServiceVisit.NotHeld()
          : new ServiceVisit.Broken(why(e, answerBy));
    }
  }

  /// A handshake that failed because the watchdog closed the socket.
  private Tls late(long start) {
    return work.cutShort()
        ? new Tls.NotTried(Omission.DEADLINE, Dialled.CUT_SHORT)
        : new Tls.TimedOut(Work.since(start));
  }

  /// What the check's own deadline ended says nothing of the server.
  private static ServiceVisit cutShort(InetAddress address, Tcp tcp, Talk clear) {
    return new ServiceVisit(
        address,
        tcp,
        clear,
        new Tls.NotTried(Omission.DEADLINE, Dialled.CUT_SHORT),
        new ServiceVisit.NotHeld());
  }

  /// The watchdog closes a socket that took too long, which the reader only sees as closed.
  private static String why(IOException e, Deadline answerBy) {
    return answerBy.passed() ? "says nothing" : Dialled.text(e);
  }

  private MailTalk mailTalk(Socket socket) throws IOException {
    return new MailTalk(socket, kind.protocol(), work.settings().ownName().text());
  }

  private static ServiceVisit without(InetAddress address, Tcp tcp) {
    return new ServiceVisit(
        address,
        tcp,
        new ServiceVisit.NotHeld(),
        new Tls.NotTried(Omission.NOT_REACHED, "no connection"),
        new ServiceVisit.NotHeld());
  }
}
