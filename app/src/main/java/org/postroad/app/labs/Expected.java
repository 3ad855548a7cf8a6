package org.postroad.app.labs;

import java.util.List;
import java.util.Optional;

/// What each row of the lab must come to, written beforehand from RFC 8461, RFC 7672 and RFC 8689,
/// and never from a run.
///
/// @param attack the attack's name, `honest` for none
/// @param policy what the domain publishes: `none`, `testing` or `enforce`, or `dane`: TLSA records
///   in a signed zone, and no policy
/// @param cache `warm` if the sender fetched the policy before the attack, `cold` at first contact
/// @param sender `postroad`, or `plain`: one that knows nothing of MTA-STS
/// @param series of that sender alone, as `3.11`; empty for all
/// @param deliveredTo `mx`, `attacker` or `nobody`; whoever reads the message besides the MX is the
///   attacker
/// @param how it crossed the network: `tls`, `clear`, or `reqtls` for TLS with REQUIRETLS; where it
///   did not, `-` if it waits, or the status with which it comes back: `5.7.30`
/// @param section that says so
public record Expected(
    String attack,
    String policy,
    String cache,
    String sender,
    Optional<String> series,
    String deliveredTo,
    String how,
    String section) {

  /// The rows, the three attacks that MTA-STS exists for first.
  static final List<Expected> TABLE =
      table(
          """
          honest                   none    cold plain    mx       tls   §1
          honest                   enforce cold plain    mx       tls   §1
          honest                   none    cold postroad mx       tls   §3.1
          honest                   testing cold postroad mx       tls   §5
          honest                   enforce cold postroad mx       tls   §5
          honest                   enforce warm postroad mx       tls   §5.1
          starttls-stripping       enforce cold plain    attacker clear §1
          starttls-stripping       none    cold postroad attacker clear §10
          starttls-stripping       testing warm postroad attacker clear §5
          starttls-stripping       enforce warm postroad nobody   -     §5
          mx-hijack                enforce cold plain    attacker tls   §1
          mx-hijack                none    cold postroad attacker tls   §10
          mx-hijack                testing warm postroad attacker tls   §5
          mx-hijack                enforce warm postroad nobody   -     §4.1
          certificate-substitution enforce cold plain    attacker tls   §1
          certificate-substitution none    cold postroad attacker tls   §10
          certificate-substitution testing warm postroad attacker tls   §5
          certificate-substitution enforce warm postroad nobody   -     §4.2
          certificate-wrong-name   none    cold postroad attacker tls   §10
          certificate-wrong-name   testing warm postroad attacker tls   §5
          certificate-wrong-name   enforce warm postroad nobody   -     §4.2
          certificate-expired      none    cold postroad attacker tls   §10
          certificate-expired      testing warm postroad attacker tls   §5
          certificate-expired      enforce warm postroad nobody   -     §4.2
          certificate-cn-only      none    cold postroad attacker tls   §10
          certificate-cn-only      testing warm postroad attacker tls   §5
          certificate-cn-only      enforce warm postroad nobody   -     §4.2
          wildcard-two-labels      none    cold postroad attacker tls   §10
          wildcard-two-labels      testing warm postroad attacker tls   §5
          wildcard-two-labels      enforce warm postroad nobody   -     §4.1
          stale-dns                none    cold postroad attacker tls   §10
          stale-dns                testing warm postroad attacker tls   §5
          stale-dns                enforce warm postroad nobody   -     §4.1
          record-hidden            none    cold postroad attacker tls   §10
          record-hidden            testing warm postroad attacker tls   §5
          record-hidden            enforce warm postroad nobody   -     §3.1
          record-hidden            enforce cold postroad attacker tls   §10.2
          record-timeout           none    cold postroad nobody   -     §10.2
          record-timeout           testing warm postroad attacker tls   §5
          record-timeout           enforce warm postroad nobody   -     §3.3
          record-timeout           enforce cold postroad nobody   -     §10.2
          forged-id                none    cold postroad attacker tls   §10
          forged-id                testing warm postroad attacker tls   §5
          forged-id                enforce warm postroad nobody   -     §3.3
          forged-id                enforce cold postroad attacker tls   §3.3
          policy-host-blocked      none    cold postroad attacker tls   §10
          policy-host-blocked      testing warm postroad attacker tls   §5
          policy-host-blocked      enforce warm postroad nobody   -     §3.3
          policy-host-blocked      enforce cold postroad attacker tls   §3.3
          policy-host-hijacked     none    cold postroad attacker tls   §10
          policy-host-hijacked     testing warm postroad attacker tls   §5
          policy-host-hijacked     enforce warm postroad nobody   -     §3.3
          policy-host-hijacked     enforce cold postroad attacker tls   §3.3
          honest                   dane    cold plain    mx       tls   7672§1
          honest                   dane    cold postroad mx       tls   7672§2.2
          starttls-stripping       dane    cold plain    attacker clear 7672§1
          starttls-stripping       dane    cold postroad nobody   -     7672§2.2
          mx-hijack                dane    cold postroad nobody   -     7672§2.1.1
          certificate-substitution dane    cold plain    attacker tls   7672§1
          certificate-substitution dane    cold postroad nobody   -     7672§3.1.1
          certificate-wrong-name   dane    cold postroad nobody   -     7672§3.1.1
          certificate-expired      dane    cold postroad nobody   -     7672§3.1.1
          certificate-cn-only      dane    cold postroad nobody   -     7672§3.1.1
          dnssec-stripping         dane    cold postroad nobody   -     7672§2.1.1
          address-hijack           dane    cold postroad nobody   -     7672§2.1.2
          tlsa-forged              dane    cold postroad nobody   -     7672§2.1.2
          tlsa-hidden              dane    cold postroad nobody   -     7672§2.1.2
          tlsa-timeout             dane    cold postroad nobody   -     7672§2.1.2
          mx-hijack-with-tlsa      none    cold postroad attacker tls   7672§2.2.1
          mx-hijack-with-tlsa      testing warm postroad attacker tls   §5
          mx-hijack-with-tlsa      enforce warm postroad nobody   -     §2
          requiretls               enforce cold postroad mx     reqtls  8689§4.2.1
          requiretls               dane    cold postroad mx     reqtls  8689§4.2.1
          requiretls               testing cold postroad nobody 5.7.10  8689§4.2.1
          requiretls               none    cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-not-offered   enforce cold postroad nobody 5.7.30  8689§4.2.1
          requiretls-not-offered   dane    cold postroad nobody 5.7.30  8689§4.2.1
          requiretls-not-offered   testing cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-not-offered   none    cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-unverified    enforce cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-unverified    dane    cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-unverified    testing cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-unverified    none    cold postroad nobody 5.7.10  8689§4.2.1
          requiretls-tlsa-timeout  dane    cold postroad nobody   -     7672§2.1.2
          """);

  /// Whether the message crosses the network without TLS.
  public boolean inClear() {
    return how.equals("clear");
  }

  /// Whether the exchanger gets it with the option REQUIRETLS.
  public boolean requiresTls() {
    return how.equals("reqtls");
  }

  /// The status with which it comes back, if it does not merely wait.
  public Optional<String> status() {
    return Character.isDigit(how.charAt(0)) ? Optional.of(how) : Optional.empty();
  }

  /// Whether our sender must say what it found wanting though it delivered (RFC 8461 §5: testing).
  boolean mustNote() {
    return policy.equals("testing")
        && sender.equals("postroad")
        && !attack.equals("honest")
        && !deliveredTo.equals("nobody");
  }

  /// `§5` is of RFC 8461, `7672§2.2` of another.
  private static String section(String cell) {
    int at = cell.indexOf('§');
    return "RFC " + (at == 0 ? "8461" : cell.substring(0, at)) + " " + cell.substring(at);
  }

  /// Reads rows: attack, policy, cache, sender, who got it, how, section. `postfix@3.11` is a row
  /// for that series alone.
  public static List<Expected> table(String text) {
    return text.lines().map(line -> line.trim().split("\\s+")).map(Expected::row).toList();
  }

  private static Expected row(String[] cells) {
    String[] sender = cells[3].split("@", -1);
    return new Expected(
        cells[0],
        cells[1],
        cells[2],
        sender[0],
        sender.length > 1 ? Optional.of(sender[1]) : Optional.empty(),
        cells[4],
        cells[5],
        section(cells[6]));
  }
}
