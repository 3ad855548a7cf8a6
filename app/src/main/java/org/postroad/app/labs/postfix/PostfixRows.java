package org.postroad.app.labs.postfix;

import java.util.List;
import java.util.Set;
import org.postroad.app.labs.Expected;

/// What each row of `postroad lab --postfix` must come to, for every version of Postfix, written
/// beforehand from RFC 8461, RFC 7672 and RFC 8689, and never from a run.
///
/// `postfix` asks our resolver, `postfix-alone` asks nobody: to it a policy is nothing. Nor is one
/// to `postfix-dane`, whose TLS security level is `dane` for all domains: what answers of that
/// level would make of it. Postfix 3.11 knows REQUIRETLS; to those before, the wish is a header
/// field like others, and RFC 8689 §2 asks nothing of who does not know it.
public final class PostfixRows {

  /// The domain moves to another host that its policy covers; nobody attacks.
  static final String NEW_MX = "new-mx";

  /// The resolver of Postfix has lost its trust anchor, so that it finds nothing secure; nobody
  /// attacks.
  static final String RESOLVER_BLIND = "resolver-blind";

  static final List<Expected> TABLE =
      Expected.table(
          """
          honest                   none    cold postfix       mx       tls   §3.1
          honest                   testing cold postfix       mx       tls   §5
          honest                   enforce cold postfix       mx       tls   §5
          honest                   enforce cold postfix-alone mx       tls   §1
          new-mx                   enforce warm postfix       mx       tls   §5.1
          starttls-stripping       enforce cold postfix-alone attacker clear §1
          starttls-stripping       none    cold postfix       attacker clear §10
          starttls-stripping       testing warm postfix       attacker clear §5
          starttls-stripping       enforce warm postfix       nobody   -     §5
          mx-hijack                enforce cold postfix-alone attacker tls   §1
          mx-hijack                none    cold postfix       attacker tls   §10
          mx-hijack                testing warm postfix       attacker tls   §5
          mx-hijack                enforce warm postfix       nobody   -     §4.1
          certificate-substitution enforce cold postfix-alone attacker tls   §1
          certificate-substitution none    cold postfix       attacker tls   §10
          certificate-substitution testing warm postfix       attacker tls   §5
          certificate-substitution enforce warm postfix       nobody   -     §4.2
          wildcard-two-labels      enforce cold postfix-alone attacker tls   §1
          wildcard-two-labels      testing warm postfix       attacker tls   §5
          wildcard-two-labels      enforce warm postfix       nobody   -     §4.1
          record-hidden            enforce cold postfix-alone attacker tls   §1
          record-hidden            enforce warm postfix       nobody   -     §3.1
          record-hidden            enforce cold postfix       attacker tls   §10.2
          record-timeout           enforce cold postfix-alone attacker tls   §1
          record-timeout           enforce warm postfix       nobody   -     §3.3
          record-timeout           enforce cold postfix       nobody   -     §10.2
          forged-id                enforce cold postfix-alone attacker tls   §1
          forged-id                enforce warm postfix       nobody   -     §3.3
          forged-id                enforce cold postfix       attacker tls   §3.3
          policy-host-blocked      enforce cold postfix-alone attacker tls   §1
          policy-host-blocked      enforce warm postfix       nobody   -     §3.3
          policy-host-blocked      enforce cold postfix       attacker tls   §3.3
          policy-host-hijacked     enforce cold postfix-alone attacker tls   §1
          policy-host-hijacked     enforce warm postfix       nobody   -     §3.3
          policy-host-hijacked     enforce cold postfix       attacker tls   §3.3
          honest                   dane    cold postfix       mx       tls   7672§2.2
          honest                   dane    cold postfix-dane  mx       tls   7672§2.2
          starttls-stripping       dane    cold postfix-alone attacker clear 7672§1
          starttls-stripping       dane    cold postfix       nobody   -     7672§2.2
          mx-hijack                dane    cold postfix       nobody   -     7672§2.1.1
          mx-hijack                dane    cold postfix-dane  nobody   -     7672§2.1.1
          certificate-substitution dane    cold postfix-alone attacker tls   7672§1
          certificate-substitution dane    cold postfix       nobody   -     7672§3.1.1
          resolver-blind           dane    cold postfix       nobody   -     7672§2.2.1
          dnssec-stripping         dane    cold postfix       nobody   -     7672§2.1.1
          dnssec-stripping         dane    cold postfix-dane  nobody   -     7672§2.1.1
          address-hijack           dane    cold postfix       nobody   -     7672§2.1.2
          tlsa-forged              dane    cold postfix       nobody   -     7672§2.1.2
          tlsa-forged              dane    cold postfix-dane  nobody   -     7672§2.1.2
          tlsa-hidden              dane    cold postfix       nobody   -     7672§2.1.2
          tlsa-hidden              dane    cold postfix-dane  nobody   -     7672§2.1.2
          tlsa-timeout             dane    cold postfix       nobody   -     7672§2.1.2
          tlsa-timeout             dane    cold postfix-dane  nobody   -     7672§2.1.2
          mx-hijack-with-tlsa      enforce cold postfix-alone attacker tls   §1
          mx-hijack-with-tlsa      enforce cold postfix-dane  attacker tls   7672§2.2.1
          mx-hijack-with-tlsa      none    cold postfix       attacker tls   7672§2.2.1
          mx-hijack-with-tlsa      enforce warm postfix       nobody   -     §2
          requiretls               enforce cold postfix@3.11  mx       reqtls 8689§4.2.1
          requiretls               dane    cold postfix@3.11  mx       reqtls 8689§4.2.1
          requiretls               testing cold postfix@3.11  nobody   5.7.10 8689§4.2.1
          requiretls               none    cold postfix@3.11  nobody   5.7.10 8689§4.2.1
          requiretls               enforce cold postfix-alone@3.11 nobody 5.7.10 8689§4.2.1
          requiretls-not-offered   enforce cold postfix@3.11  nobody   5.7.30 8689§4.2.1
          requiretls-not-offered   dane    cold postfix@3.11  nobody   5.7.30 8689§4.2.1
          requiretls-not-offered   enforce cold postfix@3.10  mx       tls    8689§2
          requiretls-not-offered   enforce cold postfix@3.7   mx       tls    8689§2
          requiretls-unverified    enforce cold postfix@3.11  nobody   5.7.10 8689§4.2.1
          requiretls-unverified    dane    cold postfix@3.11  nobody   5.7.10 8689§4.2.1
          requiretls-unverified    testing cold postfix@3.11  nobody   5.7.10 8689§4.2.1
          requiretls-unverified    none    cold postfix@3.11  nobody   5.7.10 8689§4.2.1
          requiretls-tlsa-timeout  dane    cold postfix@3.11  nobody   -      7672§2.1.2
          """);

  private PostfixRows() {}

  /// The names of the attacks, in the order of the table.
  public static List<String> attacks() {
    return TABLE.stream().map(Expected::attack).distinct().toList();
  }

  /// The rows of a series of Postfix whose attack is named, or all of them if none is.
  static List<Expected> of(PostfixSuite suite, Set<String> attacks) {
    return TABLE.stream()
        .filter(row -> attacks.isEmpty() || attacks.contains(row.attack()))
        .filter(row -> row.series().stream().allMatch(suite.series()::equals))
        .toList();
  }
}
