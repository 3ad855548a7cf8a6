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
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.SoaRecord;
import org.postroad.protocol.dns.RecordType;

/// Whether the servers that have the zone have the same one. What they say of `_mta-sts` is for
/// [RecordRules].
final class ZoneContentRules {

  private ZoneContentRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    serials(view).ifPresent(found::add);
    answers(view).ifPresent(found::add);
    return found;
  }

  private static Optional<Finding> serials(DomainView view) {
    Map<Long, List<String>> bySerial = new TreeMap<>(Comparator.reverseOrder());
    each(
        view,
        (server, said) -> {
          if (said instanceof NameServer.Answered answered
              && said.question().type() == RecordType.SOA) {
            answered.records().stream()
                .filter(SoaRecord.class::isInstance)
                .map(SoaRecord.class::cast)
                .forEach(
                    soa ->
                        bySerial
                            .computeIfAbsent(soa.serial(), any -> new ArrayList<>())
                            .add(NameServerRules.shown(server)));
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
        (server, said) -> {
          boolean elsewhere = said.question().name().equals(view.recordName());
          if (said.question().type() != RecordType.SOA && !elsewhere) {
            words(said)
                .ifPresent(
                    words ->
                        byQuestion
                            .computeIfAbsent(said.question(), any -> new TreeMap<>())
                            .computeIfAbsent(words, any -> new ArrayList<>())
                            .add(NameServerRules.shown(server)));
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

  /// What a server says, shortly. A question that it lost in silence says nothing: servers that are
  /// asked often drop some.
  static Optional<String> words(NameServer.Said said) {
    return switch (said) {
      case NameServer.Answered answered when !answered.authoritative() ->
          Optional.empty(); // a name below, delegated to others
      case NameServer.Answered answered when !answered.exists() -> Optional.of("no such name");
      case NameServer.Answered answered when answered.records().isEmpty() ->
          Optional.of("no record");
      case NameServer.Answered answered ->
          Optional.of(
              Words.list(
                  answered.records().stream()
                      .map(ZoneContentRules::word)
                      .map(Words::printable)
                      .sorted()
                      .toList()));
      case NameServer.Unanswered(DnsQuestion _, Answer.Why why, String detail) ->
          why == Answer.Why.SERVER_FAILED ? Optional.of(Words.reason(detail)) : Optional.empty();
    };
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
    void of(NameServer server, NameServer.Said said);
  }

  /// Everything that was said by a server that has the zone.
  private static void each(DomainView view, Use use) {
    view.facts().nameServers().stream()
        .filter(NameServerRules::hasZone)
        .forEach(server -> server.answers().forEach(said -> use.of(server, said)));
  }
}
