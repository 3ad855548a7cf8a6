package org.postroad.engine.check.diagnosis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.CnameRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.RecordLookup;

/// The facts of a domain, as the rules ask for them.
record DomainView(DomainFacts facts, Instant now) {

  private static final int SMTP_PORT = 25;
  private static final int OK = 200;
  private static final String REPORTS = "_smtp._tls";
  private static final String PLAIN = "text/plain";

  DomainName domain() {
    return facts.domain();
  }

  /// `_mta-sts.DOMAIN`; of a domain that is too long for one the root, which nobody asks about.
  DomainName recordName() {
    return canHavePolicy() ? PolicyDomain.record(domain()) : DomainName.ROOT;
  }

  /// `mta-sts.DOMAIN`, or the root as above.
  DomainName policyHost() {
    return canHavePolicy() ? PolicyDomain.policyHost(domain()) : DomainName.ROOT;
  }

  /// Whether the names that a policy needs still fit before the domain's.
  boolean canHavePolicy() {
    return !domain().isRoot() && domain().hasRoomFor("_mta-sts") && domain().hasRoomFor(REPORTS);
  }

  Answer lookup(DomainName name, RecordType type) {
    return facts.dns().lookup(name, type);
  }

  /// Whether the question was put at all, by this check.
  boolean asked(DomainName name, RecordType type) {
    return !(lookup(name, type) instanceof Answer.Failed(Answer.Why why, String detail)
        && why == Answer.Why.NOT_ASKED);
  }

  /// The texts of the TXT records at a name, each with its strings joined.
  List<String> texts(DomainName name) {
    return lookup(name, RecordType.TXT) instanceof Answer.Found found
        ? found.only(TxtRecord.class).stream().map(TxtRecord::joined).toList()
        : List.of();
  }

  /// Where an alias leads, if the name is one.
  Optional<DomainName> alias(DomainName name) {
    return lookup(name, RecordType.CNAME) instanceof Answer.Found found
        ? found.only(CnameRecord.class).stream().map(CnameRecord::target).findFirst()
        : Optional.empty();
  }

  RecordLookup record() {
    return RecordLookup.of(lookup(recordName(), RecordType.TXT));
  }

  /// The name that the policy host has in the end, behind its aliases as far as they are known.
  DomainName policyHostInTheEnd() {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      if (lookup(policyHost(), type) instanceof Answer.Found found) {
        return found.canonicalName();
      }
    }
    return alias(policyHost()).orElse(policyHost());
  }

  /// The hosts that take the domain's mail, the preferred first: those of the MX records, or the
  /// domain itself (RFC 5321 §5.1). None where it takes no mail or it is not known.
  List<DomainName> mxHosts() {
    return switch (lookup(domain(), RecordType.MX)) {
      case Answer.Found found ->
          found.only(MxRecord.class).stream()
              .sorted(MxRecord.byPreference())
              .map(MxRecord::exchange)
              .filter(host -> !host.isRoot())
              .distinct()
              .toList();
      case Answer.NoData none -> hasAddress(domain()) ? List.of(domain()) : List.of();
      case Answer.NoSuchName none -> List.of();
      case Answer.Failed failed -> facts.exchangers().stream().map(Exchanger::host).toList();
    };
  }

  /// Whether the domain says so itself: a null MX (RFC 7505).
  boolean takesNoMail() {
    return lookup(domain(), RecordType.MX) instanceof Answer.Found found
        && MxRecord.isNull(found.only(MxRecord.class));
  }

  boolean hasAddress(DomainName host) {
    return lookup(host, RecordType.A) instanceof Answer.Found
        || lookup(host, RecordType.AAAA) instanceof Answer.Found;
  }

  /// Where a host's TLSA records for mail stand.
  static Optional<DomainName> tlsaName(DomainName host) {
    String labels = "_" + SMTP_PORT + "._tcp";
    return host.hasRoomFor(labels) ? Optional.of(host.child(labels)) : Optional.empty();
  }

  /// The policy that senders get, or would get if the host's certificate were good.
  Optional<Policy> policy() {
    return facts.policyVisits().stream()
        .sorted((one, other) -> Boolean.compare(isVerified(other.tls()), isVerified(one.tls())))
        .flatMap(visit -> parsed(visit).stream())
        .flatMap(
            parsed ->
                parsed instanceof Policy.Parsed.Valid(Policy policy)
                    ? Optional.of(policy).stream()
                    : Optional.<Policy>empty().stream())
        .findFirst();
  }

  Optional<PolicyMode> mode() {
    return policy().map(Policy::mode);
  }

  /// The policy text of a visit, read; empty if none came.
  static Optional<Policy.Parsed> parsed(PolicyVisit visit) {
    return visit.http() instanceof Http.Answered answered
            && answered.status() == OK
            && answered.bodyFault().isEmpty()
            && isPlainText(answered)
        ? Optional.of(Policy.parse(answered.body().getBytes(StandardCharsets.ISO_8859_1)))
        : Optional.empty();
  }

  /// Whether the media type is `text/plain`, parameters aside (RFC 8461 §3.2).
  static boolean isPlainText(Http.Answered answered) {
    List<String> types = answered.fields().getOrDefault("content-type", List.of());
    return types.size() == 1 && types.getFirst().split(";", 2)[0].strip().equalsIgnoreCase(PLAIN);
  }

  static boolean isVerified(Tls tls) {
    return tls instanceof Tls.Established established
        && established.trust().kind() == Trust.Kind.VERIFIED;
  }

  /// Whether what was seen of the exchangers' addresses counts: somebody answered on port 25.
  boolean reachesPort25() {
    return facts.circumstances().port25() == Reach.REACHED;
  }

  boolean reachesIpv6() {
    return facts.circumstances().ipv6() == Reach.REACHED;
  }
}
