package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.SoaRecord;
import org.postroad.protocol.dns.RecordType;

/// The authoritative servers, each by itself: whether they answer, are told of the zone, and say
/// the same. What they say of `_mta-sts` is for [RecordRules].
final class NameServerRules {

  private NameServerRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    silent(view).ifPresent(found::add);
    lame(view).ifPresent(found::add);
    serials(view).ifPresent(found::add);
    answers(view).ifPresent(found::add);
    return found;
  }

  static String shown(NameServer server) {
    return server.host() + " (" + Endpoint.text(server.address()) + ")";
  }

  /// Silence counts where another server answered, so that the road is known to be open; of an IPv6
  /// address only where IPv6 works from here.
  private static Optional<Finding> silent(DomainView view) {
    boolean anyAnswers =
        view.facts().nameServers().stream().anyMatch(one -> has(one, NameServer.Answered.class));
    List<NameServer> silent =
        view.facts().nameServers().stream()
            .filter(one -> !has(one, NameServer.Answered.class) && isSilent(one))
            .filter(one -> one.address().getAddress().length == 4 || view.reachesIpv6())
            .toList();
    return silent.isEmpty() || !anyAnswers
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.NAME_SERVER_SILENT,
                silent.getFirst().zone(),
                Words.list(silent.stream().map(NameServerRules::shown).toList())
                    + (silent.size() == 1 ? " does" : " do")
                    + " not answer, the others do",
                "Resolvers that ask these first lose seconds, and when the others fail the domain"
                    + " is gone. The server is down, its address is of another day, or a firewall"
                    + " swallows the questions.",
                "Bring it up, or take it out of the NS records here and at the registrar."));
  }

  private static boolean isSilent(NameServer server) {
    return server.answers().stream()
        .anyMatch(
            said ->
                said instanceof NameServer.Unanswered none
                    && (none.why() == Answer.Why.TIMED_OUT
                        || none.why() == Answer.Why.UNREACHABLE));
  }

  private static boolean has(NameServer server, Class<? extends NameServer.Said> kind) {
    return server.answers().stream().anyMatch(kind::isInstance);
  }

  private static Optional<Finding> lame(DomainView view) {
    List<NameServer> lame =
        view.facts().nameServers().stream()
            .filter(
                one ->
                    one.answers().stream()
                        .anyMatch(
                            said ->
                                said instanceof NameServer.Answered answered
                                    && !answered.authoritative()))
            .toList();
    return lame.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.NAME_SERVER_LAME,
                lame.getFirst().zone(),
                Words.list(lame.stream().map(NameServerRules::shown).toList())
                    + " without authority for the zone",
                "An NS record sends resolvers to a server that was never told of the zone, or lost"
                    + " it. Every question that goes there is lost time.",
                "Configure the zone at that server, or take it out of the NS records here and at"
                    + " the registrar."));
  }

  private static Optional<Finding> serials(DomainView view) {
    Map<Long, List<String>> bySerial = new TreeMap<>(Comparator.reverseOrder());
    each(
        view,
        (server, answered) -> {
          if (answered.question().type() == RecordType.SOA) {
            answered.records().stream()
                .filter(SoaRecord.class::isInstance)
                .map(SoaRecord.class::cast)
                .forEach(
                    soa ->
                        bySerial
                            .computeIfAbsent(soa.serial(), any -> new ArrayList<>())
                            .add(shown(server)));
          }
        });
    if (bySerial.size() < 2) {
      return Optional.empty();
    }
    String seen =
        bySerial.entrySet().stream()
            .map(entry -> "serial " + entry.getKey() + " at " + Words.list(entry.getValue()))
            .collect(Collectors.joining("; "));
    return Optional.of(
        Finding.of(
            FindingCode.NAME_SERVER_SERIALS_DIFFER,
            view.facts().nameServers().getFirst().zone(),
            seen,
            "The servers have the zone of different times. For minutes after a change that is"
                + " normal; if it lasts, zone transfers fail and some senders see the zone of"
                + " before.",
            "Check again in some minutes. If it stays: look at the log of the server with the older"
                + " serial for refused transfers, expired keys (TSIG) or a blocked NOTIFY."));
  }

  private static Optional<Finding> answers(DomainView view) {
    Map<DnsQuestion, Map<String, List<String>>> byQuestion = new TreeMap<>();
    each(
        view,
        (server, answered) -> {
          boolean elsewhere = answered.question().name().equals(view.recordName());
          if (answered.question().type() != RecordType.SOA && !elsewhere) {
            byQuestion
                .computeIfAbsent(answered.question(), any -> new TreeMap<>())
                .computeIfAbsent(words(answered), any -> new ArrayList<>())
                .add(shown(server));
          }
        });
    List<String> seen =
        byQuestion.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(
                entry ->
                    entry.getKey()
                        + ": "
                        + entry.getValue().entrySet().stream()
                            .map(said -> Words.list(said.getValue()) + " say " + said.getKey())
                            .collect(Collectors.joining("; ")))
            .toList();
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.NAME_SERVER_ANSWERS_DIFFER,
                view.facts().nameServers().getFirst().zone(),
                Words.list(seen),
                "Where mail goes, or reports, hangs on the server that a resolver happens to ask.",
                "Bring the servers to the same zone. Where they are of different providers, feed"
                    + " both from one place."));
  }

  private static String words(NameServer.Answered answered) {
    List<String> records =
        answered.records().stream()
            .map(NameServerRules::word)
            .map(Words::printable)
            .sorted()
            .toList();
    return !answered.exists()
        ? "no such name"
        : records.isEmpty() ? "no record" : Words.list(records);
  }

  private static String word(DnsRecord record) {
    return switch (record) {
      case org.postroad.protocol.dns.MxRecord mx -> mx.preference() + " " + mx.exchange();
      case DnsRecord.TxtRecord txt -> txt.joined();
      case DnsRecord.NsRecord ns -> ns.host().toString();
      default -> record.toString();
    };
  }

  private interface Use {
    void of(NameServer server, NameServer.Answered answered);
  }

  /// Every answer of a server that has the zone.
  private static void each(DomainView view, Use use) {
    for (NameServer server : view.facts().nameServers()) {
      for (NameServer.Said said : server.answers()) {
        if (said instanceof NameServer.Answered answered && answered.authoritative()) {
          use.of(server, answered);
        }
      }
    }
  }
}
