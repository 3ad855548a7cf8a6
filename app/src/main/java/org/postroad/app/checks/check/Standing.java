package org.postroad.app.checks.check;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postroad.app.config.Durations;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.FindingCode.Area;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.text.Printable;

/// What is in order: a line for each area that was looked at and in which nothing is wrong or left
/// open. An area of which nothing was seen has none.
///
/// @param text what was seen there, safe to print
record Standing(Area area, String text) {

  /// Findings that say that something is well: they belong to these lines.
  static final Set<FindingCode> PRAISE =
      EnumSet.of(
          FindingCode.DANE_GOOD,
          FindingCode.DNSSEC_VALID,
          FindingCode.REQUIRETLS_OFFERED,
          FindingCode.MX_POST_QUANTUM);

  private static final int TEXT_MAX = 160;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  static List<Standing> of(Checked checked) {
    Set<Area> faulty = EnumSet.noneOf(Area.class);
    for (Finding finding : checked.diagnosis().findings()) {
      if (finding.severity() != Severity.INFO && isOfItsArea(finding)) {
        faulty.add(finding.code().area());
      }
    }
    Eye eye = new Eye(checked);
    return Arrays.stream(Area.values())
        .filter(area -> !faulty.contains(area))
        .flatMap(area -> eye.line(area).map(text -> new Standing(area, text)).stream())
        .toList();
  }

  /// That the check was cut off is said of no area: a record that was seen is in order all the
  /// same.
  static boolean isOfItsArea(Finding finding) {
    return finding.code() != FindingCode.CHECK_INCOMPLETE;
  }

  /// An area in words.
  static String title(Area area) {
    return switch (area) {
      case RECORD -> "record";
      case POLICY_HOST -> "policy host";
      case POLICY -> "policy";
      case POLICY_MX -> "mx patterns";
      case MX -> "exchangers";
      case DANE -> "DANE";
      case DNS -> "DNS";
      case REPORTS -> "TLS reports";
      case SENDER -> "sender's name";
      case CLIENT -> "mail clients";
    };
  }

  /// Looks the lines up in the facts.
  private record Eye(Checked checked) {

    Optional<String> line(Area area) {
      return switch (area) {
        case RECORD -> text(PolicyDomain.record(checked.domain()), "v=STSv1");
        case POLICY_HOST -> policyHost();
        case POLICY -> policy().map(Eye::policy);
        case POLICY_MX -> policyMx();
        case MX -> exchangers();
        case DANE -> dane();
        case DNS ->
            joined(
                praise(FindingCode.DNSSEC_VALID).map(seen -> "DNSSEC holds: " + seen),
                nameServers());
        case REPORTS -> text(checked.domain().child("_smtp._tls"), "v=TLSRPTv1");
        case SENDER -> sender();
        case CLIENT -> clients();
      };
    }

    private Optional<String> policyHost() {
      List<PolicyVisit> good =
          checked.facts().policyVisits().stream().filter(visit -> isGood(visit.tls())).toList();
      return good.isEmpty()
          ? Optional.empty()
          : Optional.of(
              addresses(good.stream().map(PolicyVisit::address))
                  + ": "
                  + tls(good.stream().map(PolicyVisit::tls).toList()));
    }

    private Optional<Policy> policy() {
      return checked.facts().policyVisits().stream()
          .filter(visit -> isGood(visit.tls()))
          .map(PolicyVisit::http)
          .filter(Http.Answered.class::isInstance)
          .map(Http.Answered.class::cast)
          .map(http -> Policy.parse(http.body().getBytes(StandardCharsets.ISO_8859_1)))
          .filter(Policy.Parsed.Valid.class::isInstance)
          .map(parsed -> ((Policy.Parsed.Valid) parsed).policy())
          .findFirst();
    }

    private static String policy(Policy policy) {
      return policy.mode().text() + ", remembered for " + days(policy.maxAge());
    }

    private Optional<String> policyMx() {
      List<DomainName> hosts =
          checked.facts().exchangers().stream().map(Exchanger::host).distinct().toList();
      return policy()
          .filter(policy -> !hosts.isEmpty() && hosts.stream().allMatch(policy::covers))
          .map(policy -> "cover " + listed(hosts));
    }

    private Optional<String> exchangers() {
      List<SmtpVisit> visits =
          checked.facts().exchangers().stream()
              .flatMap(host -> host.visits().stream())
              .filter(visit -> isGood(visit.tls()))
              .toList();
      if (visits.isEmpty()) {
        return Optional.empty();
      }
      String more =
          findings(FindingCode.REQUIRETLS_OFFERED, FindingCode.MX_POST_QUANTUM)
              .map(finding -> ", " + finding.code().title())
              .distinct()
              .collect(Collectors.joining());
      return Optional.of(
          listed(checked.facts().exchangers().stream().map(Exchanger::host).toList())
              + " at "
              + addresses(visits.stream().map(SmtpVisit::address))
              + ": "
              + tls(visits.stream().map(SmtpVisit::tls).toList())
              + more);
    }

    private Optional<String> nameServers() {
      Set<String> addresses = new TreeSet<>();
      for (NameServer server : checked.facts().nameServers()) {
        if (server.answers().stream().anyMatch(NameServer.Answered.class::isInstance)) {
          addresses.add(Endpoint.text(server.address()));
        }
      }
      return addresses.size() < 2
          ? Optional.empty()
          : Optional.of(addresses.size() + " addresses of name servers agree");
    }

    private Optional<String> sender() {
      return joined(
          text(checked.domain(), "v=spf1"), text(checked.domain().child("_dmarc"), "v=DMARC1"));
    }

    private Optional<String> clients() {
      List<String> good = new ArrayList<>();
      for (ClientService service : checked.facts().services()) {
        if (service.visits().stream().map(ServiceVisit::tls).anyMatch(Eye::isGood)) {
          good.add(service.host() + ":" + service.port());
        }
      }
      return good.isEmpty() ? Optional.empty() : Optional.of(listed(good));
    }

    private Optional<String> dane() {
      String hosts =
          findings(FindingCode.DANE_GOOD).map(Finding::subject).collect(Collectors.joining(", "));
      return hosts.isEmpty() ? Optional.empty() : Optional.of("TLSA records fit " + hosts);
    }

    private Optional<String> praise(FindingCode code) {
      String all = findings(code).map(Finding::seen).distinct().collect(Collectors.joining("; "));
      return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private Stream<Finding> findings(FindingCode... codes) {
      List<FindingCode> wanted = List.of(codes);
      return checked.diagnosis().findings().stream().filter(one -> wanted.contains(one.code()));
    }

    /// The record of that beginning at a name.
    private Optional<String> text(DomainName name, String beginning) {
      return checked.facts().dns().lookup(name, RecordType.TXT) instanceof Answer.Found found
          ? found.only(TxtRecord.class).stream()
              .map(TxtRecord::joined)
              .filter(text -> text.startsWith(beginning))
              .map(text -> Printable.of(text, TEXT_MAX))
              .findFirst()
          : Optional.empty();
    }

    /// The versions, and how long the certificate that ends first is good.
    private String tls(List<Tls> handshakes) {
      Set<String> versions = new TreeSet<>();
      Instant end = Instant.MAX;
      for (Tls each : handshakes) {
        if (each instanceof Tls.Established tls) {
          versions.add(tls.version());
          X509Certificate leaf = tls.chain().getFirst();
          Instant notAfter = leaf.getNotAfter().toInstant();
          end = notAfter.isBefore(end) ? notAfter : end;
        }
      }
      return String.join(", ", versions)
          + ", certificate good for "
          + days(Duration.between(checked.judged(), end))
          + ", until "
          + DAY.format(end);
    }

    private static boolean isGood(Tls tls) {
      return tls instanceof Tls.Established established
          && established.trust().kind() == Trust.Kind.VERIFIED
          && !established.chain().isEmpty();
    }

    private static String addresses(Stream<InetAddress> addresses) {
      return listed(addresses.map(Endpoint::text).distinct().toList());
    }

    private static String days(Duration time) {
      return time.toDays() < 2 ? Durations.text(time) : time.toDays() + " days";
    }

    private static String listed(Collection<?> things) {
      return things.stream().map(Object::toString).distinct().collect(Collectors.joining(", "));
    }

    private static Optional<String> joined(Optional<String> one, Optional<String> other) {
      return one.isEmpty() ? other : Optional.of(one.get() + other.map(o -> "; " + o).orElse(""));
    }
  }
}
