package org.postroad.engine.check.probe;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyDomain;

/// Gathers the facts of one domain after the other, or of several at the same time.
///
/// Whatever happens, facts come out, by the deadline and a moment: what could not be asked says so.
///
/// Whether port 25 is open from here is never guessed from one domain's silence: it is reached if
/// an exchanger of this domain, of an earlier one of the same [Vantage], or a control of the
/// settings accepts a connection, and else unknown. A refusal proves nothing, since filters on the
/// way refuse too.
public final class DomainProbe {

  private final Vantage vantage;
  private final ProbeSettings settings;
  private final List<Exploration> explorations;
  private final Progress progress;

  /// @param explorations questions beyond the plain ones, such as SPF's
  public DomainProbe(
      Vantage vantage, ProbeSettings settings, List<Exploration> explorations, Progress progress) {
    this.vantage = vantage;
    this.settings = settings;
    this.explorations = List.copyOf(explorations);
    this.progress = progress;
  }

  public DomainFacts gather(DomainName domain) {
    Instant started = vantage.clock().instant();
    long start = System.nanoTime();
    Work work = Work.begin(vantage, settings, progress);
    Parts parts = new Parts();
    ZoneProbe zone = new ZoneProbe(work, domain);
    List<Callable<Boolean>> pieces = new ArrayList<>();
    pieces.add(() -> parts.records(domain, work));
    pieces.add(() -> parts.policyVisits(PolicyHostProbe.visits(domain, work)));
    if (settings.extent() != ProbeSettings.Extent.POLICY) {
      pieces.add(() -> parts.exchangers(ExchangerProbe.exchangers(domain, work)));
    }
    if (!settings.extent().isBrief()) {
      pieces.add(() -> parts.nameServers(zone.nameServers()));
      pieces.add(() -> parts.signatures(zone.signatures()));
      pieces.add(() -> parts.services(ServiceProbe.services(domain, work)));
      pieces.add(() -> sender(domain, work));
      explorations.forEach(
          each ->
              pieces.add(
                  () -> {
                    each.explore(domain, work.dns());
                    return true;
                  }));
    }
    List<Boolean> _ = Work.all(pieces);
    Reach port25 = port25(parts, work);
    boolean complete = !work.cutOff().get() && !work.dns().cutOff() && !work.deadline().passed();
    Vantage.Description from = vantage.description();
    return new DomainFacts(
        domain,
        new Circumstances(
            started,
            Work.since(start),
            settings.total(),
            complete,
            from.software(),
            vantage.resolvers().stream().map(Endpoint::text).toList(),
            from.dnssec(),
            from.tellsSecure(),
            from.trustAnchors(),
            from.privateAllowed(),
            port25,
            ipv6(parts),
            settings.selectors(),
            settings.blocklists()),
        work.dns().recorded(),
        parts.policyVisits,
        parts.exchangers,
        parts.nameServers,
        parts.signatures,
        parts.services);
  }

  private boolean sender(DomainName domain, Work work) {
    return work.told(
        Progress.Stage.SENDER,
        domain.text(),
        () -> {
          new SenderQuestions(domain, work.dns(), settings.selectors()).ask();
          return true;
        });
  }

  private Reach port25(Parts parts, Work work) {
    List<Tcp> dialled = parts.mail().filter(tcp -> !(tcp instanceof Tcp.NotTried)).toList();
    if (dialled.isEmpty()) {
      return Reach.NOT_TRIED;
    }
    if (vantage.reachesPort25()) {
      return Reach.REACHED;
    }
    for (InetSocketAddress control : settings.controls()) {
      Dialled answer = Dialled.dial(work, control.getAddress(), control.getPort());
      if (answer instanceof Dialled.Open(Socket socket, var _)) {
        close(socket);
        vantage.notePort25();
        return Reach.REACHED;
      }
    }
    return Reach.UNKNOWN;
  }

  private Reach ipv6(Parts parts) {
    if (vantage.reachesIpv6()) {
      return Reach.REACHED;
    }
    return parts.tried6() ? Reach.UNKNOWN : Reach.NOT_TRIED;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (java.io.IOException e) {
      // Nobody wanted to say anything.
    }
  }

  /// What the pieces bring, each its own.
  private static final class Parts {
    private volatile List<PolicyVisit> policyVisits = List.of();
    private volatile List<Exchanger> exchangers = List.of();
    private volatile List<NameServer> nameServers = List.of();
    private volatile List<SignatureSeen> signatures = List.of();
    private volatile List<ClientService> services = List.of();

    boolean records(DomainName domain, Work work) {
      return work.told(
          Progress.Stage.RECORDS,
          domain.text(),
          () -> {
            for (DnsQuestion question : questions(domain, work)) {
              Answer _ = work.dns().lookup(question.name(), question.type());
            }
            if (domain.hasRoomFor("_mta-sts")) {
              Answer _ = work.dns().lookup(PolicyDomain.record(domain), RecordType.CNAME);
            }
            return true;
          });
    }

    private static List<DnsQuestion> questions(DomainName domain, Work work) {
      List<DnsQuestion> all = ZoneProbe.records(domain);
      return work.settings().extent().isBrief()
          ? all.stream().filter(question -> !isForReports(question)).toList()
          : all;
    }

    private static boolean isForReports(DnsQuestion question) {
      return question.name().text().startsWith("_smtp._tls.");
    }

    boolean policyVisits(List<PolicyVisit> seen) {
      policyVisits = seen;
      return true;
    }

    boolean exchangers(List<Exchanger> seen) {
      exchangers = seen;
      return true;
    }

    boolean nameServers(List<NameServer> seen) {
      nameServers = seen;
      return true;
    }

    boolean signatures(List<SignatureSeen> seen) {
      signatures = seen;
      return true;
    }

    boolean services(List<ClientService> seen) {
      services = seen;
      return true;
    }

    Stream<Tcp> mail() {
      return exchangers.stream().flatMap(host -> host.visits().stream()).map(SmtpVisit::tcp);
    }

    /// Whether an IPv6 address was dialled.
    boolean tried6() {
      return Stream.of(
              policyVisits.stream().filter(visit -> six(visit.address())).map(PolicyVisit::tcp),
              exchangers.stream()
                  .flatMap(host -> host.visits().stream())
                  .filter(visit -> six(visit.address()))
                  .map(SmtpVisit::tcp),
              services.stream()
                  .flatMap(service -> service.visits().stream())
                  .filter(visit -> six(visit.address()))
                  .map(ServiceVisit::tcp))
          .flatMap(tcps -> tcps)
          .anyMatch(tcp -> !(tcp instanceof Tcp.NotTried));
    }

    private static boolean six(InetAddress address) {
      return address instanceof Inet6Address;
    }
  }
}
