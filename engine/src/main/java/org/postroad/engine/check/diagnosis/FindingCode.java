package org.postroad.engine.check.diagnosis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every kind of finding, with a name that stays. `docs/findings/CODE.md` explains each.
///
/// They stand in the order of the road: record, policy host, policy, exchangers, DANE, the DNS
/// itself, reports, the sender's name, clients. Of two roots that are equally grave the earlier one
/// gives its name to the domain's class in a survey.
public enum FindingCode {
  // the record at _mta-sts
  STS_RECORD_ABSENT(Area.RECORD, Severity.WARNING, "RFC 8461 §3.1", "no MTA-STS record"),
  STS_RECORD_UNANSWERED(
      Area.RECORD, Severity.UNKNOWN, "RFC 8461 §3.1", "MTA-STS record not answered"),
  STS_RECORD_ALIAS_DANGLING(
      Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "record alias leads nowhere"),
  STS_RECORD_SEVERAL(Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "several MTA-STS records"),
  STS_RECORD_WRONG_VERSION(
      Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "record of a wrong version"),
  STS_RECORD_MISSING_ID(Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "record without id"),
  STS_RECORD_BAD_ID(Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "id of wrong characters"),
  STS_RECORD_BAD_EXTENSION(
      Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "field that breaks the record"),
  STS_RECORD_SYNTAX(Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "MTA-STS record cannot be read"),
  STS_RECORD_DIFFERS(
      Area.RECORD, Severity.ERROR, "RFC 8461 §3.1", "name servers differ about the record"),

  // the check itself
  CHECK_INCOMPLETE(Area.RECORD, Severity.UNKNOWN, "RFC 8461 §3", "the check was cut off"),

  // the policy host
  POLICY_HOST_DANGLING_ALIAS(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "alias that leads nowhere"),
  POLICY_HOST_NO_SUCH_NAME(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "policy host does not exist"),
  POLICY_HOST_NO_ADDRESS(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "policy host without address"),
  POLICY_HOST_DNS_FAILED(
      Area.POLICY_HOST, Severity.UNKNOWN, "RFC 8461 §3.3", "no DNS answer for the policy host"),
  POLICY_HOST_NOT_REACHED(
      Area.POLICY_HOST, Severity.UNKNOWN, "RFC 8461 §3.3", "policy host not visited"),
  POLICY_HOST_REFUSED(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "policy host refuses connections"),
  POLICY_HOST_TIMED_OUT(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "policy host does not answer"),
  POLICY_HOST_IPV6_BROKEN(
      Area.POLICY_HOST, Severity.WARNING, "RFC 8461 §3.3", "policy host broken over IPv6"),
  POLICY_HOST_ADDRESS_BROKEN(
      Area.POLICY_HOST, Severity.WARNING, "RFC 8461 §3.3", "policy host broken at one address"),
  POLICY_HOST_NO_CERTIFICATE(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "no certificate for the name"),
  POLICY_HOST_TLS_FAILED(Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "TLS does not work"),
  POLICY_HOST_NAME_MISMATCH(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "certificate for another name"),
  POLICY_HOST_SELF_SIGNED(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "self-signed certificate"),
  POLICY_HOST_EXPIRED(Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "certificate expired"),
  POLICY_HOST_NOT_YET_VALID(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "certificate not valid yet"),
  POLICY_HOST_INCOMPLETE_CHAIN(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8446 §4.4.2", "certificate chain incomplete"),
  POLICY_HOST_UNTRUSTED(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "certificate of an unknown authority"),
  POLICY_HOST_UNFIT_CERTIFICATE(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "certificate weak or not for TLS"),
  POLICY_HOST_EXPIRES_SOON(
      Area.POLICY_HOST, Severity.WARNING, "RFC 8461 §3.3", "certificate expires soon"),
  POLICY_HOST_CAA_FORBIDS(
      Area.POLICY_HOST, Severity.WARNING, "RFC 8659 §4", "CAA forbids the next certificate"),
  POLICY_HOST_REDIRECT(Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "policy host redirects"),
  POLICY_HOST_NOT_FOUND(Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "no policy file (404)"),
  POLICY_HOST_STATUS(Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "HTTP status is not 200"),
  POLICY_HOST_HTTP_FAILED(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "no readable HTTP response"),
  POLICY_HOST_CONTENT_TYPE(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.2", "policy is not text/plain"),
  POLICY_HOST_ANSWERS_DIFFER(
      Area.POLICY_HOST, Severity.ERROR, "RFC 8461 §3.3", "addresses serve different policies"),

  // the text of the policy
  POLICY_EMPTY(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "empty policy file"),
  POLICY_TOO_LARGE(Area.POLICY, Severity.ERROR, "RFC 8461 §3.3", "policy file too large"),
  POLICY_MX_EMAIL_ADDRESS(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "mail address as mx"),
  POLICY_MX_TRAILING_DOT(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "mx ends in a dot"),
  POLICY_MX_EMPTY(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "mx without a host"),
  POLICY_MX_INVALID(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "mx that is no host name"),
  POLICY_NO_MX(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "policy without mx"),
  POLICY_MODE_BRACKETED(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "mode in brackets"),
  POLICY_MODE_INVALID(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "unknown mode"),
  POLICY_BLANK_LINE(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "blank line in the policy"),
  POLICY_STRAY_SPACE(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "stray blank in the policy"),
  POLICY_FIELD_MISSING(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "policy lacks a field"),
  POLICY_MAX_AGE_INVALID(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "max_age is no number"),
  POLICY_SYNTAX(Area.POLICY, Severity.ERROR, "RFC 8461 §3.2", "policy cannot be read"),
  POLICY_MAX_AGE_SHORT(Area.POLICY, Severity.WARNING, "RFC 8461 §3.2", "policy is soon forgotten"),
  POLICY_NOTE(Area.POLICY, Severity.INFO, "RFC 8461 §3.2", "line that does not count"),
  POLICY_MODE_TESTING(Area.POLICY, Severity.INFO, "RFC 8461 §5", "policy in testing"),
  POLICY_MODE_NONE(Area.POLICY, Severity.INFO, "RFC 8461 §8.3", "policy of mode none"),
  POLICY_CHANGED_AFTER_ID(
      Area.POLICY, Severity.WARNING, "RFC 8461 §3.1", "policy changed and id did not"),

  // the policy against the live MX records
  POLICY_MX_TYPO(Area.POLICY_MX, Severity.ERROR, "RFC 8461 §4.1", "mx mistyped"),
  POLICY_MX_EXTRA_LABEL(Area.POLICY_MX, Severity.ERROR, "RFC 8461 §4.1", "mx with an extra label"),
  POLICY_MX_WILDCARD_DEPTH(
      Area.POLICY_MX, Severity.ERROR, "RFC 8461 §4.1", "wildcard covers one label only"),
  POLICY_PROVIDER_LEFT(
      Area.POLICY_MX, Severity.ERROR, "RFC 8461 §8.3", "policy of the former provider"),
  POLICY_MX_SPLIT_PROVIDERS(
      Area.POLICY_MX, Severity.ERROR, "RFC 8461 §4.1", "mail and policy at two providers"),
  POLICY_MX_OTHER_DOMAIN(Area.POLICY_MX, Severity.ERROR, "RFC 8461 §4.1", "mx of another domain"),
  POLICY_MX_UNCOVERED(Area.POLICY_MX, Severity.ERROR, "RFC 8461 §4.1", "exchanger not in policy"),
  POLICY_MX_UNUSED(Area.POLICY_MX, Severity.INFO, "RFC 8461 §4.1", "mx that no exchanger has"),

  // the exchangers
  MX_DNS_FAILED(Area.MX, Severity.UNKNOWN, "RFC 5321 §5.1", "exchangers not answered by the DNS"),
  MX_ABSENT(Area.MX, Severity.ERROR, "RFC 5321 §5.1", "nowhere to deliver"),
  MX_NULL(Area.MX, Severity.INFO, "RFC 7505 §3", "domain takes no mail"),
  MX_NO_ADDRESS(Area.MX, Severity.ERROR, "RFC 5321 §5.1", "exchanger without address"),
  MX_ALIAS(Area.MX, Severity.WARNING, "RFC 2181 §10.3", "exchanger is an alias"),
  PORT_25_BLOCKED(Area.MX, Severity.UNKNOWN, "RFC 3207 §2", "port 25 cannot be reached from here"),
  MX_NOT_CHECKED(Area.MX, Severity.INFO, "RFC 3207 §2", "exchangers not visited"),
  IPV6_NOT_CHECKED(Area.MX, Severity.INFO, "RFC 5321 §5.1", "no IPv6 from here"),
  MX_UNREACHABLE(Area.MX, Severity.ERROR, "RFC 5321 §5.1", "exchanger does not answer"),
  MX_IPV6_BROKEN(Area.MX, Severity.WARNING, "RFC 5321 §5.1", "exchanger broken over IPv6"),
  MX_ADDRESS_BROKEN(Area.MX, Severity.WARNING, "RFC 5321 §5.1", "one address broken"),
  MX_TURNED_US_AWAY(Area.MX, Severity.UNKNOWN, "RFC 5321 §3.1", "exchanger did not talk to us"),
  MX_NO_STARTTLS(Area.MX, Severity.ERROR, "RFC 3207 §4", "no STARTTLS"),
  MX_STARTTLS_BROKEN(Area.MX, Severity.ERROR, "RFC 3207 §4", "STARTTLS does not work"),
  MX_NO_CERTIFICATE(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "exchanger shows no certificate"),
  MX_NAME_MISMATCH(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "certificate for another name"),
  MX_SELF_SIGNED(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "self-signed certificate"),
  MX_EXPIRED(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "certificate expired"),
  MX_NOT_YET_VALID(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "certificate not valid yet"),
  MX_INCOMPLETE_CHAIN(Area.MX, Severity.ERROR, "RFC 8446 §4.4.2", "certificate chain incomplete"),
  MX_UNTRUSTED(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "certificate of an unknown authority"),
  MX_UNFIT_CERTIFICATE(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "certificate weak or not for TLS"),
  MX_EXPIRES_SOON(Area.MX, Severity.WARNING, "RFC 8461 §4.2", "certificate expires soon"),
  MX_WEAK_KEY(Area.MX, Severity.WARNING, "RFC 9325 §4.5", "certificate with a short key"),
  MX_TLS_TOO_OLD(Area.MX, Severity.ERROR, "RFC 8461 §4.2", "no TLS 1.2 or later"),
  MX_OLD_VERSIONS(Area.MX, Severity.INFO, "RFC 8996 §4", "TLS 1.0 or 1.1 still taken"),
  MX_NO_TLS_1_3(Area.MX, Severity.INFO, "RFC 9325 §3.1.1", "no TLS 1.3"),
  MX_POST_QUANTUM(Area.MX, Severity.INFO, "RFC 8446 §4.2.7", "post-quantum key exchange"),
  MX_NO_POST_QUANTUM(Area.MX, Severity.INFO, "RFC 8446 §4.2.7", "no post-quantum key exchange"),
  REQUIRETLS_OFFERED(Area.MX, Severity.INFO, "RFC 8689 §2", "REQUIRETLS offered"),

  // DANE
  DANE_LOOKUP_FAILED(Area.DANE, Severity.ERROR, "RFC 7672 §2.1.2", "TLSA look-up fails"),
  DANE_TLSA_LATE(Area.DANE, Severity.ERROR, "RFC 7671 §8.1", "TLSA record of the former key"),
  DANE_TA_CHANGED(Area.DANE, Severity.ERROR, "RFC 7671 §5.2", "authority is not that of TLSA"),
  DANE_MISMATCH(Area.DANE, Severity.ERROR, "RFC 7672 §3.1", "TLSA does not fit the certificate"),
  DANE_UNUSABLE(Area.DANE, Severity.ERROR, "RFC 7672 §3.1.3", "no TLSA record counts"),
  DANE_RECORD_IGNORED(Area.DANE, Severity.WARNING, "RFC 7672 §3.1", "TLSA record without effect"),
  DANE_INSECURE_ZONE(Area.DANE, Severity.WARNING, "RFC 7672 §2.2", "TLSA records not signed"),
  DANE_MX_UNSIGNED(Area.DANE, Severity.INFO, "RFC 7672 §2.2.1", "MX records not signed"),
  DANE_NEXT_ROLLOVER(Area.DANE, Severity.INFO, "RFC 7671 §8.1", "only the current key has TLSA"),
  DANE_GOOD(Area.DANE, Severity.INFO, "RFC 7672 §3.1", "DANE holds"),

  // the DNS itself
  DNSSEC_EXPIRED(Area.DNS, Severity.ERROR, "RFC 4035 §5.3.1", "signatures expired"),
  DNSSEC_BOGUS(Area.DNS, Severity.ERROR, "RFC 4035 §5.5", "signatures do not hold"),
  DNSSEC_EXPIRING(Area.DNS, Severity.WARNING, "RFC 6781 §4.4.2", "signatures expire soon"),
  DNSSEC_VALID(Area.DNS, Severity.INFO, "RFC 4035 §5", "DNSSEC holds"),
  NAME_SERVER_SERIALS_DIFFER(Area.DNS, Severity.WARNING, "RFC 1034 §4.3.5", "zones of two ages"),
  NAME_SERVER_ANSWERS_DIFFER(Area.DNS, Severity.ERROR, "RFC 1034 §4.3.5", "servers differ"),
  NAME_SERVER_SILENT(Area.DNS, Severity.WARNING, "RFC 1034 §4.1", "a name server does not answer"),
  NAME_SERVER_LAME(Area.DNS, Severity.WARNING, "RFC 1912 §2.8", "a name server without the zone"),
  NAME_SERVER_NO_ADDRESS(
      Area.DNS, Severity.WARNING, "RFC 1034 §4.2.2", "a name server without address"),
  NAME_SERVER_NOT_CHECKED(Area.DNS, Severity.INFO, "RFC 1034 §4.1", "name servers not asked"),

  // reports
  TLSRPT_ABSENT(Area.REPORTS, Severity.WARNING, "RFC 8460 §3", "no TLS reports asked for"),
  TLSRPT_UNANSWERED(Area.REPORTS, Severity.UNKNOWN, "RFC 8460 §3", "TLS-RPT record not answered"),
  TLSRPT_SEVERAL(Area.REPORTS, Severity.ERROR, "RFC 8460 §3", "several TLS-RPT records"),
  TLSRPT_SYNTAX(Area.REPORTS, Severity.ERROR, "RFC 8460 §3", "TLS-RPT record cannot be read"),
  TLSRPT_TARGET_UNREACHABLE(Area.REPORTS, Severity.ERROR, "RFC 8460 §3", "reports go nowhere"),

  // the sender's name
  SPF_ABSENT(Area.SENDER, Severity.WARNING, "RFC 7208 §3", "no SPF record"),
  SPF_UNANSWERED(Area.SENDER, Severity.UNKNOWN, "RFC 7208 §4.4", "SPF record not answered"),
  SPF_SEVERAL(Area.SENDER, Severity.ERROR, "RFC 7208 §3.2", "several SPF records"),
  SPF_SYNTAX(Area.SENDER, Severity.ERROR, "RFC 7208 §4.6", "SPF record cannot be read"),
  SPF_TOO_MANY_LOOKUPS(Area.SENDER, Severity.ERROR, "RFC 7208 §4.6.4", "SPF over ten look-ups"),
  SPF_VOID_LOOKUPS(Area.SENDER, Severity.WARNING, "RFC 7208 §4.6.4", "SPF asks for nothing"),
  SPF_INCLUDE_BROKEN(Area.SENDER, Severity.ERROR, "RFC 7208 §5.2", "SPF includes a broken record"),
  SPF_PASS_ALL(Area.SENDER, Severity.ERROR, "RFC 7208 §5.1", "SPF lets everybody send"),
  SPF_WIDE_RANGE(Area.SENDER, Severity.WARNING, "RFC 7208 §5.6", "SPF lets a whole range send"),
  SPF_NO_ALL(Area.SENDER, Severity.WARNING, "RFC 7208 §4.7", "SPF without an end"),
  SPF_TERM_IGNORED(Area.SENDER, Severity.WARNING, "RFC 7208 §5.1", "SPF term without effect"),
  SPF_PTR(Area.SENDER, Severity.WARNING, "RFC 7208 §5.5", "SPF with ptr"),
  DKIM_NONE_FOUND(Area.SENDER, Severity.INFO, "RFC 6376 §3.6", "no DKIM key found"),
  DKIM_UNANSWERED(Area.SENDER, Severity.UNKNOWN, "RFC 6376 §6.1.2", "DKIM keys not answered"),
  DKIM_KEY_INVALID(Area.SENDER, Severity.WARNING, "RFC 6376 §3.6.1", "DKIM key cannot be used"),
  DKIM_KEY_SHORT(Area.SENDER, Severity.WARNING, "RFC 8301 §3.2", "DKIM key too short"),
  DKIM_KEY_REVOKED(Area.SENDER, Severity.INFO, "RFC 6376 §3.6.1", "DKIM key withdrawn"),
  DKIM_KEY_TESTING(Area.SENDER, Severity.WARNING, "RFC 6376 §3.6.1", "DKIM key in testing"),
  DMARC_ABSENT(Area.SENDER, Severity.WARNING, "RFC 9989 §4.10", "no DMARC record"),
  DMARC_UNANSWERED(Area.SENDER, Severity.UNKNOWN, "RFC 9989 §5.3.6", "DMARC not answered"),
  DMARC_SEVERAL(Area.SENDER, Severity.ERROR, "RFC 9989 §4.10", "several DMARC records"),
  DMARC_SYNTAX(Area.SENDER, Severity.ERROR, "RFC 9989 §4.7", "fault in the DMARC record"),
  DMARC_REMOVED_TAG(Area.SENDER, Severity.INFO, "RFC 9989 §4.7", "DMARC tag that was removed"),
  DMARC_POLICY_NONE(Area.SENDER, Severity.INFO, "RFC 9989 §4.7", "DMARC asks for nothing"),
  DMARC_TESTING(Area.SENDER, Severity.INFO, "RFC 9989 §4.7", "DMARC in testing"),
  DMARC_INHERITED(Area.SENDER, Severity.INFO, "RFC 9989 §4.10.1", "DMARC policy from above"),
  DMARC_REPORTS_REFUSED(Area.SENDER, Severity.WARNING, "RFC 9990 §4", "DMARC reports not wanted"),
  BIMI_SYNTAX(Area.SENDER, Severity.WARNING, "draft-brand-indicators §4", "BIMI record broken"),
  BIMI_WITHOUT_DMARC(Area.SENDER, Severity.WARNING, "draft-brand-indicators §7", "BIMI too early"),
  PTR_MISSING(Area.SENDER, Severity.INFO, "RFC 1912 §2.1", "address without a name"),
  PTR_MISMATCH(Area.SENDER, Severity.INFO, "RFC 1912 §2.1", "name that does not lead back"),
  BLOCKLISTED(Area.SENDER, Severity.WARNING, "RFC 5782 §2.1", "address on a blocklist"),
  BLOCKLIST_UNANSWERED(Area.SENDER, Severity.UNKNOWN, "RFC 5782 §2.1", "blocklist did not tell"),

  // the clients' hop
  CLIENT_UNANSWERED(Area.CLIENT, Severity.UNKNOWN, "RFC 6186 §3.4", "services not answered"),
  CLIENT_UNREACHABLE(Area.CLIENT, Severity.WARNING, "RFC 6186 §3.4", "announced and not there"),
  CLIENT_NO_TLS(Area.CLIENT, Severity.ERROR, "RFC 8314 §3", "no TLS for mail clients"),
  CLIENT_LOGIN_IN_CLEAR(Area.CLIENT, Severity.ERROR, "RFC 8314 §4.1", "login in clear"),
  CLIENT_BAD_CERTIFICATE(Area.CLIENT, Severity.ERROR, "RFC 7817 §3", "certificate clients refuse");

  private final Area area;
  private final Severity severity;
  private final String section;
  private final String title;

  FindingCode(Area area, Severity severity, String section, String title) {
    this.area = area;
    this.severity = severity;
    this.section = section;
    this.title = title;
  }

  /// What a finding is about.
  public enum Area {
    RECORD,
    POLICY_HOST,
    POLICY,
    POLICY_MX,
    MX,
    DANE,
    DNS,
    REPORTS,
    SENDER,
    CLIENT;

    /// Whether it is the journey of mail to the domain: what a survey sorts domains by.
    public boolean isJourney() {
      return compareTo(DNS) <= 0;
    }
  }

  /// The code of that text.
  public static Optional<FindingCode> of(String text) {
    return Arrays.stream(values()).filter(code -> code.text().equals(text)).findFirst();
  }

  /// As it stands in JSON and in the name of its page: `sts-record-missing-id`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Area area() {
    return area;
  }

  /// How grave it is unless the facts say otherwise.
  public Severity severity() {
    return severity;
  }

  /// The section of the RFC that is at stake: `RFC 8461 §3.1`.
  public String section() {
    return section;
  }

  /// In a few words.
  public String title() {
    return title;
  }

  @Override
  public String toString() {
    return text();
  }
}
