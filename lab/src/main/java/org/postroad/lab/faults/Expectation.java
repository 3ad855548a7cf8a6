package org.postroad.lab.faults;

import static org.postroad.lab.faults.Expectation.Verdict.ERRORS;
import static org.postroad.lab.faults.Expectation.Verdict.UNKNOWN;
import static org.postroad.lab.faults.Expectation.Verdict.WARNINGS;
import static org.postroad.lab.faults.FaultClass.*;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a check is to find where a fault is. Written by hand, from what the fault is and not from
/// what a judge says: there is one root, and all else follows from it.
///
/// @param root the code of the one root; where the verdict is unknown, of what could not be found
///   out
/// @param following the codes of all that follows from it
public record Expectation(FaultClass fault, Verdict verdict, String root, Set<String> following) {

  /// All findings of a domain in one word.
  public enum Verdict {
    WARNINGS,
    ERRORS,
    /// The fault keeps from being seen whether the domain is right.
    UNKNOWN;

    /// In lower case: `errors`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Every fault once, in the order of its class.
  public static final List<Expectation> TABLE =
      List.of(
          // the record
          row(BAD_ID, ERRORS, "sts-record-bad-id"),
          row(MISSING_ID, ERRORS, "sts-record-missing-id"),
          row(WRONG_VERSION, ERRORS, "sts-record-wrong-version"),
          row(BAD_EXTENSION, ERRORS, "sts-record-bad-extension"),
          row(STALE_ID, WARNINGS, "policy-changed-after-id"),
          // the policy host: DNS, TCP, TLS, HTTP
          row(HOST_NXDOMAIN, ERRORS, "policy-host-no-such-name"),
          row(HOST_SERVFAIL, UNKNOWN, "policy-host-dns-failed"),
          row(HOST_REFUSES, ERRORS, "policy-host-refused"),
          row(HOST_UNREACHABLE, ERRORS, "policy-host-timed-out"),
          row(HOST_NAME_MISMATCH, ERRORS, "policy-host-name-mismatch", "policy-host-not-found"),
          row(HOST_SELF_SIGNED, ERRORS, "policy-host-self-signed"),
          row(HOST_EXPIRED, ERRORS, "policy-host-expired"),
          row(HOST_EXPIRES_SOON, WARNINGS, "policy-host-expires-soon"),
          row(HOST_NO_CERTIFICATE, ERRORS, "policy-host-no-certificate"),
          row(HOST_INCOMPLETE_CHAIN, ERRORS, "policy-host-incomplete-chain"),
          row(HOST_NOT_FOUND, ERRORS, "policy-host-not-found"),
          row(HOST_SERVER_ERROR, ERRORS, "policy-host-status"),
          row(HOST_REDIRECT, ERRORS, "policy-host-redirect"),
          row(HOST_CONTENT_TYPE, ERRORS, "policy-host-content-type"),
          row(HOST_IPV6_BROKEN, WARNINGS, "policy-host-ipv6-broken"),
          // the policy's text
          row(POLICY_EMAIL_ADDRESS, ERRORS, "policy-mx-email-address"),
          row(POLICY_TRAILING_DOT, ERRORS, "policy-mx-trailing-dot"),
          row(POLICY_EMPTY_MX, ERRORS, "policy-mx-empty"),
          row(POLICY_EMPTY_FILE, ERRORS, "policy-empty"),
          row(POLICY_BRACKETED_MODE, ERRORS, "policy-mode-bracketed"),
          row(POLICY_BLANK_LINES, ERRORS, "policy-blank-line"),
          row(POLICY_STRAY_SPACES, ERRORS, "policy-stray-space"),
          // the policy against the exchangers
          row(MX_TYPO, ERRORS, "policy-mx-typo"),
          row(MX_POLICY_HOST_LISTED, ERRORS, "policy-mx-extra-label"),
          row(MX_EXTRA_LABEL, ERRORS, "policy-mx-extra-label"),
          row(MX_OTHER_DOMAIN, ERRORS, "policy-mx-other-domain"),
          row(MX_WILDCARD, ERRORS, "policy-mx-wildcard-depth"),
          row(MX_MICROSOFT, ERRORS, "policy-mx-wildcard-depth"),
          row(MX_SPLIT_PROVIDERS, ERRORS, "policy-mx-split-providers"),
          row(LEFT_NXDOMAIN, ERRORS, "policy-host-dangling-alias"),
          row(LEFT_RENEWED, ERRORS, "policy-provider-left"),
          row(LEFT_EMPTY_FILE, ERRORS, "policy-empty"),
          row(LEFT_UNCHANGED, ERRORS, "policy-provider-left", "policy-host-expired"),
          // the exchangers
          row(MX_CERTIFICATE_EXPIRED, ERRORS, "mx-expired"),
          row(MX_CERTIFICATE_SELF_SIGNED, ERRORS, "mx-self-signed"),
          row(MX_CERTIFICATE_WRONG_NAME, ERRORS, "mx-name-mismatch"),
          row(MX_CERTIFICATE_CHAIN, ERRORS, "mx-incomplete-chain"),
          row(MX_CERTIFICATE_ENDING, WARNINGS, "mx-expires-soon"),
          row(MX_WEAK_KEY, WARNINGS, "mx-weak-key"),
          row(MX_TURNS_AWAY, UNKNOWN, "mx-turned-us-away"),
          row(MX_BUSY, UNKNOWN, "mx-turned-us-away"),
          row(MX_SERVFAIL, UNKNOWN, "mx-dns-failed", "spf-unanswered"),
          row(MX_IPV6_BROKEN, WARNINGS, "mx-ipv6-broken"),
          row(MX_IPV6_SILENT, WARNINGS, "mx-ipv6-broken"),
          row(PORT_25_BLOCKED, UNKNOWN, "port-25-blocked"),
          // DANE and the DNS
          row(TLSA_LATE, ERRORS, "dane-tlsa-late"),
          row(INTERMEDIATE_CHANGED, ERRORS, "dane-ta-changed"),
          row(TLSA_WITHOUT_DS, WARNINGS, "dane-insecure-zone"),
          row(
              DNSSEC_EXPIRED,
              ERRORS,
              "dnssec-expired",
              "dnssec-bogus",
              "sts-record-unanswered",
              "policy-host-dns-failed",
              "mx-dns-failed",
              "tlsrpt-unanswered",
              "spf-unanswered",
              "dkim-unanswered",
              "dmarc-unanswered",
              "client-unanswered"),
          row(NAME_SERVER_IDS, ERRORS, "sts-record-differs"),
          row(NAME_SERVER_SERIALS, ERRORS, "name-server-serials-differ", "sts-record-differs"));

  public Expectation {
    following = Set.copyOf(following);
  }

  /// What is to be found where this fault is.
  public static Expectation of(FaultClass fault) {
    return TABLE.stream().filter(row -> row.fault() == fault).findFirst().orElseThrow();
  }

  /// Whether the check can tell that the domain is at fault.
  public boolean isKnown() {
    return verdict != Verdict.UNKNOWN;
  }

  private static Expectation row(
      FaultClass fault, Verdict verdict, String root, String... following) {
    return new Expectation(fault, verdict, root, Set.of(following));
  }
}
