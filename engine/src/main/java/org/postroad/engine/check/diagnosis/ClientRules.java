package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// What the domain announces for its users' mail programs (RFC 6186, RFC 8314).
final class ClientRules {

  private ClientRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    unanswered(view).ifPresent(found::add);
    for (ClientService service : view.facts().services()) {
      List<Finding> each = new ArrayList<>();
      unreachable(view, service).ifPresent(each::add);
      for (ServiceVisit visit : service.visits()) {
        if (visit.tcp() instanceof Tcp.Connected) {
          each.addAll(visit(view, service, visit));
        }
      }
      found.addAll(Merged.of(each));
    }
    return found;
  }

  /// Records that announce services, or addresses of these, that the DNS did not tell.
  private static Optional<Finding> unanswered(DomainView view) {
    List<DnsQuestion> questions = new ArrayList<>();
    for (ClientService.Kind kind : ClientService.Kind.values()) {
      String labels = kind.label() + "._tcp";
      if (view.domain().hasRoomFor(labels)) {
        questions.add(new DnsQuestion(view.domain().child(labels), RecordType.SRV));
      }
    }
    for (ClientService service : view.facts().services()) {
      if (service.visits().isEmpty()) {
        questions.add(new DnsQuestion(service.host(), RecordType.A));
        questions.add(new DnsQuestion(service.host(), RecordType.AAAA));
      }
    }
    List<String> seen =
        questions.stream()
            .filter(one -> view.asked(one.name(), one.type()))
            .filter(one -> view.lookup(one.name(), one.type()) instanceof Answer.Failed)
            .map(DnsQuestion::toString)
            .distinct()
            .toList();
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.CLIENT_UNANSWERED,
                view.domain(),
                "no answer that counts: " + Words.list(seen),
                "Which services there are for mail programs could not be found out. Programs that"
                    + " cannot either fail to set themselves up.",
                "Look at the name servers of the zone; then check again."));
  }

  /// Where nobody answers at any address. Many networks leave these ports open, unlike 25.
  private static Optional<Finding> unreachable(DomainView view, ClientService service) {
    if (service.visits().isEmpty()) {
      return isNone(view.lookup(service.host(), RecordType.A))
              && isNone(view.lookup(service.host(), RecordType.AAAA))
          ? Optional.of(absent(view, service, service.host() + " has no address"))
          : Optional.empty();
    }
    boolean down =
        service.visits().stream()
            .allMatch(v -> v.tcp() instanceof Tcp.Refused || v.tcp() instanceof Tcp.TimedOut);
    String seen = Connections.seen(service.visits(), ServiceVisit::address, ServiceVisit::tcp);
    return down ? Optional.of(absent(view, service, seen)) : Optional.empty();
  }

  private static boolean isNone(Answer answer) {
    return answer instanceof Answer.NoData || answer instanceof Answer.NoSuchName;
  }

  private static Finding absent(DomainView view, ClientService service, String seen) {
    return Finding.of(
        FindingCode.CLIENT_UNREACHABLE,
        subject(service),
        seen,
        "A SRV record of "
            + view.domain()
            + " sends mail programs there, and nobody serves them. Setting up an account fails or"
            + " takes long.",
        "Start the service, correct the SRV record, or set its target to . where there is"
            + " no such service.");
  }

  /// A server that takes the connection and says nothing of use. What it answers may be meant for
  /// us alone, who are a stranger from anywhere.
  private static Optional<Finding> mute(
      DomainView view, ClientService service, ServiceVisit visit, ServiceVisit.Talk talk) {
    if (!(talk instanceof ServiceVisit.Broken(String why))) {
      return Optional.empty();
    }
    Finding finding = absent(view, service, Endpoint.text(visit.address()) + " " + why);
    return Optional.of(why.startsWith("answered") ? finding.as(Severity.UNKNOWN) : finding);
  }

  private static List<Finding> visit(DomainView view, ClientService service, ServiceVisit visit) {
    List<Finding> found = new ArrayList<>();
    mute(view, service, visit, visit.clear()).ifPresent(found::add);
    Optional<Finding> clear = loginInClear(service, visit);
    switch (visit.tls()) {
      case Tls.Established tls -> {
        DomainName host = service.host();
        CertificateFault.of(tls, host, view)
            .map(
                fault ->
                    CertificateAdvice.client(service)
                        .finding(FindingCode.CLIENT_BAD_CERTIFICATE, subject(service), fault, host))
            .ifPresent(found::add);
        if (service.kind().implicitTls()) {
          mute(view, service, visit, visit.secured()).ifPresent(found::add);
        }
      }
      case Tls.Failed failed -> found.add(noTls(service, failed.why()));
      case Tls.NotTried(Omission because, String detail)
          when visit.clear() instanceof ServiceVisit.Said && because != Omission.DEADLINE ->
          found.add(noTls(service, detail));
      case Tls.NotTried none -> {}
      case Tls.TimedOut late ->
          found.add(
              absent(
                  view,
                  service,
                  Endpoint.text(visit.address()) + " does not end the TLS handshake in time"));
    }
    boolean noTls = found.stream().anyMatch(one -> one.code() == FindingCode.CLIENT_NO_TLS);
    clear.map(one -> noTls ? one.because(FindingCode.CLIENT_NO_TLS) : one).ifPresent(found::add);
    return found;
  }

  private static Finding noTls(ClientService service, String seen) {
    return Finding.of(
        FindingCode.CLIENT_NO_TLS,
        subject(service),
        Words.printable(seen),
        "Mail programs are sent to a service without TLS: passwords and mail would cross the"
            + " network in clear.",
        "Offer TLS from the first octet (ports 993, 995 and 465), announce these, and set the"
            + " SRV records of the others to the target . (RFC 8314).");
  }

  /// RFC 8314 §4.1: no password before TLS.
  private static Optional<Finding> loginInClear(ClientService service, ServiceVisit visit) {
    if (!(visit.clear() instanceof ServiceVisit.Said said)) {
      return Optional.empty();
    }
    List<String> offers = new ArrayList<>();
    said.capabilities().stream()
        .map(line -> line.toUpperCase(Locale.ROOT).strip())
        .filter(line -> takesPassword(service.kind().protocol(), line, said.capabilities()))
        .map(Words::quoted)
        .forEach(offers::add);
    if (offers.isEmpty() && takesLogin(service.kind().protocol(), said.capabilities())) {
      offers.add("LOGIN, for it has no LOGINDISABLED");
    }
    return offers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.CLIENT_LOGIN_IN_CLEAR,
                subject(service),
                "before TLS it offers " + Words.list(offers),
                "The service takes passwords in clear. A program that is set up wrong, or led astray"
                    + " by somebody on the road, hands them to whoever listens.",
                "Take passwords under TLS only (Dovecot: ssl = required; Postfix:"
                    + " smtpd_tls_auth_only = yes)."));
  }

  /// RFC 9051 §6.2.3: a server that does not take LOGIN has to say so.
  private static boolean takesLogin(ClientService.Protocol protocol, List<String> capabilities) {
    return protocol == ClientService.Protocol.IMAP
        && capabilities.stream().anyMatch(one -> one.toUpperCase(Locale.ROOT).startsWith("IMAP4"))
        && capabilities.stream().noneMatch(one -> one.equalsIgnoreCase("LOGINDISABLED"));
  }

  private static boolean takesPassword(
      ClientService.Protocol protocol, String line, List<String> all) {
    return switch (protocol) {
      case SMTP -> line.startsWith("AUTH ") && hasPlain(line);
      case IMAP ->
          (line.equals("AUTH=PLAIN") || line.equals("AUTH=LOGIN"))
              && all.stream().noneMatch(one -> one.equalsIgnoreCase("LOGINDISABLED"));
      case POP3 -> line.equals("USER") || (line.startsWith("SASL ") && hasPlain(line));
    };
  }

  private static boolean hasPlain(String line) {
    return List.of(line.split("\\s+")).contains("PLAIN")
        || List.of(line.split("\\s+")).contains("LOGIN");
  }

  private static String subject(ClientService service) {
    return service.host() + ":" + service.port() + " (" + service.kind().label() + ")";
  }
}
