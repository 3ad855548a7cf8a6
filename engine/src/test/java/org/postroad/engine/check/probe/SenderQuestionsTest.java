package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dmarc.PolicyDiscovery;
import org.postroad.protocol.dmarc.ReportTargets;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.spf.SpfTree;

/// What is judged from the record is what would be judged with the DNS at hand: no question of the
/// rules was left out.
class SenderQuestionsTest {

  private static final String DOMAIN = "mail.example.com";

  @TestFactory
  Stream<DynamicTest> recordTellsWhatTheDnsTells() {
    return Stream.of(
        row("nothing at all", Map.of()),
        row("own record", Map.of("_dmarc." + DOMAIN, "v=DMARC1; p=reject")),
        row("inherited", Map.of("_dmarc.example.com", "v=DMARC1; p=reject; sp=quarantine")),
        // whether the domain exists decides
        row("np apart from sp", Map.of("_dmarc.example.com", "v=DMARC1; p=none; np=reject")),
        row(
            "np of a suffix",
            Map.of("_dmarc.com", "v=DMARC1; p=none; sp=reject; np=quarantine; psd=y")),
        // the walk up from the target decides
        row(
            "reports to a stranger",
            Map.of("_dmarc." + DOMAIN, "v=DMARC1; p=reject; rua=mailto:d@reports.example.net")),
        row(
            "reports to who agrees",
            Map.of(
                "_dmarc." + DOMAIN,
                "v=DMARC1; p=reject; rua=mailto:d@reports.example.net",
                DOMAIN + "._report._dmarc.reports.example.net",
                "v=DMARC1")),
        row(
            "reports of an inherited record",
            Map.of("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:d@example.net")),
        row(
            "failure reports, by two roads",
            Map.of(
                "_dmarc." + DOMAIN,
                "v=DMARC1; p=none; ruf=mailto:a@example.net,https://b.example.org/")),
        row(
            "SPF that leads on",
            Map.of(
                DOMAIN,
                "v=spf1 a mx:mx.example.com include:one.example -all",
                "one.example",
                "v=spf1 exists:two.example redirect=three.example")));
  }

  private static DynamicTest row(String claim, Map<String, String> texts) {
    return DynamicTest.dynamicTest(
        claim,
        () -> {
          DomainName domain = DomainName.of(DOMAIN);
          Dns live = dns(texts);
          RecordingDns recording = new RecordingDns(live, Deadline.after(Duration.ofMinutes(1)));
          new SenderQuestions(domain, recording, List.of("s1")).ask();
          RecordedDns recorded = recording.recorded();
          PolicyDiscovery policy = PolicyDiscovery.of(domain, live);
          assertThat(PolicyDiscovery.of(domain, recorded)).isEqualTo(policy);
          assertThat(targets(policy, recorded)).isEqualTo(targets(policy, live));
          assertThat(SpfTree.of(domain, recorded)).isEqualTo(SpfTree.of(domain, live));
        });
  }

  private static List<ReportTargets.Target> targets(PolicyDiscovery policy, Dns dns) {
    return policy instanceof PolicyDiscovery.Applies applies
        ? Stream.of(applies.record().rua(), applies.record().ruf())
            .flatMap(
                uris ->
                    ReportTargets.of(uris, applies.at(), applies.walk().organizationalDomain(), dns)
                        .stream())
            .toList()
        : List.of();
  }

  /// A DNS of these TXT records, where every name exists.
  private static Dns dns(Map<String, String> texts) {
    Map<DnsQuestion, Answer> answers = new HashMap<>();
    texts.forEach(
        (name, text) ->
            answers.put(
                new DnsQuestion(DomainName.of(name), RecordType.TXT),
                new Answer.Found(
                    List.of(new TxtRecord(List.of(text))),
                    DomainName.of(name),
                    Security.INSECURE,
                    Duration.ofMinutes(5))));
    return (name, type) ->
        answers.getOrDefault(
            new DnsQuestion(name, type),
            new Answer.NoData(Security.INSECURE, Duration.ofMinutes(5)));
  }
}
