package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;

/// Where the domain's mail goes, and whether anybody takes it there: MX records, addresses, port
/// 25. What is said over a connection is for [SmtpRules].
final class ExchangerRules {

  private ExchangerRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    records(view).ifPresent(found::add);
    for (DomainName host : view.mxHosts()) {
      name(view, host).ifPresent(found::add);
    }
    found.addAll(reach(view));
    return found;
  }

  private static Optional<Finding> records(DomainView view) {
    DomainName domain = view.domain();
    Answer answer = view.lookup(domain, RecordType.MX);
    if (answer instanceof Answer.Failed(Answer.Why why, String detail)) {
      return why == Answer.Why.NOT_ASKED
          ? Optional.empty()
          : Optional.of(unanswered(domain, "the MX question", detail));
    }
    if (answer instanceof Answer.Found found && MxRecord.isNull(found.only(MxRecord.class))) {
      return Optional.of(
          Finding.of(
              FindingCode.MX_NULL,
              domain,
              "a null MX record: MX 0 .",
              "The domain says that it takes no mail at all.",
              "Nothing, if that is meant. A policy has no use here."));
    }
    if (answer instanceof Answer.Found found
        && found.only(MxRecord.class).stream().anyMatch(one -> one.exchange().isRoot())) {
      return Optional.of(nullBesideOthers(view));
    }
    if (!view.mxHosts().isEmpty()) {
      return Optional.empty();
    }
    if (answer instanceof Answer.NoData && !view.asked(domain, RecordType.A)) {
      return Optional.empty();
    }
    Optional<Finding> unanswered =
        answer instanceof Answer.NoData ? addressUnanswered(view, domain) : Optional.empty();
    if (unanswered.isPresent()) {
      return unanswered;
    }
    return Optional.of(
        Finding.of(
            FindingCode.MX_ABSENT,
            domain,
            answer instanceof Answer.NoSuchName
                ? "the domain does not exist (NXDOMAIN)"
                : "no MX record, and no address of its own",
            "Mail to the domain cannot be delivered and comes back.",
            "Publish an MX record, or MX 0 . (a null MX) if the domain is to take no mail."));
  }

  private static Finding nullBesideOthers(DomainView view) {
    return Finding.of(
            FindingCode.MX_NULL,
            view.domain(),
            "MX 0 . beside " + Words.list(view.mxHosts()),
            "MX 0 . says that the domain takes no mail, and the other records that it does. Some"
                + " senders return the mail at once, others deliver it: the two must not stand"
                + " together (RFC 7505 §3).",
            "Delete MX 0 . if the domain takes mail, else the others.")
        .as(Severity.WARNING);
  }

  /// That nobody said what the addresses are is not that there are none: of the family that was not
  /// answered for nothing is known.
  private static Optional<Finding> addressUnanswered(DomainView view, DomainName host) {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      if (view.lookup(host, type) instanceof Answer.Failed(Answer.Why why, String detail)
          && why != Answer.Why.NOT_ASKED) {
        return Optional.of(unanswered(host, "the " + type.name() + " question", detail));
      }
    }
    return Optional.empty();
  }

  private static Finding unanswered(DomainName name, String question, String detail) {
    return Finding.of(
        FindingCode.MX_DNS_FAILED,
        name,
        question + " got no answer that counts: " + Words.reason(detail),
        "Where the mail goes could not be found out. Senders that cannot either keep it for later.",
        "Look at the name servers of the zone; then check again.");
  }

  private static Optional<Finding> name(DomainView view, DomainName host) {
    if (host.endsInNumber()) {
      return Optional.of(
          Finding.of(
              FindingCode.MX_NO_ADDRESS,
              host,
              "an address in place of a name",
              "An MX record names a host: what looks like an address there is taken for a name that"
                  + " nobody has. If it is the only one, mail waits and comes back.",
              "Give the address a name, get a certificate for that name, and put the name into the"
                  + " MX record."));
    }
    Answer v4 = view.lookup(host, RecordType.A);
    Answer v6 = view.lookup(host, RecordType.AAAA);
    boolean found = v4 instanceof Answer.Found || v6 instanceof Answer.Found;
    boolean failed = v4 instanceof Answer.Failed || v6 instanceof Answer.Failed;
    Optional<Finding> unanswered = addressUnanswered(view, host);
    if (unanswered.isPresent()) {
      return unanswered;
    }
    if (!found && !failed) {
      return Optional.of(
          Finding.of(
              FindingCode.MX_NO_ADDRESS,
              host,
              v4 instanceof Answer.NoSuchName
                  ? "no such name (NXDOMAIN)"
                  : "neither A nor AAAA records",
              "The MX record names a host that cannot be found. If it is the only one, mail waits"
                  + " and comes back; if not, its share of the mail is delayed.",
              "Give the host its address, or remove it from the MX records."));
    }
    return view.alias(host)
        .map(
            target ->
                Finding.of(
                    FindingCode.MX_ALIAS,
                    host,
                    "a CNAME to " + target,
                    "An MX record must name a host by its own name. Most senders put up with it,"
                        + " some do not, and which name the certificate must have is then anybody's"
                        + " guess: for MTA-STS it is "
                        + host
                        + ".",
                    "Name "
                        + target
                        + " in the MX record, and in the policy, if its certificate"
                        + " has that name; or give "
                        + host
                        + " addresses of its own."));
  }

  /// What can be said of port 25. Nobody who answered on it anywhere means that the road from here
  /// is closed, and says nothing of the domain.
  private static List<Finding> reach(DomainView view) {
    List<SmtpVisit> all =
        view.facts().exchangers().stream().flatMap(one -> one.visits().stream()).toList();
    if (all.isEmpty()) {
      return List.of();
    }
    if (all.stream().allMatch(visit -> visit.tcp() instanceof Tcp.NotTried)) {
      return List.of(notChecked(view, all));
    }
    if (!view.reachesPort25()) {
      return List.of(
          Finding.of(
              FindingCode.PORT_25_BLOCKED,
              view.domain(),
              shown(all),
              "Nobody answered on port 25 from here, which most networks for homes and offices and"
                  + " many clouds block. It says nothing good and nothing bad of the exchangers:"
                  + " their TLS was not seen.",
              "Run the check from a host that may send mail, or ask whoever runs this network to"
                  + " open port 25 outwards. To tell the two apart, check a domain of somebody else"
                  + " in the same run: if its exchangers answer, these are down."));
    }
    List<Finding> found = new ArrayList<>();
    view.facts().exchangers().forEach(one -> found.addAll(addresses(view, one)));
    return found;
  }

  private static Finding notChecked(DomainView view, List<SmtpVisit> all) {
    boolean wanted =
        all.stream()
            .allMatch(
                visit ->
                    visit.tcp() instanceof Tcp.NotTried(Omission because, String detail)
                        && because == Omission.SWITCHED_OFF);
    return Finding.of(
            FindingCode.MX_NOT_CHECKED,
            view.domain(),
            shown(all),
            "No exchanger was visited, so nothing is known of their TLS.",
            wanted
                ? "Check without --no-smtp from a host that may send mail."
                : "Check again with a longer --deadline, or with --allow-private where the"
                    + " addresses are private.")
        .as(wanted ? Severity.INFO : Severity.UNKNOWN);
  }

  private static List<Finding> addresses(DomainView view, Exchanger exchanger) {
    List<SmtpVisit> down = exchanger.visits().stream().filter(v -> isDown(view, v)).toList();
    boolean anyUp = exchanger.visits().stream().anyMatch(v -> v.tcp() instanceof Tcp.Connected);
    DomainName host = exchanger.host();
    if (exchanger.visits().isEmpty()) {
      return List.of();
    }
    if (!anyUp) {
      return List.of(down.isEmpty() ? unseen(exchanger) : unreachable(host, down));
    }
    List<SmtpVisit> six = exchanger.visits().stream().filter(ExchangerRules::isV6).toList();
    List<Finding> found = new ArrayList<>();
    boolean sixDown = !six.isEmpty() && down.containsAll(six);
    if (sixDown) {
      found.add(
          Finding.of(
              FindingCode.MX_IPV6_BROKEN,
              host,
              shown(six),
              "The AAAA record promises IPv6, and the mail server does not take connections there;"
                  + " over IPv4 it does. Senders try IPv6 first and lose time, and some defer the"
                  + " mail.",
              "Let the mail server listen on [::]:25 and open the firewall for IPv6, or remove the"
                  + " AAAA record of "
                  + host
                  + "."));
    }
    List<SmtpVisit> others = down.stream().filter(v -> !sixDown || !isV6(v)).toList();
    if (!others.isEmpty()) {
      found.add(
          Finding.of(
              FindingCode.MX_ADDRESS_BROKEN,
              host,
              shown(others),
              "Of several addresses of the exchanger some take no connections. Senders that try"
                  + " these first lose time.",
              "Bring the mail server at that address up, or take its address out of the DNS."));
    }
    List<SmtpVisit> missed = six.stream().filter(ExchangerRules::wasMissed).toList();
    if (!missed.isEmpty() && !view.reachesIpv6()) {
      found.add(ipv6NotChecked(host, missed));
    }
    return found;
  }

  private static Finding unreachable(DomainName host, List<SmtpVisit> down) {
    return Finding.of(
        FindingCode.MX_UNREACHABLE,
        host,
        shown(down),
        "Other hosts answer on port 25 from here, so it is not the road: this exchanger is down,"
            + " has moved, or a firewall keeps senders out.",
        "Bring the mail server up on port 25, open the firewall for everybody, or remove the host"
            + " from the MX records.");
  }

  /// An exchanger of which no address was visited, and none is known to be down.
  private static Finding unseen(Exchanger exchanger) {
    List<SmtpVisit> visits = exchanger.visits();
    return visits.stream().allMatch(visit -> isV6(visit) && wasMissed(visit))
        ? ipv6NotChecked(exchanger.host(), visits).as(Severity.UNKNOWN)
        : Finding.of(
                FindingCode.MX_NOT_CHECKED,
                exchanger.host(),
                shown(visits),
                "No address of this exchanger was visited, so nothing is known of its TLS.",
                "Check again from where there is a way to it, with a longer --deadline, or with"
                    + " --allow-private where the addresses are private.")
            .as(Severity.UNKNOWN);
  }

  private static Finding ipv6NotChecked(DomainName host, List<SmtpVisit> missed) {
    return Finding.of(
        FindingCode.IPV6_NOT_CHECKED,
        host,
        shown(missed),
        "There is no IPv6 from where the check ran, so nothing is known of these addresses.",
        "Check from a host with IPv6.");
  }

  private static boolean wasMissed(SmtpVisit visit) {
    return visit.tcp() instanceof Tcp.TimedOut || visit.tcp() instanceof Tcp.NoRoute;
  }

  private static boolean isDown(DomainView view, SmtpVisit visit) {
    return Connections.isDown(view, visit.tcp(), visit.address());
  }

  private static boolean isV6(SmtpVisit visit) {
    return visit.address() instanceof java.net.Inet6Address;
  }

  static String shown(List<SmtpVisit> visits) {
    return Connections.seen(visits, SmtpVisit::address, SmtpVisit::tcp);
  }
}
