package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.DomainName;

/// What the domain announces for its users' mail programs (RFC 6186, RFC 8314).
final class ClientRules {

  private ClientRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
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

  /// Where nobody answers at any address. Many networks leave these ports open, unlike 25.
  private static Optional<Finding> unreachable(DomainView view, ClientService service) {
    boolean down =
        !service.visits().isEmpty()
            && service.visits().stream()
                .allMatch(v -> v.tcp() instanceof Tcp.Refused || v.tcp() instanceof Tcp.TimedOut);
    String seen =
        Words.list(
            service.visits().stream()
                .map(v -> Endpoint.text(v.address()) + " " + Connections.words(v.tcp()))
                .toList());
    return down
        ? Optional.of(
            Finding.of(
                FindingCode.CLIENT_UNREACHABLE,
                subject(service),
                seen,
                "A SRV record of "
                    + view.domain()
                    + " sends mail programs there, and nobody"
                    + " takes connections. Setting up an account fails or takes long.",
                "Start the service, correct the SRV record, or set its target to . where there is"
                    + " no such service."))
        : Optional.empty();
  }

  private static List<Finding> visit(DomainView view, ClientService service, ServiceVisit visit) {
    List<Finding> found = new ArrayList<>();
    loginInClear(service, visit).ifPresent(found::add);
    switch (visit.tls()) {
      case Tls.Established tls -> {
        DomainName host = service.host();
        CertificateFault.of(tls, host, view.now())
            .map(
                fault ->
                    CertificateAdvice.CLIENT.finding(
                        FindingCode.CLIENT_BAD_CERTIFICATE, subject(service), fault, host))
            .ifPresent(found::add);
      }
      case Tls.Failed failed -> found.add(noTls(service, failed.why()));
      case Tls.NotTried(Omission because, String detail)
          when visit.clear() instanceof ServiceVisit.Said && because != Omission.DEADLINE ->
          found.add(noTls(service, detail));
      case Tls.NotTried none -> {}
      case Tls.TimedOut late -> found.add(noTls(service, "no end of the handshake in time"));
    }
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
    List<String> offers =
        said.capabilities().stream()
            .map(line -> line.toUpperCase(Locale.ROOT).strip())
            .filter(line -> takesPassword(service.kind().protocol(), line, said.capabilities()))
            .map(Words::quoted)
            .toList();
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
