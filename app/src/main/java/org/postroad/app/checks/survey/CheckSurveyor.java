package org.postroad.app.checks.survey;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.check.probe.DomainProbe;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyMode;

/// Looks at domains as `postroad check` does, as deep as is wanted.
///
/// Most domains have no record and cost a question; only who has one is looked at further, when it
/// is the turn of the hosts to be visited.
public final class CheckSurveyor implements Surveyor {

  private static final int EXCHANGERS_MAX = 16; // as many as a check looks at

  private static final int OK = 200;

  private final Depth depth;
  private final Dns dns;
  private final DomainProbe probe;
  private final Optional<HostPaces> hosts;
  private final InstantSource clock;

  /// @param dns what `probe` asks too
  /// @param probe of the same depth
  /// @param hostRate at which domains come to an address; empty for as they come
  public CheckSurveyor(
      Depth depth, Dns dns, DomainProbe probe, Optional<Rate> hostRate, InstantSource clock) {
    this.depth = depth;
    this.dns = dns;
    this.probe = probe;
    this.hosts = hostRate.map(HostPaces::new);
    this.clock = clock;
  }

  @Override
  public Surveyed survey(DomainName domain, Patience patience) throws InterruptedException {
    Instant now = clock.instant();
    Diagnosis first = Diagnosis.of(record(domain, now), now);
    String sort = first.surveyClass();
    if (depth == Depth.RECORD || sort.equals(Surveyed.NONE) || sort.equals(Surveyed.UNKNOWN)) {
      return surveyed(first, Optional.empty());
    }
    if (hosts.isPresent()) {
      long wait = hosts.get().reserve(visited(domain), System.nanoTime());
      if (wait > 0) {
        patience.sleep(wait);
      }
    }
    DomainFacts facts = probe.gather(domain);
    Diagnosis whole = Diagnosis.of(facts, facts.circumstances().started());
    return surveyed(whole, mode(facts));
  }

  @Override
  public Duration longestWait() {
    return hosts
        .map(paces -> Duration.ofNanos(paces.longestWait(System.nanoTime())))
        .orElse(Duration.ZERO);
  }

  /// The record and nothing else.
  private DomainFacts record(DomainName domain, Instant now) {
    long begun = System.nanoTime();
    DomainName name = PolicyDomain.record(domain);
    Map<DnsQuestion, RecordedDns.Entry> entries = new TreeMap<>();
    List<RecordType> types = new ArrayList<>(List.of(RecordType.TXT));
    for (int i = 0; i < types.size(); i++) {
      long start = System.nanoTime();
      Answer answer = dns.lookup(name, types.get(i));
      entries.put(
          new DnsQuestion(name, types.get(i)),
          new RecordedDns.Entry(answer, Duration.ofNanos(System.nanoTime() - start)));
      boolean none = answer instanceof Answer.NoSuchName || answer instanceof Answer.NoData;
      if (none && i == 0 && depth != Depth.RECORD) {
        types.add(RecordType.CNAME); // it may be an alias that leads nowhere
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new DomainFacts(
        domain,
        circumstances(now, took),
        new RecordedDns(entries),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Circumstances circumstances(Instant started, Duration took) {
    return new Circumstances(
        started,
        took,
        took,
        true,
        "postroad survey",
        List.of(),
        "",
        false,
        "",
        false,
        Reach.NOT_TRIED,
        Reach.NOT_TRIED,
        List.of(),
        List.of());
  }

  /// The addresses that the probe will visit.
  private Set<InetAddress> visited(DomainName domain) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    if (domain.hasRoomFor("mta-sts")) {
      addresses.addAll(addresses(PolicyDomain.policyHost(domain)));
    }
    if (depth == Depth.MX && dns.lookup(domain, RecordType.MX) instanceof Answer.Found found) {
      found.only(MxRecord.class).stream()
          .map(MxRecord::exchange)
          .filter(host -> !host.isRoot())
          .distinct()
          .limit(EXCHANGERS_MAX)
          .forEach(host -> addresses.addAll(addresses(host)));
    }
    return addresses;
  }

  private List<InetAddress> addresses(DomainName host) {
    List<InetAddress> addresses = new ArrayList<>();
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      if (dns.lookup(host, type) instanceof Answer.Found found) {
        found.only(AddressRecord.class).stream()
            .map(AddressRecord::address)
            .forEach(addresses::add);
      }
    }
    return addresses;
  }

  /// Of the policy that is there, whatever the certificate is worth.
  private static Optional<PolicyMode> mode(DomainFacts facts) {
    return facts.policyVisits().stream()
        .map(PolicyVisit::http)
        .filter(Http.Answered.class::isInstance)
        .map(Http.Answered.class::cast)
        .filter(http -> http.status() == OK)
        .map(http -> Policy.parse(http.body().getBytes(StandardCharsets.ISO_8859_1)))
        .filter(Policy.Parsed.Valid.class::isInstance)
        .map(parsed -> ((Policy.Parsed.Valid) parsed).policy().mode())
        .findFirst();
  }

  /// Findings of the journey that are more than good to know.
  private static Surveyed surveyed(Diagnosis diagnosis, Optional<PolicyMode> mode) {
    List<Surveyed.Found> found =
        diagnosis.findings().stream()
            .filter(finding -> finding.severity() != Severity.INFO)
            .filter(finding -> finding.code().area().isJourney())
            .map(CheckSurveyor::found)
            .toList();
    return new Surveyed(diagnosis.surveyClass(), mode.map(PolicyMode::text), found);
  }

  private static Surveyed.Found found(Finding finding) {
    return new Surveyed.Found(
        finding.code().text(),
        finding.severity().text(),
        finding.subject(),
        finding.seen(),
        finding.because().map(code -> code.text()));
  }
}
