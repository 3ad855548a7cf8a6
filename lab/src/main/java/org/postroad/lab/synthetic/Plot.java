package org.postroad.lab.synthetic;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is wrong with a domain, if anything: one line of the table for each kind.
///
/// The counts are those that were measured on 2024-09-29 over 68,030 domains with a record (IMC
/// 2025, doi 10.1145/3730567.3732916), at one tenth, rounded up, and at least 3. The study counts a
/// domain under each of its faults; here each has one, and its class is what has to be mended
/// first. Where the study gives a sum only, the parts are made up.
public enum Plot {
  // the record: 331
  RECORD_WITHOUT_ID("sts-record-missing-id", 7),
  RECORD_BAD_ID("sts-record-bad-id", 21),
  RECORD_WRONG_VERSION("sts-record-wrong-version", 6),
  RECORD_WITH_POLICY_TEXT("sts-record-bad-extension", 3),

  // a policy host of one's own: 9,588 of 25,344
  HOST_NO_NAME("policy-host-no-such-name", 5),
  HOST_REFUSES("policy-host-refused", 12),
  HOST_SWALLOWS("policy-host-timed-out", 8),
  HOST_OTHER_NAME("policy-host-name-mismatch", 839),
  HOST_SELF_SIGNED("policy-host-self-signed", 20),
  HOST_EXPIRED("policy-host-expired", 20),
  HOST_CHAIN_CUT("policy-host-incomplete-chain", 9),
  HOST_404("policy-host-not-found", 25),
  HOST_REDIRECTS("policy-host-redirect", 6),
  HOST_403("policy-host-status", 4),
  HOST_HTML("policy-host-content-type", 3),
  TEXT_BLANK_LINE("policy-blank-line", 3),
  TEXT_STRAY_SPACE("policy-stray-space", 3),

  // a policy host at a provider: 1,393 of 28,591
  PROVIDER_REFUSES("policy-host-refused", 4),
  PROVIDER_WITHOUT_CERTIFICATE("policy-host-no-certificate", 49),
  PROVIDER_OTHER_NAME("policy-host-name-mismatch", 30),
  PROVIDER_EXPIRED("policy-host-expired", 20),
  PROVIDER_SELF_SIGNED("policy-host-self-signed", 13),
  PROVIDER_404("policy-host-not-found", 15),
  PROVIDER_503("policy-host-status", 8),
  TEXT_MAIL_ADDRESS("policy-mx-email-address", 3),
  TEXT_TRAILING_DOT("policy-mx-trailing-dot", 3),
  TEXT_EMPTY_MX("policy-mx-empty", 3),
  TEXT_BRACKETED_MODE("policy-mode-bracketed", 3),
  TEXT_EMPTY("policy-empty", 3),

  // the policy against the MX records
  MX_TYPO("policy-mx-typo", 7),
  MX_POLICY_HOST("policy-mx-extra-label", 60),
  MX_LABEL_TOO_MANY("policy-mx-extra-label", 13),
  MX_OF_BEFORE("policy-mx-other-domain", 103),
  MX_WILDCARD_TOO_HIGH("policy-mx-wildcard-depth", 3),
  MX_TWO_PROVIDERS("policy-mx-split-providers", 64),
  MX_ONE_PROVIDER("policy-mx-uncovered", 3),

  // certificates of exchangers of one's own: 1,046; of these and the provider's, 117 have a good
  // exchanger beside them
  EXCHANGER_SELF_SIGNED("mx-self-signed", 41),
  EXCHANGER_OTHER_NAME("mx-name-mismatch", 30),
  EXCHANGER_EXPIRED("mx-expired", 13),
  EXCHANGER_SPARE_EXPIRED("mx-expired", 12),
  EXCHANGER_CHAIN_CUT("mx-incomplete-chain", 6),
  EXCHANGER_PRIVATE_AUTHORITY("mx-untrusted", 3),

  // certificates of a provider's exchangers: 397
  PROVIDERS_EXCHANGER_OTHER_NAME("mx-name-mismatch", 24),
  PROVIDERS_EXCHANGER_EXPIRED("mx-expired", 7),
  PROVIDERS_EXCHANGER_SELF_SIGNED("mx-self-signed", 5),
  PROVIDERS_EXCHANGER_CHAIN_CUT("mx-incomplete-chain", 4),

  // exchangers without TLS, of which the study gives no figure
  EXCHANGER_WITHOUT_STARTTLS("mx-no-starttls", 3),

  // providers left
  LEFT_NAME_GONE("policy-host-dangling-alias", 3),
  LEFT_POLICY_STALE("policy-provider-left", 3),
  LEFT_POLICY_UNCHANGED("policy-provider-left", 3),
  LEFT_FILE_EMPTY("policy-empty", 3),

  // nothing wrong
  GOOD_ON_ITS_OWN("good", 2_412),
  GOOD_AT_A_PROVIDER("good", 2_820),

  // nothing to be wrong
  RECORD_SERVFAIL("unknown", 3),
  NO_RECORD("none", 63_184),
  NO_RECORD_BUT_SPF_BY_WILDCARD("none", 20);

  private final String sort;
  private final int count;

  Plot(String sort, int count) {
    this.sort = sort;
    this.count = count;
  }

  /// Its class.
  public String sort() {
    return sort;
  }

  /// How many there are in an Internet that is smaller by that divisor: at least one.
  public int count(int divisor) {
    return Math.ceilDiv(count, divisor);
  }

  /// What a count by class must come to.
  public static SortedMap<String, Integer> counts(int divisor) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    Arrays.stream(values())
        .forEach(plot -> counts.merge(plot.sort(), plot.count(divisor), Integer::sum));
    return counts;
  }
}
