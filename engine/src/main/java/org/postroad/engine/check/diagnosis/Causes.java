package org.postroad.engine.check.diagnosis;

import static org.postroad.engine.check.diagnosis.FindingCode.*;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.engine.check.diagnosis.FindingCode.Area;

/// Which finding follows from which. A row says: if there is a finding of this cause, those of
/// these effects follow from it. The first row that fits counts, so the deepest causes stand first.
///
/// The rows lead one way only: no effect of a row is a cause of a row above it. So there are no
/// circles, and following `because` ends at a root.
final class Causes {

  /// @param sameHost whether both must speak of the same host, the first word of their subjects
  record Row(FindingCode cause, boolean sameHost, Set<FindingCode> effects) {}

  /// What nobody can tell while the zone does not validate.
  private static final Set<FindingCode> UNANSWERED =
      EnumSet.of(
          STS_RECORD_UNANSWERED,
          POLICY_HOST_DNS_FAILED,
          MX_DNS_FAILED,
          DANE_LOOKUP_FAILED,
          TLSRPT_UNANSWERED,
          SPF_UNANSWERED,
          DKIM_UNANSWERED,
          DMARC_UNANSWERED,
          CLIENT_UNANSWERED);

  /// What a web server says that does not know the name: its pages are not the policy, or that of
  /// another domain. Patterns that speak of this domain's exchangers, if wrongly, are its own.
  private static final Set<FindingCode> SAID_BY_A_STRANGER =
      union(
          EnumSet.of(
              POLICY_HOST_REDIRECT,
              POLICY_HOST_NOT_FOUND,
              POLICY_HOST_STATUS,
              POLICY_HOST_HTTP_FAILED,
              POLICY_HOST_CONTENT_TYPE),
          union(
              of(Area.POLICY),
              EnumSet.of(
                  POLICY_PROVIDER_LEFT,
                  POLICY_MX_OTHER_DOMAIN,
                  POLICY_MX_SPLIT_PROVIDERS,
                  POLICY_MX_UNCOVERED,
                  POLICY_MX_UNUSED)));

  static final List<Row> ROWS =
      List.of(
          row(DNSSEC_EXPIRED, union(EnumSet.of(DNSSEC_BOGUS), UNANSWERED)),
          row(DNSSEC_BOGUS, UNANSWERED),
          row(
              NAME_SERVER_SERIALS_DIFFER,
              EnumSet.of(STS_RECORD_DIFFERS, NAME_SERVER_ANSWERS_DIFFER)),
          row(POLICY_HOST_NAME_MISMATCH, SAID_BY_A_STRANGER),
          row(POLICY_HOST_SELF_SIGNED, SAID_BY_A_STRANGER),
          row(
              POLICY_PROVIDER_LEFT,
              EnumSet.of(POLICY_HOST_EXPIRED, POLICY_HOST_EXPIRES_SOON, POLICY_CHANGED_AFTER_ID)),
          rowOfHost(MX_DNS_FAILED, EnumSet.of(SPF_UNANSWERED)), // its mx
          rowOfHost(MX_ABSENT, EnumSet.of(SPF_VOID_LOOKUPS)),
          rowOfHost(MX_ALIAS, EnumSet.of(MX_NAME_MISMATCH)),
          rowOfHost(MX_UNFIT_CERTIFICATE, EnumSet.of(MX_WEAK_KEY)),
          rowOfHost(MX_TLS_TOO_OLD, EnumSet.of(MX_OLD_VERSIONS)),
          rowOfHost(MX_EXPIRED, EnumSet.of(DANE_MISMATCH, CLIENT_BAD_CERTIFICATE)),
          rowOfHost(MX_NAME_MISMATCH, EnumSet.of(DANE_MISMATCH)),
          rowOfHost(MX_INCOMPLETE_CHAIN, EnumSet.of(DANE_TA_CHANGED, CLIENT_BAD_CERTIFICATE)),
          rowOfHost(MX_SELF_SIGNED, EnumSet.of(CLIENT_BAD_CERTIFICATE)),
          row(SPF_SYNTAX, EnumSet.of(SPF_ABSENT)),
          row(SPF_INCLUDE_BROKEN, EnumSet.of(SPF_VOID_LOOKUPS)),
          row(DMARC_SEVERAL, EnumSet.of(BIMI_WITHOUT_DMARC)),
          row(DMARC_SYNTAX, EnumSet.of(BIMI_WITHOUT_DMARC)),
          row(DMARC_ABSENT, EnumSet.of(BIMI_WITHOUT_DMARC)),
          row(DMARC_POLICY_NONE, EnumSet.of(BIMI_WITHOUT_DMARC)));

  private Causes() {}

  /// The findings with their causes, each root as grave as the gravest that follows from it.
  static List<Finding> linked(Collection<Finding> findings) {
    List<Finding> linked =
        findings.stream()
            .map(finding -> cause(finding, findings).map(finding::because).orElse(finding))
            .toList();
    return linked.stream().map(finding -> raised(finding, linked)).toList();
  }

  private static Optional<FindingCode> cause(Finding effect, Collection<Finding> all) {
    return ROWS.stream()
        .filter(row -> row.effects().contains(effect.code()))
        .filter(row -> all.stream().anyMatch(other -> isCause(row, other, effect)))
        .map(Row::cause)
        .findFirst();
  }

  private static boolean isCause(Row row, Finding cause, Finding effect) {
    return cause.code() == row.cause() && (!row.sameHost() || host(effect).equals(host(cause)));
  }

  /// `mx.example.com` of `mx.example.com (192.0.2.1)` and of `_25._tcp.mx.example.com against …`.
  private static String host(Finding finding) {
    return finding.subject().split("[ :]", 2)[0].replace("_25._tcp.", "");
  }

  private static Finding raised(Finding root, List<Finding> all) {
    boolean grave =
        root.isRoot()
            && all.stream()
                .anyMatch(other -> other.severity() == Severity.ERROR && followsFrom(root, other));
    return grave ? root.as(Severity.ERROR) : root;
  }

  private static boolean followsFrom(Finding root, Finding effect) {
    return effect.because().filter(root.code()::equals).isPresent()
        && ROWS.stream()
            .filter(row -> row.effects().contains(effect.code()))
            .anyMatch(row -> isCause(row, root, effect));
  }

  private static Row row(FindingCode cause, Set<FindingCode> effects) {
    return new Row(cause, false, effects);
  }

  private static Row rowOfHost(FindingCode cause, Set<FindingCode> effects) {
    return new Row(cause, true, effects);
  }

  private static Set<FindingCode> of(Area area) {
    Set<FindingCode> codes = EnumSet.noneOf(FindingCode.class);
    for (FindingCode code : FindingCode.values()) {
      if (code.area() == area) {
        codes.add(code);
      }
    }
    return codes;
  }

  private static Set<FindingCode> union(Set<FindingCode> one, Set<FindingCode> other) {
    Set<FindingCode> both = EnumSet.copyOf(one);
    both.addAll(other);
    return both;
  }
}
