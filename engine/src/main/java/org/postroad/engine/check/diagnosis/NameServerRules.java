package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.NsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The authoritative servers, each by itself: whether it can be found, answers, and has the zone.
/// What stands in the zone is for [ZoneContentRules].
///
/// Silence and refusals count where another server answered with authority. If none did, the road
/// from here may be at fault: many networks keep questions to foreign name servers in, or answer
/// them themselves.
final class NameServerRules {

  private NameServerRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    List<NameServer> servers = view.facts().nameServers();
    if (servers.stream().anyMatch(NameServerRules::hasZone)) {
      silent(view).ifPresent(found::add);
      lame(servers).ifPresent(found::add);
    } else if (servers.stream().anyMatch(server -> firstSaid(server).isPresent())) {
      found.add(noneReached(view, servers));
    }
    found.addAll(withoutAddress(view));
    return found;
  }

  static String shown(NameServer server) {
    return server.host() + " (" + Endpoint.text(server.address()) + ")";
  }

  /// Whether it answers for the zone with authority.
  static boolean hasZone(NameServer server) {
    return server.answers().stream()
        .anyMatch(said -> said instanceof NameServer.Answered answered && answered.authoritative());
  }

  /// Of an IPv6 address silence counts only where IPv6 works from here.
  private static Optional<Finding> silent(DomainView view) {
    List<NameServer> silent =
        view.facts().nameServers().stream()
            .filter(server -> firstSaid(server).filter(NameServerRules::isSilence).isPresent())
            .filter(one -> one.address().getAddress().length == 4 || view.reachesIpv6())
            .toList();
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.NAME_SERVER_SILENT,
                silent.getFirst().zone(),
                Words.list(silent.stream().map(NameServerRules::shown).toList())
                    + (silent.size() == 1 ? " does" : " do")
                    + " not answer, others do",
                "Resolvers that ask these first lose seconds, and when the others fail the domain"
                    + " is gone. The server is down, its address is of another day, or a firewall"
                    + " swallows the questions.",
                "Bring it up, or take it out of the NS records here and at the registrar."));
  }

  private static Optional<Finding> lame(List<NameServer> servers) {
    List<NameServer> lame =
        servers.stream()
            .filter(server -> firstSaid(server).filter(NameServerRules::isWithoutZone).isPresent())
            .toList();
    return lame.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.NAME_SERVER_LAME,
                lame.getFirst().zone(),
                Words.list(lame.stream().map(NameServerRules::saying).toList()),
                "An NS record sends resolvers to a server that was never told of the zone, or lost"
                    + " it. Every question that goes there is lost time.",
                "Configure the zone at that server (a secondary says SERVFAIL when it could not"
                    + " fetch the zone for too long: look at its log), or take it out of the NS"
                    + " records here and at the registrar."));
  }

  private static Finding noneReached(DomainView view, List<NameServer> servers) {
    return Finding.of(
        FindingCode.NAME_SERVER_NOT_CHECKED,
        servers.getFirst().zone(),
        Words.list(
            servers.stream()
                .filter(server -> firstSaid(server).isPresent())
                .map(NameServerRules::saying)
                .toList()),
        "None of the domain's name servers answered with authority from here. Either all of them"
            + " are at fault, or this network lets nobody ask foreign name servers, or answers in"
            + " their place. So whether they agree is not known; the resolver's answers are.",
        "Check from a host that may ask any name server: dig @"
            + servers.getFirst().host()
            + " "
            + view.domain()
            + " SOA +norecurse");
  }

  /// `ns1.example.com (192.0.2.1): REFUSED`
  private static String saying(NameServer server) {
    return shown(server)
        + ": "
        + firstSaid(server)
            .map(
                said ->
                    switch (said) {
                      case NameServer.Answered answered ->
                          answered.authoritative() ? "answers" : "answers without authority";
                      case NameServer.Unanswered none -> Words.reason(none.detail());
                    })
            .orElse("not asked");
  }

  /// What it said of the zone as such (the SOA record). About other names it may rightly have
  /// nothing of its own: they can be delegated further.
  private static Optional<NameServer.Said> firstSaid(NameServer server) {
    return server.answers().stream()
        .filter(said -> said.question().name().equals(server.zone()))
        .filter(
            said ->
                !(said instanceof NameServer.Unanswered none && none.why() == Answer.Why.NOT_ASKED))
        .findFirst();
  }

  private static boolean isSilence(NameServer.Said said) {
    return said instanceof NameServer.Unanswered none
        && (none.why() == Answer.Why.TIMED_OUT || none.why() == Answer.Why.UNREACHABLE);
  }

  private static boolean isWithoutZone(NameServer.Said said) {
    return switch (said) {
      case NameServer.Answered answered -> !answered.authoritative();
      case NameServer.Unanswered none -> none.why() == Answer.Why.SERVER_FAILED;
    };
  }

  /// Hosts that the NS records name and that have no address, or of which it is not known.
  private static List<Finding> withoutAddress(DomainView view) {
    Optional<DomainName> zone = zone(view);
    List<DomainName> hosts = zone.map(name -> hosts(view, name)).orElse(List.of());
    List<Finding> found = new ArrayList<>();
    named(hosts, host -> isAbsent(view, host))
        .map(
            names ->
                Finding.of(
                    FindingCode.NAME_SERVER_NO_ADDRESS,
                    zone.orElseThrow(),
                    "no address: " + names,
                    "An NS record names a host that nobody can find. Resolvers lose time with it,"
                        + " and whoever can register that name answers for the domain.",
                    "Give it its address, or take it out of the NS records here and at the"
                        + " registrar."))
        .ifPresent(found::add);
    named(hosts, host -> !isAbsent(view, host) && isUnanswered(view, host))
        .map(
            names ->
                Finding.of(
                    FindingCode.NAME_SERVER_NOT_CHECKED,
                    hosts.stream()
                        .filter(host -> isUnanswered(view, host))
                        .findFirst()
                        .orElseThrow(),
                    "no answer about the address of " + names,
                    "These name servers could not be asked, since nobody said where they are. So"
                        + " whether they agree with the others is not known.",
                    "Look at the name servers of their zone; then check again."))
        .ifPresent(found::add);
    return found;
  }

  /// The zone whose servers were asked: the nearest name with NS records.
  private static Optional<DomainName> zone(DomainView view) {
    return view.facts().nameServers().stream()
        .map(NameServer::zone)
        .findFirst()
        .or(
            () ->
                Stream.iterate(
                        Optional.of(view.domain()),
                        Optional::isPresent,
                        name -> name.flatMap(DomainName::parent))
                    .flatMap(Optional::stream)
                    .filter(name -> !hosts(view, name).isEmpty())
                    .findFirst());
  }

  private static List<DomainName> hosts(DomainView view, DomainName zone) {
    return view.lookup(zone, RecordType.NS) instanceof Answer.Found found
        ? found.only(NsRecord.class).stream().map(NsRecord::host).distinct().sorted().toList()
        : List.of();
  }

  private static Optional<String> named(List<DomainName> hosts, Predicate<DomainName> which) {
    List<DomainName> some = hosts.stream().filter(which).toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(Words.list(some));
  }

  private static boolean isAbsent(DomainView view, DomainName host) {
    return isNone(view.lookup(host, RecordType.A)) && isNone(view.lookup(host, RecordType.AAAA));
  }

  private static boolean isNone(Answer answer) {
    return answer instanceof Answer.NoSuchName || answer instanceof Answer.NoData;
  }

  /// Whether nothing is known of its addresses though somebody was asked.
  private static boolean isUnanswered(DomainView view, DomainName host) {
    return !view.hasAddress(host)
        && (view.asked(host, RecordType.A) || view.asked(host, RecordType.AAAA));
  }
}
